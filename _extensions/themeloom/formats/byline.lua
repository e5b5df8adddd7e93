-- Authors, affiliations and correspondence as lines of text.

return function(words)

local byline = {}

local function comma(line)
  if #line > 0 then line:extend({ pandoc.Str(','), pandoc.Space() }) end
  return line
end

-- "1,2,*": the numbers of an author's affiliations, and a star for correspondence.
function byline.marks_of(author)
  local numbers = pandoc.List({})
  for _, one in ipairs(author.affiliations or {}) do numbers:insert(pandoc.utils.stringify(one.number)) end
  if author.attributes and author.attributes.corresponding then numbers:insert('*') end
  return table.concat(numbers, ',')
end

-- "Ada Example1,*, Mary Sample2", the marks raised.
function byline.authors(meta)
  local line = pandoc.Inlines({})
  for _, author in ipairs(meta['by-author'] or {}) do
    comma(line):extend(pandoc.Inlines(author.name.literal))
    local marks = byline.marks_of(author)
    if marks ~= '' then line:insert(pandoc.Superscript({ pandoc.Str(marks) })) end
  end
  return line
end

-- "Department, Name, City, Country"
function byline.address_of(affiliation)
  local line = pandoc.Inlines({})
  for _, key in ipairs({ 'department', 'name', 'city', 'region', 'country' }) do
    if affiliation[key] then comma(line):extend(pandoc.Inlines(affiliation[key])) end
  end
  return line
end

-- The same after its number, raised.
function byline.affiliation(affiliation)
  local line = pandoc.Inlines({
    pandoc.Superscript({ pandoc.Str(pandoc.utils.stringify(affiliation.number)) }), pandoc.Space() })
  line:extend(byline.address_of(affiliation))
  return line
end

-- "* Corresponding author: a@b.c", or the name where no address is given; or nothing.
function byline.correspondence(meta)
  local addresses = pandoc.Inlines({})
  for _, author in ipairs(meta['by-author'] or {}) do
    if author.attributes and author.attributes.corresponding then
      local email = author.email and pandoc.utils.stringify(author.email)
      comma(addresses):extend(email and { pandoc.Link({ pandoc.Str(email) }, 'mailto:' .. email) }
        or pandoc.Inlines(author.name.literal))
    end
  end
  if #addresses == 0 then return addresses end
  local line = pandoc.Inlines({ pandoc.Str('*'), pandoc.Space(),
    pandoc.Str(words.corresponding .. ':'), pandoc.Space() })
  line:extend(addresses)
  return line
end

-- "ORCID: Ada Example 0000-0000-0000-0001", each with its link; nothing where none is given.
function byline.orcids(meta)
  local line = pandoc.Inlines({})
  for _, author in ipairs(meta['by-author'] or {}) do
    if author['orcid-url'] then
      local url = pandoc.utils.stringify(author['orcid-url'])
      comma(line):extend(pandoc.Inlines(author.name.literal))
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
  line:extend(pandoc.Inlines(article.text))
  if article.link then line:extend({ pandoc.Space() }) line:extend(article.link) end
  return line
end

-- "Keywords: one, two"
function byline.keywords(meta)
  local named = pandoc.Inlines({})
  for _, keyword in ipairs(meta.keywords) do
    comma(named):extend(pandoc.Inlines(keyword))
  end
  local line = pandoc.Inlines({ pandoc.Str(words.keywords .. ':'), pandoc.Space() })
  line:extend(named)
  return line
end

return byline
end
