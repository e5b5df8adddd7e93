-- What pandoc found out in one run, kept for all outputs of a document, above their work folders.
--
-- A file holds a document in pandoc's JSON, under a key that says all it was made of. Before it
-- stands a hash of both: what is not whole, or of another key, is not there, also while another
-- run writes it.

local VERSION = tostring(PANDOC_VERSION)

local kept = {}

-- A key for what is made of several texts.
function kept.key(...) return pandoc.utils.sha1(pandoc.json.encode({ VERSION, ... })) end

local function warnings()
  local count = 0
  for _, entry in ipairs(PANDOC_STATE.log) do
    if pandoc.json.decode(pandoc.json.encode(entry)).verbosity ~= 'INFO' then count = count + 1 end
  end
  return count
end

-- What a function gives, and whether pandoc warned of nothing: a warning is told in every run.
function kept.silent(work)
  local before = warnings()
  local result = work()
  return result, warnings() == before
end

local function file_of(name) return pandoc.path.join({ '..', 'kept-' .. name .. '.json' }) end

-- The document that was kept under this key, or nil.
function kept.read(name, key)
  local file = io.open(file_of(name), 'rb')
  if not file then return nil end
  -- What is a folder can be opened, and gives nothing.
  local hash, its_key, json = (file:read('a') or ''):match('^(%x+) (%x+)\n(.*)$')
  file:close()
  if its_key ~= key or hash ~= pandoc.utils.sha1(key .. json) then return nil end
  return pandoc.read(json, 'json')
end

function kept.write(name, key, document)
  local file = io.open(file_of(name), 'wb')
  if not file then return end
  local json = pandoc.write(document, 'json')
  file:write(pandoc.utils.sha1(key .. json), ' ', key, '\n', json)
  file:close()
end

return kept
