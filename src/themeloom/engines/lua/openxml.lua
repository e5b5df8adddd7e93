-- Word's own mark-up where pandoc has none: the extension's, the same under Quarto.

local support = require('support')

return dofile(pandoc.path.join({ support.build.extension, 'formats', 'openxml.lua' }))
