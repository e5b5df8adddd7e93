-- The numbers that Quarto writes into headings as words, as the built-in renderer has them:
-- in Word in a style of their own, in JATS marked, so that `themeloom finish` can make labels
-- of them, in PowerPoint not at all. Elsewhere Quarto marks them itself.

local STYLES = {
  docx = pandoc.Attr('', {}, { ['custom-style'] = 'Section Number' }),
  jats = pandoc.Attr('', { 'section-label' }),
}

local function renumbered(header)
  local number = header.attributes.number
  local first, second = header.content[1], header.content[2]
  if not number or not first or first.t ~= 'Str' or first.text ~= number then return nil end
  header.content:remove(1)
  if second and (second.t == 'Space' or (second.t == 'Str' and second.text:match('^%.%s*$'))) then
    header.content:remove(1)
  end
  if FORMAT == 'docx' then header.content:insert(1, pandoc.Space()) end
  if STYLES[FORMAT] then header.content:insert(1, pandoc.Span({ first }, STYLES[FORMAT])) end
  return header
end

return function(document)
  if not STYLES[FORMAT] and FORMAT ~= 'pptx' then return document end
  return document:walk({ Header = renumbered })
end
