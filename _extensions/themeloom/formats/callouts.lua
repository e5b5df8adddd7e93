-- The five callouts: a title and a body, marked in each format as what they are.

local parts = (...)('parts')
local raw, styled = parts.raw_block, parts.styled

local render = {}

function render.html(callout)
  local head = pandoc.Div({ pandoc.Plain(callout.title) }, pandoc.Attr('', { 'callout-title' }))
  local body = pandoc.Div(callout.content, pandoc.Attr('', { 'callout-body' }))
  return pandoc.Div({ head, body }, pandoc.Attr(callout.id, { 'callout', 'callout-' .. callout.kind },
    { { 'role', 'note' }, { 'aria-label', pandoc.utils.stringify(callout.title) } }))
end

function render.typst(callout)
  local blocks = pandoc.Blocks({
    raw('#callout(kind: "' .. callout.kind .. '", title: ['),
    pandoc.Plain(callout.title),
    raw('])['),
  })
  blocks:extend(callout.content)
  blocks:insert(raw(']' .. (callout.id ~= '' and ' <' .. callout.id .. '>' or '')))
  return blocks
end

function render.jats(callout)
  local id = callout.id ~= '' and ' id="' .. callout.id .. '"' or ''
  local blocks = pandoc.Blocks({
    raw('<boxed-text' .. id .. ' content-type="' .. callout.kind .. '">'),
    raw('<caption>'),
    pandoc.Para(callout.title),
    raw('</caption>'),
  })
  blocks:extend(callout.content)
  blocks:insert(raw('</boxed-text>'))
  return blocks
end

function render.docx(callout)
  return pandoc.Blocks({
    styled('Callout Title', { pandoc.Para(callout.title) }),
    styled('Callout', callout.content, pandoc.Attr(callout.id)),
  })
end

function render.pptx(callout)
  local blocks = pandoc.Blocks({ pandoc.Para({ pandoc.Strong(callout.title) }) })
  blocks:extend(callout.content)
  return blocks
end

render.revealjs, render.jats_publishing = render.html, render.jats

-- What stands above it: its own title or what its kind is called; where it has a number, both.
local function title_of(callout)
  local label = callout.word .. (callout.number and '\u{A0}' .. callout.number or '')
  if not callout.title then return pandoc.Inlines({ pandoc.Str(label) }) end
  local title = pandoc.Inlines(callout.number and { pandoc.Str(label .. ':'), pandoc.Space() } or {})
  title:extend(callout.title)
  return title
end

-- callout: its kind, word (what the kind is called), number or nil, title (inlines) or nil, content
-- (blocks) and id.
return function(callout)
  callout.title = title_of(callout)
  local as_format = render[FORMAT] or (FORMAT:match('^html') and render.html)
  return as_format and as_format(callout) or nil
end
