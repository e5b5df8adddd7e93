-- Authors and affiliations, from any of the shapes that Quarto takes, as Quarto's
-- templates find them: `by-author` with the affiliations inside, `by-affiliation`
-- with number and letter, and `author` as plain names.

local support = require('support')

local literal = support.part('literal')

local ATTRIBUTES = { 'corresponding', 'equal-contributor', 'deceased' }
local SIMPLE = { 'email', 'orcid', 'url', 'phone', 'fax', 'degrees', 'roles', 'note' }
local RENAMED = { state = 'region', ['affiliation-url'] = 'url' }

local list_of = support.list_of

local function is_map(value)
  return pandoc.utils.type(value) == 'table'
end

-- Family and given name of a name written in one piece, as BibTeX would split it.
local function split_name(literal)
  local text = support.text_of(literal)
  local entry = '@misc{x, author = {' .. text:gsub('[{}\\]', '') .. '}}'
  local references = pandoc.read(entry, 'bibtex').meta.references
  local author = references and references[1] and references[1].author
  local name = author and author[1]
  if not is_map(name) or not name.family then return { literal = literal } end
  return {
    literal = literal,
    family = name.family,
    given = name.given,
    ['non-dropping-particle'] = name['dropping-particle'] or name['non-dropping-particle'],
  }
end

local function name_of(value)
  if not is_map(value) then return split_name(value) end
  if value.literal == nil then
    local parts = {}
    for _, key in ipairs({ 'given', 'dropping-particle', 'non-dropping-particle', 'family' }) do
      if value[key] then parts[#parts + 1] = support.text_of(value[key]) end
    end
    value.literal = pandoc.Inlines(table.concat(parts, ' '))
  elseif value.family == nil then
    return split_name(value.literal)
  end
  return value
end

-- The affiliations of the document; each is kept once, with its number and letter.
local Register = {}
Register.__index = Register

function Register.new() return setmetatable({ list = pandoc.List({}), by_id = {}, by_name = {} }, Register) end

function Register:add(value)
  local entry = is_map(value) and value or { name = value }
  for old, new in pairs(RENAMED) do
    if entry[old] then entry[new], entry[old] = entry[old], nil end
  end
  local id = support.text_or_nil(entry.id)
  local name = support.text_or_nil(entry.name) or id or ''
  local known = id and self.by_id[id] or (not id and self.by_name[name])
  if known then return known end
  local number = #self.list + 1
  entry.id = pandoc.Inlines(id or ('aff-' .. number))
  entry.number = pandoc.Inlines(tostring(number))
  entry.letter = pandoc.Inlines(string.char(96 + (number - 1) % 26 + 1))
  self.list:insert(entry)
  self.by_id[support.text_of(entry.id)], self.by_name[name] = entry, entry
  return entry
end

-- An affiliation as an author names it: written out, or by the id of one defined above.
function Register:find(value, author)
  local reference = is_map(value) and support.text_or_nil(value.ref)
  if not reference then return self:add(value) end
  if not self.by_id[reference] then
    local known = support.keys(self.by_id)
    support.mistake('the author ' .. author .. ' refers to the affiliation "' .. reference
      .. '", which is not defined', support.did_you_mean(reference, known), { sought = reference })
  end
  return self.by_id[reference]
end

local function attributes_of(author)
  local found, any = {}, false
  for _, key in ipairs(ATTRIBUTES) do
    local value = author[key] or (is_map(author.attributes) and author.attributes[key])
    local text = value and support.text_of(value) or 'false'
    -- In the place of `corresponding: true` may stand the address to write to.
    if text ~= 'false' then found[key], any = text == 'true' or value, true end
  end
  return any and found or nil
end

local function author_of(value, number, register)
  local author = is_map(value) and value or { name = value }
  local name = name_of(author.name or pandoc.Inlines(''))
  local result = {
    id = author.id or pandoc.Inlines('author-' .. number),
    number = pandoc.Inlines(tostring(number)),
    name = name,
    attributes = attributes_of(author),
    affiliations = pandoc.List({}),
  }
  for _, key in ipairs(SIMPLE) do result[key] = author[key] end
  for _, one in ipairs(list_of(author.affiliations or author.affiliation)) do
    local found = register:find(one, support.text_of(name.literal))
    if found then result.affiliations:insert(found) end
  end
  return result
end

local function by_affiliation(register, authors)
  return register.list:map(function(affiliation)
    local copy = { authors = pandoc.List({}) }
    for key, value in pairs(affiliation) do copy[key] = value end
    for _, author in ipairs(authors) do
      for _, its in ipairs(author.affiliations) do
        if its == affiliation then copy.authors:insert({ name = author.name, id = author.id }) end
      end
    end
    return copy
  end)
end

return function(document)
  local meta = document.meta
  literal.names(meta)
  local register = Register.new()
  for _, one in ipairs(list_of(meta.affiliations or meta.affiliation)) do register:add(one) end
  local authors = pandoc.List({})
  for number, one in ipairs(list_of(meta.author or meta.authors)) do
    authors:insert(author_of(one, number, register))
  end
  if #authors == 0 then return document end
  meta['by-author'] = authors
  meta['by-affiliation'] = by_affiliation(register, authors)
  meta.affiliations = register.list
  meta.author = authors:map(function(author) return author.name.literal end)
  return document
end
