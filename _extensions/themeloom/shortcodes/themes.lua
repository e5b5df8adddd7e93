-- Evidence of what was found: quotations, themes with their subthemes, implications.

local part = ...
local reading = part('reading')

-- A voice within a line: its words with their quotation marks, marked as a voice.
local function voice(blocks)
  local div = blocks[1]
  local classes = { 'voice' }
  for _, class in ipairs(div.classes) do
    if class:match('^thread%-') then classes[#classes + 1] = class end
  end
  local attributes = {} -- pairs: a Lua table of two keys has another order in every run
  for _, key in ipairs({ 'lang', 'dir' }) do
    if div.attributes[key] then attributes[#attributes + 1] = { key, div.attributes[key] } end
  end
  local line = pandoc.Inlines({ pandoc.Span(reading.first_paragraph(blocks), pandoc.Attr('', classes, attributes)) })
  local original = reading.find_span(blocks, 'original')
  if original then line:extend({ pandoc.Space(), pandoc.Str('('), original, pandoc.Str(')') }) end
  return line
end

-- The fragment of a quotation; one without a translation has one wording only.
local function worded(name, wording)
  local asked = wording and name .. '--' .. wording
  return asked and reading.text_of('quote', asked) and asked or name
end

local function quote(args, kwargs, _, _, context)
  local part = reading.option('quote', kwargs, 'part')
  local alone = context == 'block' and not part
  local name = worded(reading.name_in('quote', args), reading.option('quote', kwargs, 'wording'))
  local blocks = reading.read_fragment('quote', name, reading.whole(alone))
  if part == 'attribution' then
    return reading.inline_or_text(reading.span_content(blocks, 'attribution'), context)
  elseif alone then
    -- Its id stands at its first use only; by its name each use leads to its evidence.
    blocks[1].attributes.quote = reading.name_in('quote', args)
    return blocks
  end
  return reading.inline_or_text(voice(blocks), context)
end

-- The subthemes of a theme: a list, or within a line their titles.
local function subthemes(blocks, context)
  local list
  pandoc.Blocks(blocks):walk({ BulletList = function(found) list = list or found end })
  if not list then return context == 'block' and {} or reading.inline_or_text(pandoc.Inlines({}), context) end
  if context == 'block' then return pandoc.Blocks({ list }) end
  local line = pandoc.Inlines({})
  for _, item in ipairs(list.content) do
    if #line > 0 then line:extend({ pandoc.Str(';'), pandoc.Space() }) end
    line:extend(reading.span_content(item, 'subtheme-title'))
  end
  return reading.inline_or_text(line, context)
end

-- On a poster and on slides there is room for what subthemes are called.
local function titles_only(blocks)
  return pandoc.Blocks(blocks):walk({ BulletList = function(list)
    list.content = pandoc.List(list.content):map(function(item)
      local title = reading.find_span(item, 'subtheme-title')
      return title and { pandoc.Plain({ title }) } or item
    end)
    return list
  end })
end

local BRIEF = { poster = true, slides = true }

local function theme(args, kwargs, meta, _, context)
  local part = reading.option('theme', kwargs, 'part')
  local alone = context == 'block' and not part
  local blocks = reading.read_fragment('theme', reading.name_in('theme', args), reading.whole(alone))
  if BRIEF[meta and pandoc.utils.stringify(meta['themeloom-output'] or '') or ''] then
    blocks = titles_only(blocks)
  end
  if part == 'subthemes' then return subthemes(blocks, context) end
  if alone then return blocks end
  return reading.inline_or_text(reading.span_content(blocks, 'theme-' .. (part or 'title')), context)
end

local function implication(args, _, _, _, context)
  local blocks = reading.read_fragment('implication', reading.name_in('implication', args), reading.whole(context == 'block'))
  if context == 'block' then return blocks end
  return reading.inline_or_text(reading.first_paragraph(blocks), context)
end

local function implications(_, kwargs, _, _, context)
  if context ~= 'block' then
    reading.fail('the implications stand in a line with something else',
      'give {{< implications >}} a paragraph of its own, blank lines around it')
  end
  local audience = pandoc.utils.stringify(kwargs.audience or '')
  return reading.read_fragment('implications', audience, reading.with_ids_once)
end

return { quote = quote, theme = theme, implication = implication, implications = implications }
