-- Quarto's one filter of ours: what the built-in renderer does to a document in its pipeline is
-- done here to what Quarto hands over last (at: post-quarto). Then evidence is drawn, by the
-- module that both share.

local folder = quarto.utils.resolve_path('formats')
local part = dofile(pandoc.path.join({ folder, 'part.lua' }))(folder)
local parts = part('parts')

local function output_of(meta) return parts.text_of(meta['themeloom-output']) end

-- Quarto names a heading that holds a shortcode after the shortcode's own code.
local QUARTO_CODE = '^b58fc729%-690b%-4000%-b19f%-365a4093b2ff%x+'

-- Named by their words instead, none twice: as the built-in renderer names them.
local function with_readable_ids(document)
  local used, coded = {}, false
  document:walk({ Header = function(header)
    local is_code = header.identifier:match(QUARTO_CODE)
    coded = coded or is_code
    if not is_code then used[header.identifier] = true end
  end })
  return coded and document:walk({ Header = function(header)
    if not header.identifier:match(QUARTO_CODE) then return nil end
    header.identifier = pandoc.structure.unique_identifier(header.content, used)
    used[header.identifier] = true
    return header
  end }) or document
end

-- The page's script and the typefaces that `themeloom` staged, which the built-in renderer's
-- template brings. The page embeds them, so no path stays in it.
local function add_web_parts(output)
  if not parts.html then return end
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
  if not notice or FORMAT == 'revealjs' or FORMAT == 'pptx' or FORMAT == 'typst' then return end
  local words = pandoc.utils.type(notice) == 'Blocks' and notice or { pandoc.Para(notice) }
  local attributes = FORMAT == 'docx' and { ['custom-style'] = 'Notice' } or {}
  document.blocks:insert(1, parts.jats and words[1] or pandoc.Div(words, pandoc.Attr('', { 'notice' }, attributes)))
end

-- Pages on their side, which Quarto turns for Typst with the margins of the others.
local TURNED = { ['#set page(flipped: true)'] = '#landscape[', ['#set page(flipped: false)'] = ']' }

local function turned(document, output)
  return document:walk({ RawBlock = function(raw)
    local ours = TURNED[raw.text]
    if not ours then return nil end
    return output == 'paper' and pandoc.RawBlock('typst', ours) or {}
  end })
end

-- Word and PowerPoint take no drawings: they get the same in pixels.
local function with_pixels(document)
  local root = quarto.project and quarto.project.directory
  if not root or FORMAT ~= 'docx' and FORMAT ~= 'pptx' then return document end
  return document:walk({ Image = function(image)
    local input = quarto.doc.input_file
    local here = input and pandoc.path.directory(input) or pandoc.system.get_working_directory()
    local whole = pandoc.path.is_absolute(image.src) and image.src or pandoc.path.join({ here, image.src })
    local path = pandoc.path.make_relative(pandoc.path.normalize(whole), root, true)
    local found = part('pixels')(root, path)
    if found then image.src = pandoc.path.join({ root, found }) end
    return FORMAT == 'docx' and part('widths')(image) or image
  end })
end

-- Tables and pictures without a label: Quarto leaves the captions of the ones out of Typst, and
-- counts the others there and nowhere else.
local function with_captions(document, output)
  return document:walk({
    traverse = 'topdown',
    Div = function(div)
      if div.attributes.__quarto_custom_type == 'FloatRefTarget' then return div, false end
    end,
    Table = function(element)
      local caption = element.caption.long or {}
      if output ~= 'paper' and pandoc.utils.stringify(caption) == '' then return nil, false end
      return part('typst_floats')(element, 'Table', caption), false
    end,
    Figure = function(figure)
      if figure.identifier ~= '' or #figure.content ~= 1 then return nil end
      return part('typst_floats')(figure.content[1], 'Figure', figure.caption.long or {}), false
    end,
  })
end

-- What Quarto finds in no document of its own, and links to the sources of documents.
local function referring(document)
  local elsewhere, words = part('elsewhere'), part('words')(document.meta)
  if next(elsewhere.files) == nil then return document end
  return document:walk({
    Strong = function(strong)
      local label = pandoc.utils.stringify(strong):match('^%?@(.+)$')
      local found = elsewhere.labels[label or '']
      if not found then return nil end
      local prefix = found.prefix or words[label:match('^%a+')]
      local text = prefix .. (found.close and '' or '\u{A0}') .. found.number
      return pandoc.Link(text, elsewhere.link(found.document, '#' .. label))
    end,
    Link = function(link)
      local path, place = link.target:match('^([^#]+)(.*)$')
      link.target = path and elsewhere.link(path, place) or link.target
      return link
    end,
  })
end

-- Links from one notebook to another lead to its page: the notebook itself is not beside it.
local function to_pages(document)
  return document:walk({ Link = function(link)
    link.target = link.target:gsub('^([%w_./-]+)%.ipynb%f[#\0]', '%1.html')
    return link
  end })
end

-- A notebook's page is a working paper of the compendium: the article has the authors.
local NOT_OF_A_NOTEBOOK = { 'subtitle', 'author', 'authors', 'by-author', 'affiliations', 'by-affiliation',
  'keywords', 'article' }

-- The formats of this extension say what they are for; others, like a plain `html`, keep to
-- Quarto's templates.
local function prepared(document, output)
  document = referring(part('look')(with_readable_ids(part('blind')(document))))
  local meta = document.meta
  part('literal').names(meta)
  meta['under-quarto'] = true
  local words = part('words')(meta)
  if output == 'notebook' then
    for _, key in ipairs(NOT_OF_A_NOTEBOOK) do meta[key] = nil end
    meta.kicker = words.notebook
    document = to_pages(document)
    meta = document.meta
  end
  if output == 'paper' then
    document = part('turning')(document)
    meta = document.meta -- that of another document now
  end
  local byline = part('byline')(words)
  if FORMAT == 'typst' or output == 'poster' then part('people')(byline, meta) end
  if FORMAT == 'typst' then
    meta['close-kinds'] = select(2, part('kinds')(meta))
    if output == 'slides' then meta['slide-lines'] = part('deck_lines')(byline, meta) end
    if output ~= '' then document = with_captions(turned(document, output), output) end
  end
  if output == '' then
    part('asked')()
    add_notice(document)
  elseif output ~= 'poster' and FORMAT ~= 'typst' then
    document = part('journal')(with_pixels(part('quarto_headings')(part('frontmatter')(document))))
    if parts.html and output == 'paper' then part('beside')(document.meta) end
  end
  return document
end

local function rendered(document)
  if document.meta['under-quarto'] then return nil end
  local output = output_of(document.meta)
  document = prepared(document, output)
  add_web_parts(output)
  document = part('evidence')(document)
  local to_finish = output ~= '' and (FORMAT == 'docx' or FORMAT == 'pptx') and part('staged')()
  return to_finish and part('note')(document) or document
end

-- Quarto's figures, tables, callouts and theorems are nodes of its own until its last filters: where the
-- format is ours they become what they are in the built-in renderer. In Typst its figures are
-- what ours are.
local ours, words = false, {}

local function float_of(node)
  return ours and FORMAT ~= 'typst' and part('quarto_floats')(node) or nil
end

-- The alternative text of every picture, also of those without a label and of the parts of a
-- figure: pandoc's writers for Word and JATS take a picture's caption for it, Quarto's filters
-- for the web its fig-alt. What is shown as the caption is the figure's.
local function described(image)
  local alt = image.attributes['fig-alt'] or image.attributes.alt or pandoc.utils.stringify(image.caption)
  if not ours or alt == '' or not (FORMAT == 'docx' or parts.jats or parts.html) then return nil end
  image.attributes['fig-alt'], image.attributes.alt = parts.html and alt or nil, nil
  if not parts.html then image.caption = pandoc.Inlines({ pandoc.Str(alt) }) end
  return image
end

-- Quarto counts those with a label, and in Typst refers to them as to figures of its own.
local counted = {}

local function callout_of(node)
  if not ours or not words[node.type] then return nil end
  local id = node.attr and node.attr.identifier or ''
  local number = id ~= '' and node.order and tostring(node.order.order) or nil
  local title = node.title and quarto.utils.as_inlines(node.title) or {}
  counted[id] = number
  return part('callouts')({
    kind = node.type, word = words[node.type], number = number, title = #title > 0 and title or nil,
    content = quarto.utils.as_blocks(node.content), id = id,
  })
end

-- Theorems and proofs; Quarto's own of Typst ask the network for a package.
local function statement_of(node, kind, number)
  local div = pandoc.Div(quarto.utils.as_blocks(node.div.content or node.div), pandoc.Attr(node.identifier or ''))
  local name = node.name and quarto.utils.as_inlines(node.name) or {}
  counted[div.identifier] = number
  return part('statements')(div, words[kind] .. (number and '\u{A0}' .. number or ''), #name > 0 and name or nil)
end

local function theorem_of(node)
  return ours and node.order and statement_of(node, node.identifier:match('^%a+'), tostring(node.order.order)) or nil
end

local function proof_of(node)
  return ours and statement_of(node, node.type:lower(), node.order and tostring(node.order.order)) or nil
end

-- Such a reference is two raw pieces, with what its number follows between them: nothing, the
-- name of the kind or words of the author.
local function references_in(inlines)
  local result, link, found = pandoc.Inlines({}), nil, false
  for _, inline in ipairs(inlines) do
    local raw = inline.t == 'RawInline' and inline.format == 'typst' and inline.text or ''
    local label = raw:match('^#ref%(<([%w-]+)>')
    if label and counted[label] then
      link, found = pandoc.Link({}, '#' .. label), true
    elseif link and raw:match('^%]%)') then
      if #link.content > 0 then link.content:insert(pandoc.Str('\u{A0}')) end
      link.content:insert(pandoc.Str(counted[link.target:sub(2)]))
      result:insert(link)
      link = nil
    elseif link then
      link.content:insert(inline)
    else
      result:insert(inline)
    end
  end
  return found and result or nil
end

-- Tabs one after the other, as in all that is printed: a page has what another format has.
local function tabs_of(node)
  if not ours then return nil end
  local blocks = pandoc.Blocks({})
  for _, tab in ipairs(node.tabs) do
    blocks:insert(pandoc.Para({ pandoc.Strong(quarto.utils.as_inlines(tab.title)) }))
    blocks:extend(quarto.utils.as_blocks(tab.content))
  end
  return blocks
end

return {
  -- A project that lists the filter and a format that brings it are one: it is done once.
  { Meta = function(meta)
    ours = output_of(meta) ~= '' and meta['under-quarto'] == nil
    words = part('words')(meta)
  end },
  { Image = described, FloatRefTarget = float_of, Callout = callout_of, Tabset = tabs_of,
    Theorem = theorem_of, Proof = proof_of },
  { Inlines = references_in },
  { Pandoc = rendered },
}
