-- `blind: true`: the extension takes out who made the study, the same way under Quarto.

local support = require('support')
local words = require('words')
local blind = dofile(pandoc.path.join({ support.build.extension, 'formats', 'blind.lua' }))

return function(document) return blind(document, words(document.meta)) end
