-- Citations of works, set by pandoc's citeproc in every format, so that all word them alike.

local support = require('support')

local function cited(document)
  local ids, found = pandoc.List({}), {}
  local function note(cite)
    for _, citation in ipairs(cite.citations) do
      if not found[citation.id] then ids:insert(citation.id) end
      found[citation.id] = true
    end
  end
  document:walk({ Cite = note })
  -- The title and the abstract may cite as well.
  for _, key in ipairs(support.keys(document.meta)) do
    local value = document.meta[key]
    local kind = pandoc.utils.type(value)
    if kind == 'Inlines' or kind == 'Blocks' then value:walk({ Cite = note }) end
  end
  return ids
end

local function keys_of(meta)
  local everything = pandoc.Pandoc({}, { bibliography = meta.bibliography, references = meta.references,
    nocite = pandoc.Inlines({ pandoc.Cite({}, { pandoc.Citation('*', 'AuthorInText') }) }) })
  return pandoc.utils.references(everything):map(function(entry) return entry.id end)
end

local function check(document)
  local ids = cited(document):filter(function(id) return id ~= '*' end)
  if #ids == 0 then return end
  local keys = keys_of(document.meta)
  keys:sort()
  for _, id in ipairs(ids) do
    if not keys:includes(id) then
      support.mistake('@' .. id .. ' cites no reference of this document',
        support.did_you_mean(id, keys) .. ' (an @ that cites nothing is written \\@)')
    end
  end
end

return function(document)
  check(document)
  support.stop_if_mistaken()
  local meta = document.meta
  if meta.bibliography == nil and meta.references == nil then return document end
  -- JATS tags the parts of a reference; its writer takes them from here.
  local references = support.jats and pandoc.utils.references(document) or nil
  document = pandoc.utils.citeproc(document)
  document.meta.references = references
  -- Nobody needs the place of the bibliography any more, and it is a path of this machine.
  document.meta.bibliography, document.meta.csl = nil, nil
  return document
end
