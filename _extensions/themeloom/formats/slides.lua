-- The slides of a document, each a heading with what follows it, and how Typst is told of them:
-- one call of #slide for each.

local parts = (...)('parts')
local has, thread_of = parts.has, parts.thread_of
local slides = {}

-- The classes with which a heading says what its slide is, and what Typst calls the layout.
local KINDS = {
  { 'section' }, { 'statement' }, { 'quotation-slide', 'quotation' }, { 'figure-slide', 'figure' },
  { 'list' }, { 'closing' }, { 'title-slide', 'title' },
}

local function class_of(header)
  for _, kind in ipairs(KINDS) do
    if has(header, kind[1]) then return kind[2] or kind[1] end
  end
end

function slides.kind_of(header, level)
  return class_of(header) or header.level < level and 'section' or 'plain'
end

-- Each slide with its heading; one without a heading has none.
local function parted(blocks, level)
  local found = pandoc.List({})
  local function begin(header) found:insert({ header = header, blocks = pandoc.Blocks({}) }) end
  for _, block in ipairs(blocks) do
    local is_heading = block.t == 'Header' and block.level <= level
    if is_heading or block.t == 'HorizontalRule' then
      begin(is_heading and block or nil)
    else
      if #found == 0 then begin(nil) end
      found[#found].blocks:insert(block)
    end
  end
  return found:filter(function(one) return one.header or #one.blocks > 0 end)
end
slides.parted = parted

-- What the speaker says is taken out of the slide's blocks.
function slides.take_notes(blocks)
  local notes, rest = pandoc.Blocks({}), pandoc.Blocks({})
  for _, block in ipairs(blocks) do
    if block.t == 'Div' and has(block, 'notes') then notes:extend(block.content) else rest:insert(block) end
  end
  return notes, rest
end

-- A voice that was typed: its last line says whose, if it begins with a dash.
local function voice_of(body, thread)
  local last = body[#body]
  for _, block in ipairs(body) do
    if block.t ~= 'Para' then return body end
  end
  if #body > 1 and pandoc.utils.stringify(last):match('^[—–]') then
    body[#body] = pandoc.Para({ pandoc.Span(last.content, pandoc.Attr('', { 'attribution' })) })
  end
  return pandoc.Blocks({ pandoc.Div(body, pandoc.Attr('', { 'quotation' }, thread and { thread = thread } or {})) })
end

-- Three dots with blanks between them stop a deck in the browser, and are nothing in print.
function slides.pause(paragraph)
  if #paragraph.content == 5 and pandoc.utils.stringify(paragraph) == '. . .' then return {} end
end

local ALONE = { quotation = 'quotation-slide', implication = 'statement' }

-- Says of every slide what it is, as long as evidence can be told apart: one without anything is
-- a section, one that is nothing but a voice or an implication is of that kind. Each gets a
-- heading, if only an empty one, that knows the number of the heading above.
function slides.named(blocks, level)
  local result, above = pandoc.Blocks({}), nil
  for _, one in ipairs(parted(blocks, level)) do
    local header = one.header or pandoc.Header(level, {})
    above = header.attributes.heading or above
    header.attributes.heading = above
    local _, body = slides.take_notes(one.blocks)
    local only = #body == 1 and body[1].t == 'Div' and body[1]
    if slides.kind_of(header, level) == 'plain' then
      if #body == 0 then header.classes:insert('section') end
      for class, kind in pairs(only and ALONE or {}) do
        if has(only, class) then header.classes:insert(kind) end
      end
    elseif class_of(header) == 'quotation' and not body:find_if(function(block) return block.t == 'Div' end) then
      local told = one.blocks:filter(function(block) return block.t == 'Div' end)
      one.blocks = voice_of(body, thread_of(header))
      one.blocks:extend(told)
    end
    result:insert(header)
    result:extend(one.blocks)
  end
  return result
end

-- Blocks and inlines joined; strings are Typst's own, and neighbouring ones become one, so that
-- no line ends between them.
function slides.joined(pieces)
  local blocks, text = pandoc.Blocks({}), ''
  local function flush()
    if text ~= '' then blocks:insert(pandoc.RawBlock('typst', text)) end
    text = ''
  end
  for _, piece in ipairs(pieces) do
    if type(piece) == 'string' then
      text = text .. piece
    else
      flush()
      blocks:extend(pandoc.utils.type(piece) == 'Inlines' and { pandoc.Plain(piece) } or piece)
    end
  end
  flush()
  return blocks
end

-- The call of one slide.
function slides.call(header, kind, body, notes)
  local thread, heading = thread_of(header), header.attributes.heading
  local pieces = pandoc.List({ '#slide(kind: "' .. kind .. '"' })
  if thread then pieces:insert(', thread: ' .. thread) end
  if #header.content > 0 then pieces:extend({ ', title: [', pandoc.Inlines(header.content), ']' }) end
  if notes and #notes > 0 then pieces:extend({ ', notes: [', notes, ']' }) end
  if heading then pieces:insert(', heading: "' .. heading .. '"') end
  pieces:extend({ ')[', body, ']' })
  return slides.joined(pieces)
end

-- A slide of contents before all others, as pandoc puts one into PowerPoint where `toc` asks for it.
function slides.contents(blocks, level, meta)
  if not PANDOC_WRITER_OPTIONS.table_of_contents then return pandoc.Blocks({}) end
  local headers = blocks:filter(function(block) return block.t == 'Header' and #block.content > 0 end)
  local title = meta['toc-title'] and pandoc.Inlines(meta['toc-title']) or 'Table of Contents'
  local listed = pandoc.Blocks({ pandoc.structure.table_of_contents(headers, PANDOC_WRITER_OPTIONS) })
  -- Slides in Typst have no labels to lead to.
  local words = listed:walk({ Link = function(link) return link.content end })
  return slides.call(pandoc.Header(level, title), 'contents', words)
end

function slides.in_typst(blocks, level, meta)
  local result = slides.contents(blocks, level, meta)
  for _, one in ipairs(parted(blocks, level)) do
    local notes, body = slides.take_notes(one.blocks)
    local header = one.header or pandoc.Header(level, {})
    result:extend(slides.call(header, slides.kind_of(header, level), body, notes))
  end
  return result
end

return slides
