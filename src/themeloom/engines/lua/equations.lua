-- Formulas: numbered ones with their number, and in Typst all of them with their source as
-- alternative text, which PDF/UA asks for.

local support = require('support')

local function typst_equation(math)
  local block = math.mathtype == 'DisplayMath' and 'block: true, ' or ''
  local alternative = support.typst_string(math.text:match('^%s*(.-)%s*$'))
  return pandoc.Inlines({
    support.raw('#math.equation(' .. block .. 'alt: ' .. alternative .. ', '),
    math,
    support.raw('.body)'),
  })
end

local function as_typst(span, number)
  local inlines = span.content -- its formula has been given its alternative already
  inlines[1] = support.raw((inlines[1].text:gsub('^#math.equation%(', '%0numbering: _ => "(' .. number .. ')", ')))
  inlines:insert(support.raw(' <' .. span.identifier .. '>'))
  return inlines
end

local function as_jats(id, math, number)
  local written = support.as_jats({ pandoc.Plain({ math }) })
  local formula = written:match('<disp%-formula>(.*)</disp%-formula>') or ''
  return support.raw('<disp-formula id="' .. id .. '"><label>(' .. number .. ')</label>'
    .. formula .. '</disp-formula>')
end

local function numbered(span)
  local entry = support.labels[span.identifier]
  if not entry or entry.kind ~= 'eq' then return nil end
  if support.typst then return as_typst(span, entry.number) end
  local math = span.content[1]
  if support.jats then return as_jats(span.identifier, math, entry.number) end
  -- Neither MathML nor Word's formulas have a place for the number: it stands to the right.
  math.text = math.text .. ' \\qquad(' .. entry.number .. ')'
  return span
end

return function(document)
  if support.typst then
    document = document:walk({ Math = typst_equation })
  end
  return document:walk({ Span = numbered })
end
