-- What evidence looks like in each format: quotations, themes, implications and values,
-- the parts of a poster, and in Typst the slides. Runs last, under Quarto (at: post-quarto)
-- and under the built-in renderer alike, so it uses pandoc's own API. How each format
-- writes them is in formats/.

local IS_JATS = FORMAT:match('^jats') ~= nil
local IS_HTML = FORMAT:match('^html') ~= nil or FORMAT == 'revealjs'

local function load_part(name)
  local file = pandoc.path.join({ 'formats', name .. '.lua' })
  if quarto and quarto.utils and quarto.utils.resolve_path then
    return dofile(quarto.utils.resolve_path(file))
  end
  return dofile(pandoc.path.join({ pandoc.path.directory(PANDOC_SCRIPT_FILE), file }))
end

local parts = load_part('parts')

-- The functions of this format: class of a div → what becomes of it.
local function renderers_for(output, poster, meta)
  if FORMAT == 'typst' then return load_part('typst')(parts, output) end
  if IS_HTML then
    local html = load_part('html')(parts, meta, output)
    for _, class in ipairs(poster and { 'theme', 'implications', 'foot' } or {}) do html[class] = poster[class] end
    return html
  end
  if IS_JATS then return load_part('jats')(parts) end
  return load_part('office')(parts)[FORMAT] or {}
end

local function output_of(meta) return pandoc.utils.stringify(meta['themeloom-output'] or '') end

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
  ['theme-statement'] = true, voice = true, ['rests-on'] = true }

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
  if IS_HTML then return class == 'value' and web_value(span) or nil end
  if class == 'voice' and (span.attributes.lang or span.attributes.dir) and not IS_JATS then return nil end
  return span.content
end

-- Quarto names a heading that holds a shortcode after the shortcode's own code.
local QUARTO_CODE = '^b58fc729%-690b%-4000%-b19f%-365a4093b2ff%x+'

local function readable_id(header)
  if not header.identifier:match(QUARTO_CODE) then return nil end
  header.identifier = pandoc.structure.unique_identifier(header.content, {})
  return header
end

-- Under Quarto the page's script and the typefaces that `themeloom` staged are added here; the
-- built-in renderer's template brings both. The page embeds them, so no path stays in it.
local function add_web_parts(output)
  if not (IS_HTML and quarto and quarto.doc and quarto.doc.add_html_dependency) then return end
  local script = FORMAT == 'revealjs' and 'deck' or 'page'
  if output ~= 'poster' then
    quarto.doc.add_html_dependency({
      name = 'themeloom-' .. script, version = '1', scripts = { { path = script .. '.js', afterBody = true } },
    })
  end
  local root = quarto.project and quarto.project.directory
  local fonts = root and pandoc.path.join({ root, '.themeloom', 'fonts', 'web', 'fonts.css' })
  if fonts and pandoc.path.exists(fonts) then
    quarto.doc.include_text('in-header', '<link rel="stylesheet" href="' .. fonts .. '">')
  end
end

-- Quarto's own title blocks know no notice: there it is the first paragraph.
local function add_notice(document)
  local notice = document.meta.notice
  if not (notice and quarto and quarto.version) or FORMAT == 'revealjs' or FORMAT == 'pptx' or FORMAT == 'typst' then return end
  local words = pandoc.utils.type(notice) == 'Blocks' and notice or { pandoc.Para(notice) }
  local attributes = FORMAT == 'docx' and { ['custom-style'] = 'Notice' } or {}
  document.blocks:insert(1, IS_JATS and words[1] or pandoc.Div(words, pandoc.Attr('', { 'notice' }, attributes)))
end

-- Word and PowerPoint take no drawings: they get the same in pixels, where it lies beside them.
local function with_pixels(document)
  if FORMAT ~= 'docx' and FORMAT ~= 'pptx' then return document end
  return document:walk({ Image = function(image)
    local pixels = image.src:gsub('%.svg$', '.png')
    if pixels == image.src or not pandoc.path.exists(pixels) then return nil end
    image.src = pixels
    return image
  end })
end

-- A notebook's page is a working paper of the compendium: the article has the authors.
local NOT_OF_A_NOTEBOOK = { 'subtitle', 'author', 'authors', 'by-author', 'affiliations', 'by-affiliation',
  'keywords', 'article' }

-- What the built-in renderer has done before it set names and references. The formats of this
-- extension say what they are for; others, like a plain `html`, keep to Quarto's templates.
local function under_quarto(document, output)
  document = load_part('blind')(document)
  load_part('literal').names(document.meta)
  document.meta['under-quarto'] = quarto ~= nil and quarto.version ~= nil
  if output == 'notebook' then
    for _, key in ipairs(NOT_OF_A_NOTEBOOK) do document.meta[key] = nil end
    document.meta.kicker = load_part('words')(document.meta).notebook
  end
  if FORMAT == 'typst' then load_part('people')(load_part('byline')(load_part('words')(document.meta)), document.meta) end
  if output == '' then
    add_notice(document)
  elseif output ~= 'poster' and FORMAT ~= 'typst' then
    document = load_part('frontmatter')(load_part, document)
    document = with_pixels(load_part('headings')(document))
    if IS_JATS then document = load_part('journal')(load_part('words')(document.meta), document) end
    if IS_HTML and output == 'paper' then load_part('beside')(document.meta) end
  end
  return document
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

local function rendered(document)
  local output = output_of(document.meta)
  local quartos = not document.meta['themeloom-document']
  if quartos then document = under_quarto(document, output) end
  local poster = output == 'poster' and load_part('poster')(parts, document.meta)
  if poster then poster.check(document.blocks) end
  if poster and FORMAT == 'typst' then document = document:walk({ Note = poster.note }) end
  add_web_parts(output)
  if not poster then
    document = load_part('resting')(parts, document)
  end
  if FORMAT == 'typst' and not poster and output ~= 'slides' then document = load_part('introducing')(parts, document) end
  local deck = (FORMAT == 'pptx' or FORMAT == 'typst' and output == 'slides') and load_part('slides')(parts)
  local level = tonumber(pandoc.utils.stringify(document.meta['slide-level'] or '2')) or 2
  if deck then document.blocks = deck.named(document.blocks, level) end
  document = document:walk({ Header = readable_id, Div = render_with(renderers_for(output, poster, document.meta)) })
  if poster and IS_HTML then document = poster.page(document) end
  document = document:walk({ Span = plain_span })
  if FORMAT == 'revealjs' then document = mark_sections(document) end
  if FORMAT == 'typst' and output == 'slides' then
    document = document:walk({ Span = coloured })
    document.blocks = deck.in_typst(document.blocks, level)
  end
  document = load_part('colophon')(load_part('typefaces')(document))
  local literal = load_part('literal')
  if FORMAT == 'typst' then document = literal.in_typst(document) end
  if IS_JATS then document = literal.in_jats(document) end
  if IS_HTML and document.meta.keywords then document.meta['keywords-meta'] = literal.keywords(document.meta) end
  if FORMAT == 'pptx' then document = load_part('powerpoint')(load_part, parts, document) end
  local to_finish = quartos and output ~= '' and (FORMAT == 'docx' or FORMAT == 'pptx')
  return to_finish and load_part('note')(document) or document
end

-- Quarto's figures, tables and callouts are nodes of its own until its last filters: where the
-- format is ours they become what they are in the built-in renderer. In Typst its figures are
-- what ours are.
local ours, words = false, {}

local function float_of(node)
  return ours and FORMAT ~= 'typst' and load_part('floats')(load_part, node) or nil
end

-- The alternative text of every picture, also of those without a label and of the parts of a
-- figure: pandoc's writers for Word and JATS take a picture's caption for it, Quarto's filters
-- for the web its fig-alt. What is shown as the caption is the figure's.
local function described(image)
  local alt = image.attributes['fig-alt'] or image.attributes.alt or pandoc.utils.stringify(image.caption)
  if not ours or alt == '' or not (FORMAT == 'docx' or IS_JATS or IS_HTML) then return nil end
  image.attributes['fig-alt'], image.attributes.alt = IS_HTML and alt or nil, nil
  if not IS_HTML then image.caption = pandoc.Inlines({ pandoc.Str(alt) }) end
  return image
end

-- One with an id of its own is counted, which only Quarto does.
local function callout_of(node)
  if not ours or not words[node.type] or (node.attr and node.attr.identifier ~= '') then return nil end
  local title = node.title and quarto.utils.as_inlines(node.title) or {}
  return load_part('callouts')({
    kind = node.type,
    title = #title > 0 and title or pandoc.Inlines(words[node.type]),
    content = quarto.utils.as_blocks(node.content),
    id = '',
  })
end

return {
  { Meta = function(meta)
    ours = output_of(meta) ~= '' and not meta['themeloom-document']
    words = load_part('words')(meta)
  end },
  { Image = described, FloatRefTarget = float_of, Callout = callout_of },
  { Pandoc = rendered },
}
