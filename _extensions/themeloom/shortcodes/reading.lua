-- The fragments in data-derived/evidence/ that `themeloom derive` wrote, each by its kind and name;
-- what every shortcode asks of them, and how it refuses. An id is kept at its first use only, so
-- that a document has none twice.

local _, here = ...
local folder = pandoc.path.join({ pandoc.path.directory(here), 'formats' })
local part = dofile(pandoc.path.join({ folder, 'part.lua' }))(folder)
local near = part('near')

local EVIDENCE = { 'data-derived', 'evidence' }
local OPTIONS = {
  quote = { part = { 'words', 'attribution' }, wording = { 'translation', 'original', 'both' } },
  theme = { part = { 'title', 'statement', 'subthemes', 'relations' } },
  value = { form = { 'words', 'digits', 'capital' } },
}
-- What a person calls each kind.
local NAMES = { quote = 'quotation', study = 'field of the study', notebook = 'notebook result', question = 'research question' }

local NONE = 'nothing is derived yet; run: themeloom derive, of the Python package themeloom'

local used_ids = {}
-- `called` is what is resolved just now: the shortcode and what it names.
local reading = { called = '' }

-- Where a shortcode stands first in the document: Quarto does not say it.
local function place_in_document()
  local file = quarto.doc.input_file
  local stream = file and io.open(file, 'rb')
  if not stream then return '' end
  local root = quarto.project and quarto.project.directory
  local name, words = root and pandoc.path.make_relative(file, root) or file, reading.called:gsub('[^%w%s]', '%%%0')
  local pattern, number, found = '{{<%s*' .. words:gsub('%s+', '%%s+') .. '%f[^%w_-]', 0, nil
  for line in stream:lines() do
    number = number + 1
    if not found and line:match(pattern) then found = name .. ':' .. number end
  end
  stream:close()
  return found or name
end

-- The built-in renderer knows the place itself, and gathers all mistakes.
function reading.fail(message, hint)
  if quarto.version then part('stop')(message, hint, place_in_document()) end
  error(message .. '\nhint: ' .. hint, 0)
end

-- The folder with the fragments: the project's, or that of a folder above this one.
local function evidence_folder()
  local root = quarto.project and quarto.project.directory
  local folder = root or pandoc.system.get_working_directory()
  local function in_folder(base)
    return pandoc.path.join({ base, table.unpack(EVIDENCE) })
  end
  while not root and not pcall(pandoc.system.list_directory, in_folder(folder)) do
    local above = pandoc.path.directory(folder)
    if above == folder then break end
    folder = above
  end
  return in_folder(folder)
end

-- The names of all fragments of a kind, in order.
local function known_names(kind)
  local fine, files = pcall(pandoc.system.list_directory, evidence_folder())
  local names = {}
  for _, file in ipairs(fine and files or {}) do
    local name = file:match('^' .. kind .. '%-(.+)%.md$')
    if name and not name:find('--', 1, true) then names[#names + 1] = name end
  end
  table.sort(names)
  return names
end

-- An id that the document has already is left out of the fragment's mark-up; `{#` within
-- words is escaped there. It is done in the text because Quarto, when it reads the text,
-- takes labelled figures and tables for itself.
function reading.with_ids_once(text)
  return (text:gsub('(\\?){#([%w_-]+)', function(backslash, id)
    if backslash ~= '' then return nil end
    if used_ids[id] then return '{' end
    used_ids[id] = true
  end))
end

-- The text of a fragment; nil if there is none.
function reading.text_of(kind, name)
  local file = name == '' and kind or (kind .. '-' .. name)
  local stream = io.open(pandoc.path.join({ evidence_folder(), file .. '.md' }), 'rb')
  if not stream then return nil end
  local text = stream:read('a')
  stream:close()
  return text
end

-- The fragment's blocks. `shape` may change its text first.
function reading.read_fragment(kind, name, shape)
  local text = reading.text_of(kind, name)
  if not text then
    reading.fail('there is no ' .. (NAMES[kind] or kind) .. ' "' .. name .. '"',
      near(name, known_names(kind), NONE))
  end
  return quarto.utils.string_to_blocks(shape and shape(text) or text)
end

-- An option of the shortcode as a string; nil if it was not given. Refuses what there is not.
function reading.option(kind, kwargs, key)
  local value = kwargs[key]
  value = value and pandoc.utils.stringify(value) or ''
  if value == '' then return nil end
  for _, one in ipairs(OPTIONS[kind][key]) do
    if one == value then return value end
  end
  reading.fail(key .. '=' .. value .. ' is nothing that a ' .. (NAMES[kind] or kind) .. ' has',
    near(value, OPTIONS[kind][key]))
end

function reading.name_in(kind, args)
  local name = args[1] and pandoc.utils.stringify(args[1]) or ''
  if name == '' then
    reading.fail('{{< ' .. kind .. ' >}} does not say which ' .. (NAMES[kind] or kind),
      near('', known_names(kind), NONE))
  end
  return name
end

-- The first span of a class within blocks.
function reading.find_span(blocks, class)
  local found
  pandoc.Blocks(blocks):walk({ Span = function(span)
    if not found and span.classes:includes(class) then found = span end
  end })
  return found
end

-- The content of the first span of a class within blocks.
function reading.span_content(blocks, class)
  local found = reading.find_span(blocks, class)
  return found and found.content or pandoc.Inlines({})
end

-- The inlines of the first paragraph: of a div that is alone, its first paragraph.
function reading.first_paragraph(blocks)
  local first = blocks[1]
  while first and first.t == 'Div' do first = first.content[1] end
  return first and first.content or pandoc.Inlines({})
end

-- What a document gets: a string in an attribute or in code, else inlines.
function reading.inline_or_text(inlines, context)
  if context == 'text' then return pandoc.utils.stringify(inlines) end
  return pandoc.Inlines(inlines)
end

-- Ids count only where the whole fragment is put.
function reading.whole(is_whole) return is_whole and reading.with_ids_once or nil end

-- What can only stand in a paragraph of its own.
function reading.refuse_in_line(kind, name, context)
  if context ~= 'block' then
    reading.fail('the ' .. kind .. ' "' .. name .. '" stands in a line with something else',
      'give {{< ' .. (kind:match('^%a+ of the (%a+)$') or kind) .. ' ' .. name .. ' >}} a paragraph of its own, blank lines around it')
  end
end

return reading
