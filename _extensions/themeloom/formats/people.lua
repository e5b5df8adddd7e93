-- What the templates need of the authors: marks, roles and the lines below their names. Done in
-- one place, for Quarto's templates have the authors in a shape of its own.

local CREDIT = 'https://credit.niso.org/contributor-roles/'
-- The terms of the Contributor Roles Taxonomy, by their letters alone.
local TERMS = {}
for _, term in ipairs({
  'Conceptualization', 'Data curation', 'Formal analysis', 'Funding acquisition', 'Investigation',
  'Methodology', 'Project administration', 'Resources', 'Software', 'Supervision', 'Validation',
  'Visualization', 'Writing – original draft', 'Writing – review & editing',
}) do
  TERMS[(term:lower():gsub('[^a-z]', ''))] = term
end

local DEGREES = { lead = true, equal = true, supporting = true }

local text_of = (...)('parts').text_of

local function inlines(text) return pandoc.Inlines({ pandoc.Str(text) }) end

local function role_of(name, degree)
  local letters = text_of(name):lower():gsub('isation', 'ization'):gsub(' and ', ''):gsub('[^a-z]', '')
  local term = TERMS[letters]
  local role = { name = pandoc.Inlines(name), degree = DEGREES[text_of(degree)] and text_of(degree) or nil }
  if term then
    role.term = inlines(term)
    role.url = inlines(CREDIT .. term:lower():gsub('[^a-z]+', '-') .. '/')
  end
  return role
end

-- "software", {software: lead}, or what Quarto makes of either.
local function roles_of(author)
  local roles, found = author.roles, pandoc.List({})
  if roles == nil then return nil end
  for _, one in ipairs(pandoc.utils.type(roles) == 'List' and roles or { roles }) do
    if pandoc.utils.type(one) ~= 'table' then
      found:insert(role_of(one))
    elseif one.role then
      found:insert(role_of(one.role, one['degree-of-contribution'] or one.contribution))
    else
      for name, degree in pairs(one) do found:insert(role_of(name, degree)) end
    end
  end
  return found
end

return function(byline, meta)
  if meta.funders or meta['funding-statement'] then meta['has-funding'] = true end
  for _, author in ipairs(meta['by-author'] or {}) do
    author.credit = roles_of(author)
    author.display = byline.name_of(author)
    local marks = byline.marks_of(author)
    if marks ~= '' then author.marks = inlines(marks) end
    if byline.corresponds(author) or byline.is_equal(author) then meta['has-notes'] = true end
    author.postal = byline.written_address(author)
    if author.orcid then
      local orcid = text_of(author.orcid):match('[%dX-]+$') or ''
      author['orcid-url'] = inlines('https://orcid.org/' .. orcid)
    end
  end
  for _, affiliation in ipairs(meta['by-affiliation'] or {}) do
    affiliation.line = byline.address_of(affiliation)
    local registered = pandoc.List({})
    for _, where in ipairs({ 'ror', 'isni', 'ringgold' }) do
      if affiliation[where] then registered:insert({ where = where, id = affiliation[where] }) end
    end
    if #registered > 0 then affiliation.registered = registered end
  end
  local lines = { correspondence = byline.correspondence(meta), equality = byline.equality(meta),
    contributions = byline.contributions(meta) }
  for key, line in pairs(lines) do
    if #line > 0 then meta[key] = line end
  end
end
