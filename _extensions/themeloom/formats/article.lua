-- JATS under Quarto: the numbers that Quarto writes into headings are marked, so that
-- `themeloom finish`, the post-render step, can make labels of them.

local function numbered(header)
  local number = header.attributes.number
  local first, second = header.content[1], header.content[2]
  if not number or not first or first.t ~= 'Str' or first.text ~= number then return nil end
  header.content:remove(1)
  if second and (second.t == 'Space' or (second.t == 'Str' and second.text:match('^%.%s*$'))) then
    header.content:remove(1)
  end
  header.content:insert(1, pandoc.Span({ first }, pandoc.Attr('', { 'section-label' })))
  return header
end

return function(document) return document:walk({ Header = numbered }) end
