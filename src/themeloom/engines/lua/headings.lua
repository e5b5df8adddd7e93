-- The number of a heading, where the format does not write it by itself.

local support = require('support')

local function is_appendix(header) return support.has(header, 'appendix') end

local function numbered_text(header, number)
  if is_appendix(header) then
    return pandoc.Inlines({ pandoc.Str(support.words.apx .. '\u{A0}' .. number), pandoc.Space(),
      pandoc.Str('—'), pandoc.Space() })
  end
  return pandoc.Inlines({ pandoc.Str(number), pandoc.Space() })
end

local function in_span(inlines)
  inlines:remove() -- the space stays outside the span
  if support.docx then
    return pandoc.Span(inlines, pandoc.Attr('', {}, { ['custom-style'] = 'Section Number' }))
  end
  return pandoc.Span(inlines, pandoc.Attr('', { 'header-section-number' }))
end

return function(document)
  return document:walk({
    Header = function(header)
      local number = header.attributes.number
      if not number or support.jats then return nil end
      header.attributes.number = nil
      local in_appendix = is_appendix(header) or support.has(header, 'in-appendix')
      if support.pptx or (support.typst and not in_appendix) then return header end
      local text = numbered_text(header, number)
      if support.typst then
        header.classes:insert('unnumbered')
      else
        text = pandoc.Inlines({ in_span(text), pandoc.Space() })
      end
      text:extend(header.content)
      header.content = text
      return header
    end,
  })
end
