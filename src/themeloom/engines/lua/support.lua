-- What every step of the pipeline needs: the build, failing with a place, names of formats;
-- and by the same name what the extension's modules use for taking a document apart.

local build = pandoc.json.decode(pandoc.system.read_file('build.json'), false)
local part = dofile(pandoc.path.join({ build.extension, 'formats', 'part.lua' }))(
  pandoc.path.join({ build.extension, 'formats' }))

local support = setmetatable({}, { __index = part('parts') })

-- build.json: root, extension, format, document, shortcodes, variables.
support.build = build

-- A module of the extension's formats/, which Quarto uses as well.
support.part = part

-- The document as pandoc reads it, with tokens for its shortcodes.
support.source = pandoc.system.read_file('document.md')

-- The metadata as it was given: what stands nowhere in it is not in what pandoc made of it, and
-- to look through that takes long.
support.given = pandoc.json.decode(pandoc.system.read_file('metadata.json'), false)

-- Whether a text in a value is one of those that are looked for.
function support.holds(value, is_one)
  if type(value) ~= 'table' then return type(value) == 'string' and is_one(value) end
  for _, one in pairs(value) do
    if support.holds(one, is_one) then return true end
  end
  return false
end

-- Whether a text has a shortcode: in the target of a link pandoc has escaped the token's bytes.
function support.has_token(text)
  return text:find('\u{E000}', 1, true) or text:find('%EE%80%80', 1, true)
end

local errors = {}

-- Notes a mistake; the pipeline goes on, so that all mistakes are shown in one go. Its place is
-- known, or found by what stands there in the document.
function support.mistake(message, hint, place)
  local file = place and place.file or build.document
  local line = place and place.line and string.format(':%d', place.line) or ''
  local text = 'themeloom: ' .. file .. line .. ': ' .. message
  if place and place.sought then text = text .. '\nsought: ' .. place.sought end
  errors[#errors + 1] = hint and (text .. '\nhint: ' .. hint) or text
end

-- Stops pandoc if a mistake was noted.
function support.stop_if_mistaken()
  if #errors > 0 then
    error('\n' .. table.concat(errors, '\n'), 0)
  end
end

function support.did_you_mean(name, known) return part('near')(name, known, 'there is none') end

-- Whether the output is of a format, by Quarto's names: reveal.js is also "html".
function support.is_format(name)
  return FORMAT == name or support.html and (name == 'html' or name == 'html:js')
    or support.jats and name == 'jats'
end

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

-- The value of a metadata key as a string, or nil.
function support.text_or_nil(value)
  return value ~= nil and support.text_of(value) or nil
end

return support
