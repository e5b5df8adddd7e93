-- What the templates find in the metadata beside what the authors wrote there.

local part = ...
local parts = part('parts')
local text_of = parts.text_of

return function(document)
local words = part('words')(document.meta)
local byline = part('byline')(words)

local LABELS = { 'abstract', 'keywords', 'contents', 'corresponding', 'contributions', 'skip', 'synthetic', 'record',
  'evidence', 'formats' }

local QUARTOS_TITLES = { ['Table of contents'] = true, ['Inhaltsverzeichnis'] = true }

local function str(text) return pandoc.Inlines({ pandoc.Str(text) }) end

local function add_labels(meta)
  meta.labels = meta.labels or {}
  for _, key in ipairs(LABELS) do meta.labels[key] = str(words[key]) end
  if meta['abstract-title'] then meta.labels.abstract = meta['abstract-title'] end
  -- Quarto always gives a title of its own; one that an author wrote stays.
  local title = meta['toc-title']
  if title == nil or QUARTOS_TITLES[text_of(title)] then meta['toc-title'] = meta.labels.contents end
end

-- All authors, for the properties of a deck.
local function everyone(meta)
  local names = pandoc.List({})
  for _, author in ipairs(meta['by-author'] or {}) do names:insert(text_of(author.name.literal)) end
  return table.concat(names, '; ')
end

-- Authors and affiliations as lines: numbers to raise, an address in one piece.
local function add_byline(meta)
  meta['themeloom-authors'] = FORMAT == 'pptx' and everyone(meta) or nil
  part('fewer')(meta, byline, words)
  part('people')(byline, meta)
end

-- The article of record can be followed, unless its words hold a link already.
local function link_article(meta)
  local article = meta.article
  if not article or not article.doi or not article.text then return end
  local linked = false
  pandoc.Blocks({ pandoc.Plain(article.text) }):walk({ Link = function() linked = true end })
  if linked then return end
  local doi = text_of(article.doi)
  article.link = pandoc.Inlines({ pandoc.Link({ pandoc.Str('doi:' .. doi) }, 'https://doi.org/' .. doi) })
end

-- The day that `date:` means: told by themeloom, or by pandoc from the words that Quarto wrote.
local function date_for_jats(meta)
  local iso = meta['date-iso'] or meta.date and pandoc.utils.normalize_date(text_of(meta.date)) or ''
  local date = { iso = str(text_of(iso)) }
  local parts = { 'year', 'month', 'day' }
  for number in text_of(iso):gmatch('%d+') do date[table.remove(parts, 1)] = str(number) end
  if date.year then meta['jats-date'] = date end
end

-- The title page of Word, each line in its style of the reference document.
local function title_page(meta)
  local blocks = pandoc.Blocks({})
  local function add(style, value)
    if value == nil then return end
    local lines = pandoc.utils.type(value) == 'Blocks' and value or { pandoc.Para(pandoc.Inlines(value)) }
    if #value > 0 then blocks:insert(parts.styled(style, lines)) end
  end
  add('Kicker', meta['logos-head'])
  add('Kicker', meta.kicker)
  if meta.synthetic then add('Kicker', meta.labels.synthetic) end
  add('Title', meta.title)
  add('Subtitle', meta.subtitle)
  add('Author', byline.authors(meta))
  for _, affiliation in ipairs(meta['by-affiliation'] or {}) do
    add('Affiliation', byline.affiliation(affiliation))
  end
  add('Correspondence', meta.correspondence)
  add('Correspondence', meta.equality)
  if meta.contributions then
    add('Correspondence', pandoc.Inlines(words.contributions .. ': ') .. meta.contributions)
  end
  add('Correspondence', byline.orcids(meta))
  add('Date', meta.date)
  add('Notice', meta.notice)
  if meta.abstract then
    add('Abstract Title', meta.labels.abstract)
    add('Abstract', meta.abstract)
  end
  if meta.keywords then add('Keywords', byline.keywords(meta)) end
  add('Keywords', byline.record(meta))
  return blocks
end

-- The title slide of PowerPoint: pandoc sets what it takes for authors one below the other; the
-- properties get the names from here. What it has no place for, the kicker and the mark of
-- synthetic data, waits in properties too.
local function title_slide(meta)
  local kinds, below = pandoc.List({}), pandoc.List({})
  for _, line in ipairs(part('deck_lines')(byline, meta)) do
    kinds:insert(text_of(line.kind))
    if kinds[#kinds] ~= 'subtitle' then below:insert(line.body) end
  end
  meta['themeloom-lines'] = table.concat(kinds, ' ')
  if meta.kicker then meta['themeloom-kicker'] = text_of(meta.kicker) end
  if meta.synthetic then meta['themeloom-synthetic'] = text_of(meta.labels.synthetic) end
  meta.author, meta.date = #below > 0 and below or nil, nil -- the day is one of the lines
end

-- What reveal.js is started with. pandoc has defaults of its own under the same names, so
-- that the template takes ours from `deck`.
local function deck(meta)
  local function given(key, default)
    local value = meta[key]
    if value == nil then return default end
    return type(value) == 'boolean' and tostring(value) or text_of(value)
  end
  -- Quarto has renamed it by now.
  local number = given('slide-number', given('slideNumber', 'c/t'))
  return {
    width = given('width', '1920'),
    height = given('height', '1080'),
    center = given('center', 'false'),
    transition = given('transition', 'none'),
    ['slide-number'] = (number == 'true' or number == 'false') and number or "'" .. number .. "'",
  }
end

-- Word and PowerPoint keep these as properties of the file, as plain text.
local function add_properties(meta)
  if meta.description == nil and meta.subtitle then meta.description = meta.subtitle end
  if meta.subject == nil and meta.kicker then meta.subject = meta.kicker end
end

local meta = document.meta
add_labels(meta)
add_byline(meta)
date_for_jats(meta)
link_article(meta)
if meta['number-sections'] == true and meta['section-numbering'] == nil then
  meta['section-numbering'] = '1.1.1'
end
if FORMAT == 'revealjs' then meta.deck = deck(meta) end
if FORMAT == 'docx' then meta['title-page'] = title_page(meta) end
if FORMAT == 'docx' or FORMAT == 'pptx' then add_properties(meta) end
if FORMAT == 'pptx' then title_slide(meta) end
if FORMAT == 'typst' and text_of(meta['themeloom-output']) == 'slides' then
  meta['slide-lines'] = part('deck_lines')(byline, meta)
end
return document
end
