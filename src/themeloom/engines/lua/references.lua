-- @fig-x, [@fig-x; @tbl-y], [see @sec-z] and -@eq-w become links that say the number.

local support = require('support')

local KINDS = { fig = true, tbl = true, lst = true, sec = true, eq = true }
for kind in pairs(require('theorems').KINDS) do KINDS[kind] = true end
-- What JATS calls the things that can be referred to.
local REF_TYPES = { fig = 'fig', lst = 'fig', tbl = 'table', sec = 'sec', apx = 'sec', eq = 'disp-formula' }
local OTHER_TYPES = { __index = function(_, kind) return support.custom[kind] and 'fig' or 'statement' end }
setmetatable(REF_TYPES, OTHER_TYPES)
local NO_BREAK = '\u{A0}'

local elsewhere = support.part('elsewhere')
local crossref = {}

-- The citations of works that are left, in the order of reading: those of the text, and those
-- of the metadata.
local works = pandoc.Inlines({})

-- The word before a number: the document's own, or its language's.
local function prefix_of(entry, capital)
  local own, custom = crossref[entry.kind .. '-prefix'], support.custom[entry.kind]
  local word = own and support.text_of(own) or entry.prefix or custom and custom.prefix
    or support.words[entry.kind]
  if not capital then return word end
  return pandoc.text.upper(pandoc.text.sub(word, 1, 1)) .. pandoc.text.sub(word, 2, -1)
end

local function number_of(entry)
  local parent = entry.parent and support.labels[entry.parent]
  return parent and (parent.number .. NO_BREAK .. '(' .. entry.number .. ')') or entry.number
end

local function label_of(citation)
  local id = citation.id
  return id:sub(1, 1):lower() .. id:sub(2)
end

local function is_reference(citation)
  local label = label_of(citation)
  local kind = label:match('^(%a+)%-')
  if elsewhere.labels[label] then return true end
  return KINDS[kind or ''] == true or support.custom[kind or ''] ~= nil
end

local function unknown(citation)
  local known = support.keys(support.labels)
  local label = label_of(citation)
  support.mistake('@' .. label .. ' refers to nothing in this document',
    support.did_you_mean(label, known), { sought = '@' .. label })
end

-- The words of one reference: its own prefix, the kind's, or none, then the number.
local function words_of(citation, entry)
  local words = pandoc.Inlines({})
  if #citation.prefix > 0 then
    words:extend(citation.prefix)
    words:insert(pandoc.Str(NO_BREAK))
  elseif citation.mode ~= 'SuppressAuthor' then
    local custom = support.custom[entry.kind]
    local blank = (custom or entry).close and '' or NO_BREAK
    words:insert(pandoc.Str(prefix_of(entry, citation.id:match('^%u')) .. blank))
  end
  words:insert(pandoc.Str(number_of(entry)))
  return words
end

-- What was written after a reference: [@fig-x, left], or @fig-x [left].
local function after(citation)
  if #citation.suffix == 0 or citation.mode ~= 'AuthorInText' then return citation.suffix end
  local words = pandoc.Inlines({ pandoc.Space(), pandoc.Str('[') })
  words:extend(citation.suffix)
  words:insert(pandoc.Str(']'))
  return words
end

local function link_to(citation)
  local label = label_of(citation)
  local other = elsewhere.labels[label]
  local entry = support.labels[label] or other
  if not entry then
    unknown(citation)
    return pandoc.Inlines({})
  end
  if (entry.kind == 'sec' or entry.kind == 'apx') and entry.number == '' then
    support.mistake('@' .. label .. ' refers to a section without a number',
      'set `number-sections: true`, or link to it by its title: [title](#' .. label .. ')', { sought = '@' .. label })
  end
  entry.kind = entry.kind or label:match('^%a+')
  local words = words_of(citation, entry)
  if entry == other then
    words = pandoc.Inlines({ pandoc.Link(words, elsewhere.link(other.document, '#' .. label)) })
  elseif not support.pptx then
    local attributes = support.jats and { ['ref-type'] = REF_TYPES[entry.kind] } or {}
    local attr = pandoc.Attr('', { 'xref' }, attributes)
    words = pandoc.Inlines({ pandoc.Link(words, '#' .. label, '', attr) })
  end
  words:extend(after(citation))
  return words
end

-- "@fig-x [@key]" is one citation to pandoc: a reference, then a work in brackets.
local function reference_then_works(cite)
  local first = cite.citations[1]
  if first.mode ~= 'AuthorInText' or not is_reference(first) then return nil end
  local rest = pandoc.List(cite.citations):filter(function(one) return not is_reference(one) end)
  if #rest < #cite.citations - 1 then return nil end
  local result = link_to(first)
  result:extend({ pandoc.Space(), pandoc.Cite(cite.content, rest) })
  works:insert(result[#result])
  return result
end

local function resolve(cite)
  local references = 0
  for _, citation in ipairs(cite.citations) do
    if is_reference(citation) then references = references + 1 end
  end
  if references == 0 then
    works:insert(cite)
    return nil
  end
  if references < #cite.citations then
    local both = reference_then_works(cite)
    if not both then
      support.mistake('one pair of brackets cites a work and refers to a figure or the like: '
        .. pandoc.utils.stringify(cite.content), 'write them in two pairs of brackets',
        { sought = '@' .. cite.citations[1].id })
    end
    return both
  end
  local result = pandoc.Inlines({})
  for index, citation in ipairs(cite.citations) do
    if index > 1 then result:extend({ pandoc.Str(','), pandoc.Space() }) end
    result:extend(link_to(citation))
  end
  return result
end

-- Whether a text may refer or cite: it has an @ that is not escaped, nor within a word.
local function may_cite(text)
  return text:find('^@') or text:find('[^%w\\]@') or text:find('\\\\@', 1, true) or support.has_token(text)
end

-- What a value of the metadata is made of: `by-author` and the like of what is said of authors.
local function given(key)
  local all = support.given
  return all[key] or { all.author or '', all.authors or '', all.affiliation or '', all.affiliations or '' }
end

-- The title, the abstract and whatever else is told may refer, and cite, as well.
local function in_metadata(value, name)
  if name == 'references' or name == 'nocite' then return value end
  local kind = pandoc.utils.type(value)
  if kind == 'Inlines' or kind == 'Blocks' then return value:walk({ Cite = resolve }) end
  if kind == 'List' or kind == 'table' or kind == 'Meta' then
    for _, key in ipairs(support.keys(value)) do value[key] = in_metadata(value[key], key) end
  end
  return value
end

return function(document)
  local options = document.meta.crossref
  crossref = pandoc.utils.type(options) == 'table' and options or {}
  support.crossref = crossref
  local meta = document.meta
  for _, key in ipairs(support.keys(meta)) do
    if support.holds(given(key), may_cite) then meta[key] = in_metadata(meta[key], key) end
  end
  support.cited_in_metadata, works = works, pandoc.Inlines({})
  local blocks = document.blocks:walk({ Cite = resolve })
  support.cited = works
  return pandoc.Pandoc(blocks, meta)
end
