-- ```{#lst-x .r lst-cap="…"}: code with a number of its own is a div with its label and caption;
-- ::: {#lst-x lst-cap="…"}, also of figures and tables: a caption that is an attribute is the last
-- paragraph.

local shim = require('quarto_shim')

local function captioned(div)
  local key = (div.identifier:match('^(%a+)%-.') or '') .. '-cap'
  local caption = div.attributes[key]
  if not caption then return nil end
  div.attributes[key] = nil
  div.content:insert(pandoc.Para(shim.utils.string_to_inlines(caption)))
  return div
end

return function(document)
  return document:walk({ Div = captioned, CodeBlock = function(code)
    local label, caption = code.identifier, code.attributes['lst-cap']
    if not label:match('^lst%-.') then return nil end
    code.identifier, code.attributes['lst-cap'] = '', nil
    local blocks = pandoc.Blocks({ code })
    if caption then blocks:insert(pandoc.Para(shim.utils.string_to_inlines(caption))) end
    return pandoc.Div(blocks, pandoc.Attr(label))
  end })
end
