-- The document with all that it includes and cites, before anything is made of it, beside what
-- pandoc was given: what the finished file is compared with.

local shim = require('quarto_shim')

-- The title of a callout is Markdown in an attribute: here it is what is read first of it.
local function titled(div)
  local title = div.attributes.title
  if not title or not div.classes:find_if(function(class) return class:match('^callout%-') end) then return nil end
  div.content:insert(1, pandoc.Plain(shim.utils.string_to_inlines(title)))
  return div
end

return function(document)
  local file = assert(io.open('read.json', 'wb'))
  file:write(pandoc.write(document:walk({ Div = titled }), 'json'))
  file:close()
  return document
end
