-- Quarto's step before a render (`pre-render:`): brings evidence, typefaces and styles up to date.

local folder = pandoc.path.join({ pandoc.path.directory(PANDOC_SCRIPT_FILE), 'formats' })
local part = dofile(pandoc.path.join({ folder, 'part.lua' }))(folder)
part('command')('derive')
