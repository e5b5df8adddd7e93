-- The themes that an implication rests on, named in words on the web and on slides (`is_deck`:
-- those that are no web pages).

local parts = (...)('parts')

local function titles_of(meta)
  local titles = {}
  for _, list in ipairs({ meta.themes or {}, meta.subthemes or {} }) do
    for _, theme in ipairs(list) do
      if theme.id and theme.title then titles[pandoc.utils.stringify(theme.id)] = theme.title end
    end
  end
  return titles
end

-- "Transition to Integration · Retaining ‘Peerness’"; nothing where no theme is known.
local function named(element, titles)
  local line = pandoc.Inlines({})
  for id in (element.attributes.themes or ''):gmatch('[%w-]+') do
    if titles[id] then
      if #line > 0 then line:extend({ pandoc.Str('\u{A0}·'), pandoc.Space() }) end
      line:extend(pandoc.Inlines(titles[id]))
    end
  end
  return line
end

return function(document, is_deck)
  if not parts.html and not is_deck then return document end
  local titles = titles_of(document.meta)

  local function listed(span)
    local line = parts.has(span, 'implication') and named(span, titles) or pandoc.Inlines({})
    if #line == 0 then return nil end
    return { span, pandoc.Space(), pandoc.Span(line, pandoc.Attr('', { 'rests-on' })) }
  end

  local function added(div)
    if parts.has(div, 'implications') and FORMAT ~= 'pptx' then return div:walk({ Span = listed }) end
    if not parts.has(div, 'implication') then return nil end
    local line = named(div, titles)
    local last = div.content[#div.content]
    if #line == 0 or not last then return nil end
    if is_deck then
      div.content:insert(pandoc.Para({ pandoc.Span(line, pandoc.Attr('', { 'rests-on' })) }))
    elseif last.t == 'Para' or last.t == 'Plain' then
      last.content:extend({ pandoc.Space(), pandoc.Span(line, pandoc.Attr('', { 'rests-on' })) })
      div.content[#div.content] = last
    end
    return div
  end

  return document:walk({ Div = added })
end
