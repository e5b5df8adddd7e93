-- Citations of works, set by pandoc's citeproc in every format, so that all word them alike.

local kept = require('kept')
local support = require('support')

-- All that citeproc heeds beside the citations themselves.
local HEEDED = { 'lang', 'nocite', 'references', 'link-citations', 'link-bibliography', 'notes-after-punctuation',
  'reference-section-title', 'suppress-bibliography' }
local FILES = { 'bibliography', 'csl', 'citation-abbreviations' }

local function keys_of(meta)
  local everything = pandoc.Pandoc({}, { bibliography = meta.bibliography, references = meta.references,
    nocite = pandoc.Inlines({ pandoc.Cite({}, { pandoc.Citation('*', 'AuthorInText') }) }) })
  return pandoc.utils.references(everything):map(function(entry) return entry.id end)
end

local function check(cites, meta)
  local ids, found = pandoc.List({}), { ['*'] = true }
  for _, cite in ipairs(cites) do
    for _, citation in ipairs(cite.citations) do
      if not found[citation.id] then ids:insert(citation.id) end
      found[citation.id] = true
    end
  end
  if #ids == 0 then return end
  local keys = keys_of(meta)
  keys:sort()
  for _, id in ipairs(ids) do
    if not keys:includes(id) then
      support.mistake('@' .. id .. ' cites no reference of this document',
        support.did_you_mean(id, keys) .. ' (an @ that cites nothing is written \\@)', { sought = '@' .. id })
    end
  end
end

-- ---- what did not change is not set anew -------------------------------------------------

local function is_list(block) return block.t == 'Div' and block.identifier == 'refs' end

-- Where the list of references goes: the number of the div that takes it, if it lies at the top.
local function place_of(blocks)
  for number, block in ipairs(blocks) do
    if is_list(block) then return number end
  end
  return nil
end

-- A key for all that decides how citations are worded; nil where a neighbour might.
local function key_of(document, cites)
  local meta, files = {}, {}
  if document.meta['citation-style'] then return nil end
  for _, name in ipairs(HEEDED) do meta[name] = document.meta[name] end
  for _, name in ipairs(FILES) do
    for _, file in ipairs(support.list_of(document.meta[name])) do
      files[#files + 1] = name
      files[#files + 1] = pandoc.system.read_file(support.text_of(file))
    end
  end
  local blocks = document.blocks
  -- A heading at the end is marked as that of the list.
  local told = pandoc.Pandoc({ pandoc.Plain(cites), blocks[place_of(blocks) or #blocks] }, meta)
  return kept.key(pandoc.write(told, 'json'), table.unpack(files))
end

-- The document with each citation as it was set before, and the list of references; nil where
-- the citations are others.
local function put(document, found)
  local cites, count, same = found.blocks[1].content, 0, true
  local blocks = document.blocks:walk({ Cite = function(cite)
    count = count + 1
    local known = cites[count]
    same = same and known and known.citations[1].id == cite.citations[1].id
    return known
  end })
  if not same or count ~= #cites then return nil end
  blocks[place_of(blocks) or #blocks + 1] = found.blocks[2]
  local meta = document.meta
  meta.references = nil
  return pandoc.Pandoc(blocks, meta)
end

-- pandoc may move a citation that is raised, and takes a full stop away behind its own.
local function stands_alone(cite)
  local first, last = cite.content[1], cite.content[#cite.content]
  local raised = { Note = true, Superscript = true }
  return first and not raised[first.t] and not raised[last.t]
    and not pandoc.utils.stringify(cite.content):match('%.$')
end

-- Keeps what was set, if putting it into this document makes the same of it.
local function keep(key, document, done)
  local blocks, cites = done.blocks:clone(), pandoc.Inlines({})
  local list = blocks:remove(place_of(blocks) or #blocks + 1)
  blocks:walk({ Cite = function(cite) cites:insert(cite) end })
  for _, cite in ipairs(cites) do
    if not stands_alone(cite) then return end
  end
  local found = pandoc.Pandoc({ pandoc.Plain(cites), list })
  if put(document, found) == done then kept.write('citations', key, found) end
end

local function set(document)
  document = pandoc.utils.citeproc(document)
  document.meta.references = nil
  return document
end

local function has_works(document) return document.meta.bibliography or document.meta.references end

local function set_or_kept(document)
  local key = has_works(document) and #support.cited_in_metadata == 0 and key_of(document, support.cited)
  local found = key and kept.read('citations', key)
  local before = found and put(document, found)
  if before then return before end
  check(support.cited .. support.cited_in_metadata, document.meta)
  support.stop_if_mistaken()
  if not has_works(document) then return document end
  local done, silent = kept.silent(function() return set(document) end)
  if key and silent then keep(key, document, done) end
  return done
end

return function(document)
  -- JATS tags the parts of a reference; its writer takes them from here.
  local references = support.jats and has_works(document) and pandoc.utils.references(document) or nil
  document = set_or_kept(document)
  document.meta.references = references
  -- Nobody needs the place of the bibliography any more, and it is a path of this machine.
  document.meta.bibliography, document.meta.csl = nil, nil
  return document
end
