-- The five callouts: a title and a body, marked in each format as what they are.

local support = require('support')

local KINDS = { 'note', 'tip', 'warning', 'caution', 'important' }
-- What only Quarto's own page does with a callout.
local DROPPED = { 'title', 'icon', 'appearance', 'collapse' }

local function kind_of(div)
  for _, kind in ipairs(KINDS) do
    if support.has_class(div, 'callout-' .. kind) then return kind end
  end
  return nil
end

-- The title is an attribute, a heading that starts the div, or the kind's name.
local function title_of(div, kind)
  local title = div.attributes.title
  if title then return quarto.utils.string_to_inlines(title) end
  local first = div.content[1]
  if first and first.t == 'Header' then
    div.content:remove(1)
    return first.content
  end
  return pandoc.Inlines({ pandoc.Str(support.words[kind]) })
end

local render = {}

function render.html(div, kind, title)
  local head = pandoc.Div({ pandoc.Plain(title) }, pandoc.Attr('', { 'callout-title' }))
  local body = pandoc.Div(div.content, pandoc.Attr('', { 'callout-body' }))
  return pandoc.Div({ head, body }, pandoc.Attr(div.identifier, { 'callout', 'callout-' .. kind },
    { { 'role', 'note' }, { 'aria-label', pandoc.utils.stringify(title) } }))
end

function render.typst(div, kind, title)
  local blocks = pandoc.Blocks({
    support.raw_block('#callout(kind: "' .. kind .. '", title: ['),
    pandoc.Plain(title),
    support.raw_block('])['),
  })
  blocks:extend(div.content)
  local label = div.identifier ~= '' and ' <' .. div.identifier .. '>' or ''
  blocks:insert(support.raw_block(']' .. label))
  return blocks
end

function render.jats(div, kind, title)
  local id = div.identifier ~= '' and ' id="' .. div.identifier .. '"' or ''
  local blocks = pandoc.Blocks({
    support.raw_block('<boxed-text' .. id .. ' content-type="' .. kind .. '">'),
    support.raw_block('<caption>'),
    pandoc.Para(title),
    support.raw_block('</caption>'),
  })
  blocks:extend(div.content)
  blocks:insert(support.raw_block('</boxed-text>'))
  return blocks
end

function render.docx(div, _, title)
  local openxml = require('openxml')
  local body = pandoc.Div(div.content, pandoc.Attr(div.identifier, {}, { ['custom-style'] = 'Callout' }))
  return pandoc.Blocks({ openxml.styled('Callout Title', title), body })
end

function render.pptx(div, _, title)
  local blocks = pandoc.Blocks({ pandoc.Para({ pandoc.Strong(title) }) })
  blocks:extend(div.content)
  return blocks
end

local function render_for_format()
  if support.html then return render.html end
  if support.jats then return render.jats end
  return render[FORMAT]
end

return function(document)
  local as_format = render_for_format()
  return document:walk({
    Div = function(div)
      local kind = kind_of(div)
      if not kind then return nil end
      local title = title_of(div, kind)
      for _, key in ipairs(DROPPED) do div.attributes[key] = nil end
      return as_format(div, kind, title)
    end,
  })
end
