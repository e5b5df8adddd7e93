-- The web and reveal.js.

return function(parts)
local take_span = parts.take_span

local html = {}

-- <figure class="quotation"><blockquote>…</blockquote><figcaption>…</figcaption></figure>
function html.quotation(div)
  local attribution, words = take_span(div.content, 'attribution')
  local quote = pandoc.BlockQuote(words)
  local attributes = div.attr
  return pandoc.Figure({ quote }, { long = attribution and { pandoc.Plain(attribution) } or {} }, attributes)
end

return html
end
