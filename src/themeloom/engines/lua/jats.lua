-- What a journal's article says by its mark-up: the extension adds it, the same under Quarto.

local support = require('support')

return function(document)
  if not support.jats then return document end
  return dofile(pandoc.path.join({ support.build.extension, 'formats', 'journal.lua' }))(support.words, document)
end
