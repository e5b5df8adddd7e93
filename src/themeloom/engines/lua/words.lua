-- The words that are added to a text: the extension's, the same under Quarto.

local support = require('support')

return dofile(pandoc.path.join({ support.build.extension, 'formats', 'words.lua' }))
