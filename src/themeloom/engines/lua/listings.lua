-- ```{#lst-x .r lst-cap="…"}: code with a number of its own is a div with its label and caption.

local shim = require('quarto_shim')

return function(document)
  return document:walk({ CodeBlock = function(code)
    local label, caption = code.identifier, code.attributes['lst-cap']
    if not label:match('^lst%-.') then return nil end
    code.identifier, code.attributes['lst-cap'] = '', nil
    local blocks = pandoc.Blocks({ code })
    if caption then blocks:insert(pandoc.Para(shim.utils.string_to_inlines(caption))) end
    return pandoc.Div(blocks, pandoc.Attr(label))
  end })
end
