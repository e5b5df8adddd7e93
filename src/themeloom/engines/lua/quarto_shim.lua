-- The part of Quarto's Lua API that our shortcodes use, so that they run here unchanged.

local kept = require('kept')
local support = require('support')

local quarto = {}

quarto.project = { directory = support.build.root }

-- To read Markdown takes most of the time that a document takes, and fragments hardly change:
-- what was read once is copied when it is asked for again, in this run or in the next.
local key = kept.key('fragments')
local before, read, lasting, changed = {}, {}, pandoc.Blocks({}), false
for _, div in ipairs((kept.read('fragments', key) or { blocks = {} }).blocks) do
  before[div.identifier] = div.content
end

local function blocks_of(text, hash)
  local blocks, silent = before[hash], true
  if not blocks then
    blocks, silent = kept.silent(function() return pandoc.read(text, 'markdown').blocks end)
    changed = changed or silent
  end
  if silent then lasting:insert(pandoc.Div(blocks, pandoc.Attr(hash))) end
  return blocks
end

local function string_to_blocks(text)
  local hash = pandoc.utils.sha1(text)
  read[hash] = read[hash] or blocks_of(text, hash)
  return read[hash]:walk({})
end

-- Keeps what this run has read, and nothing else.
function quarto.keep()
  if changed then kept.write('fragments', key, pandoc.Pandoc(lasting)) end
end

quarto.utils = {
  string_to_blocks = string_to_blocks,
  string_to_inlines = function(text) return pandoc.utils.blocks_to_inlines(string_to_blocks(text)) end,
  resolve_path = function(path) return pandoc.path.join({ support.build.extension, path }) end,
}

quarto.doc = { is_format = support.is_format }

return quarto
