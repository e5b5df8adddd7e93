-- Citations of works, set by pandoc's citeproc in every format, so that all word them alike.

local kept = require('kept')
local support = require('support')

-- All that citeproc heeds beside the citations themselves.
local HEEDED = { 'lang', 'nocite', 'references', 'link-citations', 'link-bibliography', 'notes-after-punctuation',
  'reference-section-title', 'suppress-bibliography' }
local FILES = { 'bibliography', 'csl', 'citation-abbreviations' }

local function cites_of(content)
  local cites = pandoc.Inlines({})
  content:walk({ Cite = function(cite) cites:insert(cite) end })
  return cites
end

-- The title and the abstract may cite as well.
local function cites_of_metadata(meta)
  local cites = pandoc.Inlines({})
  local function look(value)
    local kind = pandoc.utils.type(value)
    if kind == 'Inlines' or kind == 'Blocks' then
      cites:extend(cites_of(value))
    elseif kind == 'List' or kind == 'table' then
      for _, key in ipairs(support.keys(value)) do look(value[key]) end
    end
  end
  for _, key in ipairs(support.keys(meta)) do
    if key ~= 'references' and key ~= 'nocite' then look(meta[key]) end
  end
  return cites
end

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
        support.did_you_mean(id, keys) .. ' (an @ that cites nothing is written \\@)')
    end
  end
end

-- ---- what did not change is not set anew -------------------------------------------------

local function is_list(block) return block.t == 'Div' and block.identifier == 'refs' end

-- Where the list of references goes: into this div, or to the end, behind this heading.
local function place_of(blocks)
  local place
  blocks:walk({ Div = function(div)
    if is_list(div) then place = div end
  end })
  local last = blocks[#blocks]
  return place or last and last.t == 'Header' and last or nil
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
  local told = pandoc.Pandoc({ pandoc.Plain(cites), place_of(document.blocks) }, meta)
  return kept.key(FORMAT, pandoc.write(told, 'json'), table.unpack(files))
end

-- The document with each citation as it was set before, and the list of references.
local function put(document, found)
  local cites, list, count, placed = found.blocks[1].content, found.blocks[2], 0, false
  local blocks = document.blocks:walk({
    Cite = function()
      count = count + 1
      return cites[count]
    end,
    Div = function(div)
      if not is_list(div) then return nil end
      placed = true
      return list
    end,
  })
  if not placed then blocks:insert(list) end
  local meta = document.meta
  meta.references = found.meta.references
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
  local list = place_of(done.blocks)
  if not list or not is_list(list) then return end
  local text = done.blocks:walk({ Div = function(div) return is_list(div) and {} or nil end })
  local cites = cites_of(text)
  for _, cite in ipairs(cites) do
    if not stands_alone(cite) then return end
  end
  local found = pandoc.Pandoc({ pandoc.Plain(cites), list }, { references = done.meta.references })
  if put(document, found) == done then kept.write('citations', key, found) end
end

local function set(document)
  -- JATS tags the parts of a reference; its writer takes them from here.
  local references = support.jats and pandoc.utils.references(document) or nil
  document = pandoc.utils.citeproc(document)
  document.meta.references = references
  return document
end

local function set_or_kept(document)
  local cites, in_metadata = cites_of(document.blocks), cites_of_metadata(document.meta)
  local has_works = document.meta.bibliography or document.meta.references
  local key = has_works and #in_metadata == 0 and key_of(document, cites)
  local found = key and kept.read('citations', key)
  if found then return put(document, found) end
  check(cites .. in_metadata, document.meta)
  support.stop_if_mistaken()
  if not has_works then return document end
  local done, silent = kept.silent(function() return set(document) end)
  if key and silent then keep(key, document, done) end
  return done
end

return function(document)
  document = set_or_kept(document)
  -- Nobody needs the place of the bibliography any more, and it is a path of this machine.
  document.meta.bibliography, document.meta.csl = nil, nil
  return document
end
