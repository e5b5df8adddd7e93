-- Quarto's first filter of ours (at: pre-ast), for what must be done before any of its own.

local folder = quarto.utils.resolve_path('formats')
local part = dofile(pandoc.path.join({ folder, 'part.lua' }))(folder)

return {
  { Pandoc = part('called') },
  { Pandoc = part('numbered') },
  { Pandoc = part('formulas') },
  { Pandoc = part('grid') },
}
