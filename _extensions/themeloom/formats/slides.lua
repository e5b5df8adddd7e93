-- Slides in Typst: each heading with what follows it is one call of #slide.

local parts = (...)('parts')
local has, thread_of, sequence = parts.has, parts.thread_of, parts.sequence

local KINDS = { 'section', 'statement', 'quotation-slide', 'figure-slide', 'list', 'closing', 'title-slide' }

local function kind_of(header, level)
  for _, class in ipairs(KINDS) do
    if has(header, class) then return (class:gsub('%-slide$', '')) end
  end
  return header.level < level and 'section' or 'plain'
end

-- What the speaker says is taken out of the slide's blocks.
local function take_notes(blocks)
  local notes, rest = pandoc.Blocks({}), pandoc.Blocks({})
  for _, block in ipairs(blocks) do
    if block.t == 'Div' and has(block, 'notes') then notes:extend(block.content) else rest:insert(block) end
  end
  return notes, rest
end

local function slide(header, blocks, level)
  local notes, body = take_notes(blocks)
  local options = 'kind: "' .. (header and kind_of(header, level) or 'plain') .. '"'
  local thread = header and thread_of(header)
  if thread then options = options .. ', thread: ' .. thread end
  local parts = pandoc.List({ '#slide(' .. options })
  if header and #header.content > 0 then parts:extend({ ', title: [', pandoc.Inlines(header.content), ']' }) end
  if #notes > 0 then parts:extend({ ', notes: [', notes, ']' }) end
  parts:extend({ ')[', body, ']' })
  return parts
end

-- Neighbouring pieces of raw mark-up become one, so that no line ends between them.
local function joined(parts)
  local blocks, text = pandoc.Blocks({}), ''
  local function flush()
    if text ~= '' then blocks:extend(sequence(text)) end
    text = ''
  end
  for _, part in ipairs(parts) do
    if type(part) == 'string' then
      text = text .. part
    else
      flush()
      blocks:extend(sequence(part))
    end
  end
  flush()
  return blocks
end

local function in_slides(blocks, level)
  local result, header, body = pandoc.Blocks({}), nil, pandoc.Blocks({})
  local function finish()
    if header or #body > 0 then result:extend(joined(slide(header, body, level))) end
    header, body = nil, pandoc.Blocks({})
  end
  for _, block in ipairs(blocks) do
    if block.t == 'Header' and block.level <= level then
      finish()
      header = block
    elseif block.t == 'HorizontalRule' then
      finish()
    else
      body:insert(block)
    end
  end
  finish()
  return result
end

return in_slides
