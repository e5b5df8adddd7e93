-- What a blind review must not see: who made the study, in metadata, text and references.
--
-- The title stays. Names, affiliations, addresses and the article of record are replaced by
-- words that say so; of works by the study's own authors only the year is left.

local PERSONAL = { 'author', 'authors', 'by-author', 'affiliation', 'affiliations', 'by-affiliation',
  'institute', 'institutes', 'thanks', 'contact', 'correspondence', 'article', 'notice', 'colophon', 'caveats', 'qr',
  'running-head', 'author-meta', 'citation', 'copyright', 'funding', 'funding-statement', 'funders' }

local part = ...
local text_of = part('parts').text_of

-- A phrase, and how it is written where the blanks round its "&" are saved.
local function note(phrases, value)
  local text = text_of(value)
  if #text < 3 then return end
  phrases[#phrases + 1] = text
  local tight = text:gsub('%s*&%s*', '&')
  if tight ~= text then phrases[#phrases + 1] = tight end
end

-- Full names and addresses; family names apart, for in a quotation they may be a common word.
local function known_of(meta)
  local phrases, families, authors = {}, {}, {}
  for _, author in ipairs(meta['by-author'] or {}) do
    local name = author.name or {}
    note(phrases, name.literal)
    note(families, name.family)
    note(phrases, author.email)
    note(phrases, author.orcid)
    note(phrases, author.url)
    authors[#authors + 1] = { family = text_of(name.family), given = text_of(name.given) }
  end
  for _, affiliation in ipairs(meta['by-affiliation'] or {}) do
    for _, key in ipairs({ 'group', 'department', 'name', 'address', 'url' }) do
      note(phrases, affiliation[key])
    end
  end
  for _, key in ipairs({ 'handle', 'email' }) do note(phrases, (meta.contact or {})[key]) end
  for _, key in ipairs({ 'text', 'url', 'doi' }) do note(phrases, (meta.article or {})[key]) end
  local function longest_first(a, b) return #a > #b or (#a == #b and a < b) end
  table.sort(phrases, longest_first)
  table.sort(families, longest_first)
  return phrases, families, authors
end

-- A byte from 128 on may be a dash or a quotation mark beside the name, which end a word too.
local function within_word(byte)
  return byte ~= nil and byte < 128 and string.char(byte):match('%w') ~= nil
end

-- Puts `instead` where a phrase stands as a whole word or more.
local function replaced(text, phrases, instead)
  for _, phrase in ipairs(phrases) do
    local start, stop = text:find(phrase, 1, true)
    while start do
      local before, after = text:byte(start - 1), text:byte(stop + 1)
      if (start > 1 and within_word(before)) or within_word(after) then
        start, stop = text:find(phrase, stop + 1, true)
      else
        text = text:sub(1, start - 1) .. instead .. text:sub(stop + 1)
        start, stop = text:find(phrase, start + #instead, true)
      end
    end
  end
  return text
end

local BLANK = { Space = true, SoftBreak = true }

-- Inlines with neighbouring words joined, looked through, and taken apart again.
local function inlines_without(phrases, instead)
  return function(inlines)
    local result, run, changed = pandoc.Inlines({}), pandoc.Inlines({}), false
    local function flush()
      local text = text_of(run)
      local clean = replaced(text, phrases, instead)
      if clean == text then result:extend(run) else result:extend(pandoc.Inlines(clean)) end
      changed = changed or clean ~= text
      run = pandoc.Inlines({})
    end
    for _, inline in ipairs(inlines) do
      if inline.t == 'Str' or BLANK[inline.t] then
        run:insert(inline)
      else
        flush()
        result:insert(inline)
      end
    end
    flush()
    return changed and result or nil
  end
end

local function filter_for(phrases, instead)
  local function attributes(element)
    for key, value in pairs(element.attributes) do
      element.attributes[key] = replaced(value, phrases, instead)
    end
    return element
  end
  local function text(element)
    element.text = replaced(element.text, phrases, instead)
    return element
  end
  return {
    Inlines = inlines_without(phrases, instead),
    Link = function(link)
      if replaced(link.target, phrases, instead) ~= link.target then return link.content end
    end,
    Image = function(image)
      image.title = replaced(image.title, phrases, instead)
      return attributes(image)
    end,
    Div = attributes, Span = attributes, Header = attributes,
    Code = text, CodeBlock = text, RawInline = text, RawBlock = text,
  }
end

local function is_voice(element)
  return element.classes:includes('quotation') or element.classes:includes('voice')
end

-- In the words of participants only full names are looked for.
local function cleaned(blocks, phrases, families, instead)
  local all = pandoc.List(phrases) .. families
  local whole, words = filter_for(all, instead), filter_for(phrases, instead)
  local kept = {}
  local function put_aside(element)
    if not is_voice(element) then return nil end
    kept[#kept + 1] = element.content:walk(words)
    element.content = {}
    element.attributes['themeloom-voice'] = tostring(#kept)
    return element, false
  end
  local function put_back(element)
    local number = tonumber(element.attributes['themeloom-voice'])
    if not number then return nil end
    element.attributes['themeloom-voice'] = nil
    element.content = kept[number]
    return element
  end
  return blocks:walk({ traverse = 'topdown', Div = put_aside, Span = put_aside })
    :walk(whole):walk({ Div = put_back, Span = put_back })
end

local function clean_meta(value, clean)
  local kind = pandoc.utils.type(value)
  if kind == 'Inlines' then
    local blocks = clean(pandoc.Blocks({ pandoc.Plain(value) }))
    return blocks[1].content
  elseif kind == 'Blocks' then
    return clean(value)
  elseif kind == 'List' then
    return value:map(function(one) return clean_meta(one, clean) end)
  elseif kind == 'table' then
    for key, one in pairs(value) do value[key] = clean_meta(one, clean) end
  end
  return value
end

local function is_by(reference, authors)
  for _, one in ipairs(reference.author or {}) do
    for _, author in ipairs(authors) do
      local given = text_of(one.given)
      local same = given == '' or author.given == '' or given:sub(1, 1) == author.given:sub(1, 1)
      if author.family ~= '' and text_of(one.family) == author.family and same then return true end
    end
  end
  return false
end

-- Of a work by one of the study's authors only its year is left; its key, which mostly holds
-- a name and is seen where a citation leads, gets a number instead.
local function references_without(document, authors, instead)
  local everything = pandoc.Pandoc(document.blocks, document.meta)
  if everything.meta.nocite == nil then
    everything.meta.nocite = pandoc.Inlines({ pandoc.Cite({}, { pandoc.Citation('*', 'AuthorInText') }) })
  end
  local keys, count = {}, 0
  local references = pandoc.utils.references(everything):map(function(reference)
    if not is_by(reference, authors) then return reference end
    count = count + 1
    keys[text_of(reference.id)] = 'removed-' .. count
    return { id = 'removed-' .. count, type = reference.type, issued = reference.issued, author = { { literal = instead } } }
  end)
  return references, keys
end

local function cited_by(keys)
  return { Cite = function(cite)
    cite.citations = cite.citations:map(function(one)
      one.id = keys[one.id] or one.id
      return one
    end)
    return cite
  end }
end

return function(document)
  local meta = document.meta
  if meta.blind ~= true then return document end
  local instead = '[' .. part('words')(meta).removed .. ']'
  local phrases, families, authors = known_of(meta)
  if meta.bibliography or meta.references then
    local keys
    meta.references, keys = references_without(document, authors, instead)
    meta.bibliography = nil
    document = pandoc.Pandoc(document.blocks, meta):walk(cited_by(keys))
    meta = document.meta
  end
  for _, key in ipairs(PERSONAL) do meta[key] = nil end
  local function clean(blocks) return cleaned(blocks, phrases, families, instead) end
  for key, value in pairs(meta) do
    if key ~= 'references' and key ~= 'header-includes' then meta[key] = clean_meta(value, clean) end
  end
  document.blocks = clean(document.blocks)
  return document
end
