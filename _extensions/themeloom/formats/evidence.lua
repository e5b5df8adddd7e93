-- What evidence looks like in each format: quotations, themes, implications and values,
-- the parts of a poster, and in Typst the slides. The last that is done to a document, under
-- Quarto and by the built-in renderer alike, so it uses pandoc's own API.

local part = ...
local parts = part('parts')

-- The functions of this format: class of a div → what becomes of it.
local function renderers_for(output, poster, meta)
  if FORMAT == 'typst' then return part('typst')(output) end
  if parts.html then
    local html = part('html')(meta, output)
    for _, class in ipairs(poster and { 'theme', 'implications', 'foot' } or {}) do html[class] = poster[class] end
    return html
  end
  if parts.jats then return part('jats') end
  return part('office')[FORMAT] or {}
end

local function render_with(renderers)
  return function(div)
    for _, class in ipairs(div.classes) do
      if renderers[class] then return renderers[class](div) end
    end
    return nil
  end
end

-- `name` means something else in HTML; a program finds the value by data-name.
local function web_value(span)
  span.attributes['data-name'], span.attributes.name = span.attributes.name, nil
  return span
end

-- Spans of ours mean something on a web page only; elsewhere they would only be in the way.
local OURS = { value = true, implication = true, attribution = true, ['theme-title'] = true,
  ['theme-statement'] = true, voice = true, ['rests-on'] = true, ['theme-relations'] = true,
  ['subtheme-title'] = true, ['subtheme-statement'] = true }

-- Words as the content of a call of Typst's.
local function in_typst(call, inlines)
  local words = pandoc.Inlines({ pandoc.RawInline('typst', call .. '[') })
  words:extend(inlines)
  words:insert(pandoc.RawInline('typst', ']'))
  return words
end

-- pandoc's writer for Typst drops the language of words within a line.
local function typst_words(span)
  local language = span.attributes.lang and span.attributes.lang:match('^%a[%w-]*$')
  return language and in_typst('#text(..tl-language("' .. language .. '"))', span.content) or span.content
end

local function plain_span(span)
  local class = span.classes[1]
  if FORMAT == 'typst' and span.attributes.lang then return typst_words(span) end
  if not OURS[class] then return nil end
  if parts.html then return class == 'value' and web_value(span) or nil end
  if class == 'voice' and (span.attributes.lang or span.attributes.dir) and not parts.jats then return nil end
  return span.content
end

-- In reveal.js the slide that starts a part is a section, as it is in Typst.
local function mark_sections(document)
  local level = tonumber(pandoc.utils.stringify(document.meta['slide-level'] or '2')) or 2
  return document:walk({ Header = function(header)
    if header.level >= level or #header.classes > 0 then return nil end
    header.classes:insert('section')
    return header
  end })
end

-- Words in the colour of a theme, on Typst's slides; elsewhere the class is enough or is let be.
local function coloured(span)
  local thread = parts.thread_of(span)
  return thread and in_typst('#thread-text(' .. thread .. ')', span.content) or nil
end

return function(document)
  local output = parts.text_of(document.meta['themeloom-output'])
  -- pages and paragraphs run as their language does
  document.meta.dir = document.meta.dir or part('words')(document.meta).dir
  document.meta.leftward = parts.text_of(document.meta.dir or '') == 'rtl' or nil
  local poster = output == 'poster' and part('poster')(document.meta)
  if poster then poster.check(document.blocks) end
  if poster and FORMAT == 'typst' then document = document:walk({ Note = poster.note }) end
  if FORMAT == 'typst' and not poster and output ~= 'slides' then document = part('introducing')(document) end
  local deck = (FORMAT == 'pptx' or FORMAT == 'typst' and output == 'slides') and part('slides')
  if not poster then document = part('resting')(document, deck) end
  local level = tonumber(parts.text_of(document.meta['slide-level'] or '2')) or 2
  if deck then document.blocks = deck.named(document.blocks:walk({ Para = deck.pause }), level) end
  local divs = render_with(renderers_for(output, poster, document.meta))
  -- On the web spans stay what they are, for divs to find: both are done in one walk.
  document = document:walk({ Div = divs, Span = parts.html and plain_span or nil })
  if poster and parts.html then document = poster.page(document) end
  if not parts.html then document = document:walk({ Span = plain_span }) end
  if FORMAT == 'revealjs' then document = mark_sections(document) end
  if FORMAT == 'typst' and output == 'slides' then
    document = document:walk({ Span = coloured })
    document.blocks = deck.in_typst(document.blocks, level, document.meta)
  end
  document = part('colophon')(part('typefaces')(document))
  local literal = part('literal')
  if FORMAT == 'typst' then document = literal.in_typst(document) end
  if parts.jats then document = literal.in_jats(document) end
  if parts.html and document.meta.keywords then document.meta['keywords-meta'] = literal.keywords(document.meta) end
  return FORMAT == 'pptx' and part('powerpoint')(document) or document
end
