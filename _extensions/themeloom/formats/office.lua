-- Word: paragraphs in styles of the reference document. PowerPoint: plain paragraphs, which
-- keep to the layout of the slide.

local parts = (...)('parts')
local take_span, styled = parts.take_span, parts.styled

local docx, pptx = {}, {}

local function after_dash(inlines)
  local line = pandoc.Inlines({ pandoc.Str('—\u{A0}') })
  line:extend(inlines)
  return line
end

-- What Word can know of a text: its id, its language, its direction.
local function plain_attr(div)
  return pandoc.Attr(div.identifier, {}, parts.language_of(div))
end

function docx.quotation(div)
  local attribution, words = take_span(div.content, 'attribution')
  local blocks = pandoc.Blocks({ styled('Quotation', words, plain_attr(div)) })
  if attribution then
    blocks:insert(styled('Quotation Source', { pandoc.Para(after_dash(attribution)) }))
  end
  return blocks
end

function docx.theme(div)
  local title, rest = take_span(div.content, 'theme-title')
  local statement, more = take_span(rest, 'theme-statement')
  local blocks = pandoc.Blocks({})
  if title then blocks:insert(styled('Theme Title', { pandoc.Para(title) }, plain_attr(div))) end
  if statement then blocks:insert(styled('Theme Statement', { pandoc.Para(statement) })) end
  blocks:extend(more)
  return blocks
end

function docx.implication(div)
  return styled('Implication', div.content, plain_attr(div))
end

-- The end of a section; `themeloom` gives it the foot and the margins of the whole document.
local function section_end(size)
  return parts.raw_block('<w:p><w:pPr><w:sectPr>' .. size .. '</w:sectPr></w:pPr></w:p>')
end

-- Pages on their side: what stands before them ends a section, and so does the last of them.
function docx.landscape(div)
  local first = div.content[1]
  if first and first.t == 'RawBlock' and first.text:find('<w:sectPr', 1, true) then return nil end -- Quarto's
  div.content:insert(1, section_end(''))
  div.content:insert(section_end('<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'))
  return div.content
end

-- The words, what stands small below them, and how many paragraphs are words.
local function said(div, words, below)
  div.attributes.said = tostring(#words)
  div.content = words
  if below then div.content:insert(pandoc.Para(below)) end
  return div
end

function pptx.quotation(div)
  local attribution, words = take_span(div.content, 'attribution')
  local named = attribution and pandoc.utils.stringify(attribution):match('^[—–]')
  return said(div, words, attribution and (named and attribution or after_dash(attribution)))
end

function pptx.theme(div)
  local title, rest = take_span(div.content, 'theme-title')
  local blocks = title and pandoc.Blocks({ pandoc.Para({ pandoc.Strong(title) }) }) or pandoc.Blocks({})
  blocks:extend(rest)
  return blocks
end

function pptx.implication(div)
  local named, words = take_span(div.content, 'rests-on')
  return said(div, words, named)
end
function pptx.implications(div) return div.content end

return { docx = docx, pptx = pptx }
