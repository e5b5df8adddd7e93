-- A picture or a table of Quarto's in Typst, as the built-in renderer has those without a label: a
-- figure with its caption and no number; without a caption, what it is.

local part = ...
local parts = part('parts')
local KINDS = { Figure = 'image', Table = 'table' }

return function(block, kind, caption)
  if kind == 'Table' then
    block.caption, block.identifier = { long = {} }, ''
    block.classes:insert('typst:no-figure')
  end
  if pandoc.utils.stringify(caption) == '' then
    return kind == 'Table' and parts.sequence('#bare-table[', { block }, ']') or pandoc.Blocks({ block })
  end
  return parts.sequence('#figure([', { block }, '], caption: [', caption,
    '], kind: ' .. KINDS[kind] .. ', numbering: none)')
end
