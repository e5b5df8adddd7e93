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

-- callout: its kind, title (inlines), content (blocks) and id.
return function(callout)
  local as_format = render[FORMAT] or (FORMAT:match('^html') and render.html)
  return as_format and as_format(callout) or nil
end
