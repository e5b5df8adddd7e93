-- `blind: true`: the extension takes out who made the study, the same way under Quarto.

local support = require('support')

return dofile(pandoc.path.join({ support.build.extension, 'formats', 'blind.lua' }))
