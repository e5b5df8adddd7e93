-- Authors, affiliations, correspondence and contributions as lines of text.

local parts = (...)('parts')
local text_of, list_of = parts.text_of, parts.list_of

return function(words)

local byline = {}
local EQUAL = '†'

local function joined(line, by)
  if #line > 0 then line:extend({ pandoc.Str(by or ','), pandoc.Space() }) end
  return line
end

-- What an author was marked as; `false` written as a word is not.
local function marked(author, name)
  local value = author.attributes and author.attributes[name]
  return value ~= nil and value ~= false and text_of(value) ~= 'false' and value
end

function byline.corresponds(author) return marked(author, 'corresponding') end
function byline.is_equal(author) return marked(author, 'equal-contributor') end

-- "1,2,*,†": the numbers of an author's affiliations, a star for correspondence, a dagger for
-- a contribution equal to those of the others that have one.
function byline.marks_of(author)
  local numbers = pandoc.List({})
  for _, one in ipairs(author.affiliations or {}) do numbers:insert(text_of(one.number)) end
  if byline.corresponds(author) then numbers:insert('*') end
  if byline.is_equal(author) then numbers:insert(EQUAL) end
  return table.concat(numbers, ',')
end

-- "Ada Example PhD RN", the name a link where there is a page of the author's.
function byline.name_of(author)
  local line = parts.inlines_of(author.name.literal)
  if author.url then line = pandoc.Inlines({ pandoc.Link(line, text_of(author.url)) }) end
  for _, degree in ipairs(list_of(author.degrees)) do
    line:insert(pandoc.Space())
    line:extend(parts.inlines_of(degree))
  end
  return line
end

-- "Ada Example1,*, Mary Sample2", the marks raised.
function byline.authors(meta)
  local line = pandoc.Inlines({})
  for _, author in ipairs(meta['by-author'] or {}) do
    joined(line):extend(byline.name_of(author))
    local marks = byline.marks_of(author)
    if marks ~= '' then line:insert(pandoc.Superscript({ pandoc.Str(marks) })) end
  end
  return line
end

-- "Group, Department, Name, 1 Street, City, Region 12345, Country, address of a page"
local OF_AN_ADDRESS = { 'group', 'department', 'name', 'address', 'city', 'region', 'postal-code', 'country' }

function byline.address_of(affiliation)
  local line = pandoc.Inlines({})
  for _, key in ipairs(OF_AN_ADDRESS) do
    if affiliation[key] then
      local by_blank = key == 'postal-code' and (affiliation.region or affiliation.city)
      if by_blank then line:insert(pandoc.Space()) else joined(line) end
      line:extend(parts.inlines_of(affiliation[key]))
    end
  end
  local url = text_of(affiliation.url)
  if url ~= '' then joined(line):insert(pandoc.Link({ pandoc.Str(url) }, url)) end
  return line
end

-- The same after its number, raised.
function byline.affiliation(affiliation)
  local line = pandoc.Inlines({
    pandoc.Superscript({ pandoc.Str(text_of(affiliation.number)) }), pandoc.Space() })
  line:extend(byline.address_of(affiliation))
  return line
end

-- The address that stands in the place of `corresponding: true`, if one does, and telephones.
function byline.written_address(author)
  local value, line = byline.corresponds(author), pandoc.Inlines({})
  if not value then return nil end
  if value ~= true and text_of(value) ~= 'true' then line:extend(parts.inlines_of(value)) end
  for _, key in ipairs({ 'phone', 'fax' }) do
    if author[key] then joined(line):extend(parts.inlines_of(author[key])) end
  end
  return #line > 0 and line or nil
end

-- "* Corresponding authors: Ada Example, a@b.c; Bo Example, 1 Street": each with what there is
-- to write to; or nothing.
function byline.correspondence(meta)
  local addresses, count = pandoc.Inlines({}), 0
  for _, author in ipairs(meta['by-author'] or {}) do
    if byline.corresponds(author) then
      count = count + 1
      joined(addresses, ';'):extend(parts.inlines_of(author.name.literal))
      local address, email = byline.written_address(author), text_of(author.email)
      if address then joined(addresses):extend(address) end
      if email ~= '' then joined(addresses):insert(pandoc.Link({ pandoc.Str(email) }, 'mailto:' .. email)) end
    end
  end
  if count == 0 then return addresses end
  local label = count > 1 and words['corresponding-authors'] or words.corresponding
  local line = pandoc.Inlines('* ' .. label .. ': ')
  line:extend(addresses)
  return line
end

-- "† These authors contributed equally."
function byline.equality(meta)
  for _, author in ipairs(meta['by-author'] or {}) do
    if byline.is_equal(author) then return pandoc.Inlines(EQUAL .. ' ' .. words.equal .. '.') end
  end
  return pandoc.Inlines({})
end

-- "Ada Example: software (lead), supervision; Bo Example: software"
function byline.contributions(meta)
  local line = pandoc.Inlines({})
  for _, author in ipairs(meta['by-author'] or {}) do
    local said = pandoc.Inlines({})
    for _, role in ipairs(author.credit or {}) do
      joined(said):extend(role.name)
      if role.degree then said:extend(pandoc.Inlines(' (' .. role.degree .. ')')) end
    end
    if #said > 0 then
      joined(line, ';'):extend(parts.inlines_of(author.name.literal))
      line:extend({ pandoc.Str(':'), pandoc.Space() })
      line:extend(said)
    end
  end
  return line
end

-- "ORCID: Ada Example 0000-0000-0000-0001", each with its link; nothing where none is given.
function byline.orcids(meta)
  local line = pandoc.Inlines({})
  for _, author in ipairs(meta['by-author'] or {}) do
    if author['orcid-url'] then
      local url = text_of(author['orcid-url'])
      joined(line):extend(parts.inlines_of(author.name.literal))
      line:extend({ pandoc.Space(), pandoc.Link({ pandoc.Str((url:gsub('^.*/', ''))) }, url) })
    end
  end
  if #line > 0 then line = pandoc.Inlines({ pandoc.Str('ORCID:'), pandoc.Space() }) .. line end
  return line
end

-- "Article of record: Sample A. On lamps. doi:10.1000/xyz"
function byline.record(meta)
  local article = meta.article
  if not article or not article.text then return pandoc.Inlines({}) end
  local line = pandoc.Inlines({ pandoc.Str(words.record .. ':'), pandoc.Space() })
  line:extend(parts.inlines_of(article.text))
  if article.link then line:extend({ pandoc.Space() }) line:extend(article.link) end
  return line
end

-- "Keywords: one, two"
function byline.keywords(meta)
  local named = pandoc.Inlines({})
  for _, keyword in ipairs(list_of(meta.keywords)) do
    joined(named):extend(parts.inlines_of(keyword))
  end
  local line = pandoc.Inlines({ pandoc.Str(words.keywords .. ':'), pandoc.Space() })
  line:extend(named)
  return line
end

return byline
end
