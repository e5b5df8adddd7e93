-- Quarto's step after a render (`post-render:`): finishes and looks at what Quarto made.

local folder = pandoc.path.join({ pandoc.path.directory(PANDOC_SCRIPT_FILE), 'formats' })
local part = dofile(pandoc.path.join({ folder, 'part.lua' }))(folder)
part('command')('finish')
