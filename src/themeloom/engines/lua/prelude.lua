-- Shortcodes: each token U+E000 number U+E001 becomes what its handler returns.

local support = require('support')
local has_token = support.has_token

local shim = require('quarto_shim')

local TOKEN = '\u{E000}(%d+)\u{E001}'
-- In the target of a link pandoc has escaped the token's bytes.
local ESCAPED = '%%EE%%80%%80(%d+)%%EE%%80%%81'

local calls = support.build.shortcodes
local handlers = {}
local meta = {}

local function dotted(table_of_values, key)
  local value = table_of_values
  for part in key:gmatch('[^.]+') do
    if type(value) ~= 'table' then return nil end
    value = value[part]
  end
  return value
end

local function as_content(value)
  if type(value) == 'table' then return value end
  return pandoc.Inlines(shim.utils.string_to_inlines(tostring(value)))
end

function handlers.var(args)
  local value = dotted(support.build.variables, args[1] or '')
  if value == nil then
    error('there is no variable "' .. (args[1] or '') .. '"\nhint: name it in _variables.yml', 0)
  end
  return as_content(value)
end

function handlers.meta(args)
  local value = dotted(meta, args[1] or '')
  if value == nil then
    error('the metadata has no "' .. (args[1] or '') .. '"\nhint: name it in the front matter', 0)
  end
  return as_content(value)
end

-- The colour as its digits, the logo as a picture: one, for the grounds that this format has.
function handlers.brand(args, _, _, _, context)
  local kind, name, mode = args[1] or '', args[2] or '', args[3]
  local brand = support.build.brand or { color = {}, logo = {} }
  local modes = brand[kind] or {}
  local value = mode and (modes[mode] or {})[name] or (modes.light or {})[name] or (modes.dark or {})[name]
  if value == nil then error('the brand has no ' .. kind .. ' "' .. name .. '"', 0) end
  if kind == 'color' then return pandoc.Inlines({ pandoc.Str(value) }) end
  if context == 'text' then return pandoc.Inlines({ pandoc.Str(value.path) }) end
  return pandoc.Inlines({ pandoc.Image({ pandoc.Str(value.alt) }, '/' .. value.path) })
end

function handlers.pagebreak()
  return require('pagebreak')()
end

local function load_extension()
  for name, handler in pairs(dofile(shim.utils.resolve_path('shortcodes.lua'))) do handlers[name] = handler end
end

local function handler_of(call)
  local handler = handlers[call.name]
  if handler == nil then
    error('there is no shortcode "' .. call.name .. '"', 0)
  end
  return handler
end

-- Calls a handler as Quarto does: arguments as strings, missing keys as empty inlines.
local function resolve(number, context)
  local call = calls[tonumber(number) + 1]
  local kwargs = setmetatable({}, { __index = function() return pandoc.Inlines({}) end })
  for key, value in pairs(call.kwargs) do kwargs[key] = value end
  local fine, result = pcall(function()
    return handler_of(call)(pandoc.List(call.args), kwargs, meta, pandoc.List(call.args), context)
  end)
  if fine then return result end
  local message, hint = tostring(result):match('^(.-)\n *hint: (.*)$')
  support.mistake(message or tostring(result), hint, call)
  return {}
end

local function as_blocks(result)
  local kind = pandoc.utils.type(result)
  if kind == 'Blocks' or kind == 'Block' then return pandoc.Blocks(result) end
  return pandoc.Blocks({ pandoc.Para(pandoc.Inlines(result)) })
end

local function as_inlines(result)
  local kind = pandoc.utils.type(result)
  if kind == 'Blocks' or kind == 'Block' then
    return pandoc.utils.blocks_to_inlines(pandoc.Blocks(result))
  end
  return pandoc.Inlines(result)
end

local function in_text(text)
  local function replace(number) return pandoc.utils.stringify(resolve(number, 'text')) end
  return (text:gsub(TOKEN, replace):gsub(ESCAPED, replace))
end

local function attributes(element)
  for key, value in pairs(element.attributes) do
    if has_token(value) then element.attributes[key] = in_text(value) end
  end
  return element
end

-- The title of a callout is read as Markdown later on, in which words stay words.
local function div(element)
  local title = element.attributes.title
  if title and has_token(title) and element.attr.classes:find_if(function(class) return class:match('^callout%-') end) then
    element.attributes.title = title:gsub(TOKEN, function(number)
      return (pandoc.utils.stringify(resolve(number, 'text')):gsub('%p', '\\%0'))
    end)
  end
  return attributes(element)
end

local function code(element)
  if has_token(element.text) then element.text = in_text(element.text) end
  return element
end

local function lone(paragraph)
  local only = paragraph.content[1]
  if #paragraph.content ~= 1 or only.t ~= 'Str' then return nil end
  local number = only.text:match('^' .. TOKEN .. '$')
  if not number then return nil end
  return as_blocks(resolve(number, 'block'))
end

local function string_with_tokens(str)
  if not has_token(str.text) then return nil end
  local result, rest = pandoc.Inlines({}), str.text
  while true do
    local start, stop, number = rest:find(TOKEN)
    if not start then break end
    if start > 1 then result:insert(pandoc.Str(rest:sub(1, start - 1))) end
    result:extend(as_inlines(resolve(number, 'inline')))
    rest = rest:sub(stop + 1)
  end
  if rest ~= '' then result:insert(pandoc.Str(rest)) end
  return result
end

local function link(element)
  if has_token(element.target) then element.target = in_text(element.target) end
  return attributes(element)
end

local function image(element)
  if has_token(element.src) then element.src = in_text(element.src) end
  return attributes(element)
end

local function automatic_id(inlines)
  return pandoc.structure.unique_identifier(pandoc.Inlines(inlines), {})
end

-- To look at every word takes long: only where one of the words is a token.
local function says_token(element) return has_token(pandoc.utils.stringify(element)) end

local function words(inlines) return inlines:walk({ Str = string_with_tokens }) end

local function paragraph(block)
  if not says_token(block) then return nil end
  local whole = lone(block)
  if whole then return whole end
  block.content = words(block.content)
  return block
end

-- A heading that says a theme's title gets its id from the title, not from the token.
local function heading(header)
  attributes(header)
  if not says_token(header) then return header end
  local was_automatic = header.identifier:gsub('%-%d+$', '')
    == automatic_id(header.content):gsub('%-%d+$', '')
  header.content = words(header.content)
  if was_automatic then header.identifier = automatic_id(header.content) end
  return header
end

local function lines(block)
  if not says_token(block) then return nil end
  block.content = block.content:map(words)
  return block
end

local function definitions(list)
  if not says_token(list) then return nil end
  list.content = list.content:map(function(item) return { words(item[1]), item[2] } end)
  return list
end

local ANYWHERE = { Para = paragraph, Plain = paragraph, Header = heading, LineBlock = lines, DefinitionList = definitions }
local ELSEWHERE = {
  Code = function(element) return attributes(code(element)) end,
  CodeBlock = function(element) return attributes(code(element)) end,
  Math = code,
  RawInline = code,
  RawBlock = code,
  Link = link,
  Image = image,
  Div = div,
  Span = attributes,
  Table = attributes,
  Figure = attributes,
}

for kind, handle in pairs(ELSEWHERE) do ANYWHERE[kind] = handle end

local function resolved(content) return content:walk(ANYWHERE) end

local walk_meta

local function walk_value(value)
  local kind = pandoc.utils.type(value)
  if kind == 'Inlines' then
    return words(value):walk(ELSEWHERE)
  elseif kind == 'Blocks' then
    return resolved(value)
  elseif kind == 'string' then
    return has_token(value) and in_text(value) or value
  elseif kind == 'List' or kind == 'table' or kind == 'Meta' then
    return walk_meta(value)
  end
  return value
end

function walk_meta(values)
  for _, key in ipairs(support.keys(values)) do values[key] = walk_value(values[key]) end
  return values
end

-- Of the metadata that we were given only what holds a token is looked at more closely.
local function in_metadata(values)
  for _, key in ipairs(support.keys(values)) do
    local given = support.given[key]
    if given == nil or support.holds(given, has_token) then values[key] = walk_value(values[key]) end
  end
  return values
end

return function(document)
  quarto = shim -- a global, as under Quarto; the extension's other modules tell Quarto by it
  meta = document.meta
  load_extension()
  meta = in_metadata(meta)
  document.meta = meta
  document = #calls > 0 and resolved(document) or document
  quarto = nil
  return document
end
