-- Taking a document apart and putting mark-up round it; used by every format.
--
-- Untrusted words are never put into a string: they stay pandoc elements, between raw
-- elements that hold only our own mark-up, and so pandoc escapes them for the format.

local IS_JATS = FORMAT:match('^jats') ~= nil
local RAW = IS_JATS and 'jats' or FORMAT == 'docx' and 'openxml' or FORMAT

local function raw(text) return pandoc.RawInline(RAW, text) end
local function raw_block(text) return pandoc.RawBlock(RAW, text) end

-- The words of a value of the metadata; none where there is none.
local function text_of(value) return value and pandoc.utils.stringify(value) or '' end

-- A value of the metadata in a line: what ends with a line break in YAML (`|`) is paragraphs.
local function inlines_of(value)
  if pandoc.utils.type(value) == 'Blocks' then return pandoc.utils.blocks_to_inlines(value) end
  return pandoc.Inlines(value)
end

-- A value that may be one thing or a list of things, as a list.
local function list_of(value)
  if value == nil then return {} end
  return pandoc.utils.type(value) == 'List' and value or { value }
end

-- What pandoc writes for an article, for what must stand within raw mark-up.
local function as_jats(blocks)
  return pandoc.write(pandoc.Pandoc(blocks), 'jats_publishing',
    { html_math_method = 'mathml', wrap_text = 'wrap-none' })
end

-- Blocks in a style of the reference document.
local function styled(style, blocks, attr)
  attr = attr or pandoc.Attr()
  attr.attributes['custom-style'] = style
  return pandoc.Div(blocks, attr)
end

local function has(element, class) return element.classes:includes(class) end

-- The thread of a quotation or theme: a class `thread-2`, or an attribute.
local function thread_of(element)
  for _, class in ipairs(element.classes) do
    local number = class:match('^thread%-(%d+)$')
    if number then return number end
  end
  return (element.attributes.thread or ''):match('^%d+$')
end

-- "1 3" as numbers.
local function threads_of(element)
  local numbers = pandoc.List({})
  for number in (element.attributes.threads or ''):gmatch('%d+') do numbers:insert(number) end
  return numbers
end

-- Blocks and inlines joined; strings become raw mark-up, inlines a plain paragraph.
local function sequence(...)
  local blocks = pandoc.Blocks({})
  for _, part in ipairs({ ... }) do
    local kind = pandoc.utils.type(part)
    if kind == 'string' then
      blocks:insert(raw_block(part))
    elseif kind == 'Inlines' then
      blocks:insert(pandoc.Plain(part))
    else
      blocks:extend(pandoc.Blocks(part))
    end
  end
  return blocks
end

local function is_span_of(inline, class)
  return inline.t == 'Span' and has(inline, class)
end

-- Takes a span of a class, with the paragraph that holds nothing else, out of blocks.
local function take_span(blocks, class)
  local rest, found = pandoc.Blocks({}), nil
  for _, block in ipairs(blocks) do
    local lone = (block.t == 'Para' or block.t == 'Plain') and #block.content == 1
    if not found and lone and is_span_of(block.content[1], class) then
      found = block.content[1].content
    else
      rest:insert(block)
    end
  end
  return found, rest
end

-- One paragraph reads as a line: Typst then puts nothing around it.
local function unwrapped(blocks)
  if #blocks == 1 and blocks[1].t == 'Para' then return pandoc.Inlines(blocks[1].content) end
  return blocks
end

-- The language and direction of an element as attributes; pairs, for a Lua table of more
-- than one key has another order in every run.
local function language_of(element)
  local pairs_of = {}
  for _, key in ipairs({ 'lang', 'dir' }) do
    local value = element.attributes[key]
    if value then pairs_of[#pairs_of + 1] = { key, value } end
  end
  return pairs_of
end

return {
  html = FORMAT:match('^html') ~= nil or FORMAT == 'revealjs',
  jats = IS_JATS,
  raw = raw,
  raw_block = raw_block,
  text_of = text_of,
  inlines_of = inlines_of,
  list_of = list_of,
  as_jats = as_jats,
  styled = styled,
  language_of = language_of,
  has = has,
  thread_of = thread_of,
  threads_of = threads_of,
  sequence = sequence,
  take_span = take_span,
  unwrapped = unwrapped,
}
