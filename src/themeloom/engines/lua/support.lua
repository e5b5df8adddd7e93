-- What every step of the pipeline needs: the build, failing with a place, names of formats.

local support = {}

-- build.json: root, extension, format, document, shortcodes, variables.
support.build = pandoc.json.decode(pandoc.system.read_file('build.json'), false)

-- The document as pandoc reads it, with tokens for its shortcodes.
support.source = pandoc.system.read_file('document.md')

local errors = {}

-- Notes a mistake; the pipeline goes on, so that all mistakes are shown in one go.
function support.mistake(message, hint, place)
  local file = place and place.file or support.build.document
  local line = place and place.line and string.format(':%d', place.line) or ''
  local text = 'themeloom: ' .. file .. line .. ': ' .. message
  errors[#errors + 1] = hint and (text .. '\nhint: ' .. hint) or text
end

-- Stops pandoc if a mistake was noted.
function support.stop_if_mistaken()
  if #errors > 0 then
    error('\n' .. table.concat(errors, '\n'), 0)
  end
end

-- The number of single edits that make one word from another.
local function distance(a, b)
  local previous = {}
  for j = 0, #b do previous[j] = j end
  for i = 1, #a do
    local row = { [0] = i }
    for j = 1, #b do
      local change = a:byte(i) == b:byte(j) and 0 or 1
      row[j] = math.min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + change)
    end
    previous = row
  end
  return previous[#b]
end

-- 'did you mean "x"?', or what there is.
function support.did_you_mean(name, known)
  table.sort(known)
  local best, least = nil, math.huge
  for _, one in ipairs(known) do
    local edits = distance(name:lower(), one:lower())
    if edits < least then best, least = one, edits end
  end
  if best and least <= math.max(2, #name // 2) then
    return 'did you mean "' .. best .. '"?'
  end
  return #known == 0 and 'there is none' or ('there is: ' .. table.concat(known, ', '))
end

local ALIASES = {
  typst = { pdf = false },
  revealjs = { html = true, ['html:js'] = true },
  html5 = { html = true, ['html:js'] = true },
  html = { ['html:js'] = true },
  jats_publishing = { jats = true },
}

-- Whether the output is of a format, by Quarto's names: reveal.js is also "html".
function support.is_format(name)
  return FORMAT == name or (ALIASES[FORMAT] or {})[name] == true
end

support.html = support.is_format('html')
support.jats = support.is_format('jats')
support.typst = FORMAT == 'typst'
support.docx = FORMAT == 'docx'
support.pptx = FORMAT == 'pptx'

-- A Typst string literal; the only place where characters of a text are escaped by hand.
function support.typst_string(text)
  return '"' .. text:gsub('[\\"]', '\\%0'):gsub('\n', ' ') .. '"'
end

-- The keys of a table in order; Lua's own order is another in every run.
function support.keys(values)
  local keys = {}
  for key in pairs(values) do keys[#keys + 1] = key end
  table.sort(keys)
  return keys
end

function support.raw(text)
  return pandoc.RawInline(support.jats and 'jats' or FORMAT, text)
end

function support.raw_block(text)
  return pandoc.RawBlock(support.jats and 'jats' or FORMAT, text)
end

function support.has_class(element, class)
  return element.classes ~= nil and element.classes:includes(class)
end

-- The value of a metadata key as a string, or nil.
function support.text_of(value)
  if value == nil then return nil end
  return type(value) == 'string' and value or pandoc.utils.stringify(value)
end

return support
