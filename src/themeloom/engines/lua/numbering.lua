-- Gives sections, figures, tables and equations their numbers, in the order of reading.
--
-- What was found is kept in `support.labels`: id → { kind, number, parent }; the kinds that the
-- document adds, in `support.custom`.

local theorems = require('theorems')
local support = require('support')

local FLOATS = { fig = true, tbl = true, lst = true }

support.labels = {}

local function kind_of(id)
  return id:match('^(%a+)%-.')
end

local function is_float(element)
  local kind = kind_of(element.identifier) or ''
  return FLOATS[kind] or support.custom[kind] ~= nil
end

local function register(id, kind, number, parent)
  if support.labels[id] then
    support.mistake('the label ' .. id .. ' is given twice', 'rename one of them', { sought = '#' .. id })
  end
  support.labels[id] = { kind = kind, number = number, parent = parent }
end

-- fig-alt written on a div is its picture's.
local function hand_down_alternative(div)
  local alt = div.attributes['fig-alt']
  if not alt then return end
  div.attributes['fig-alt'] = nil
  div.content = div.content:walk({ Image = function(image)
    image.attributes['fig-alt'] = image.attributes['fig-alt'] or alt
    return image
  end })
end

-- The caption that a table or a picture has already, and the words of its div behind it.
local function caption_of(float, words)
  local own = pandoc.utils.blocks_to_inlines(float.caption.long or {})
  if #own > 0 and words then own:insert(pandoc.Space()) end
  if words then own:extend(words) end
  return { long = #own > 0 and { pandoc.Plain(own) } or {} }
end

-- ::: {#fig-x} … caption ::: is a figure; a table in ::: {#tbl-x} takes the div's label.
local function float_of_div(div)
  if not is_float(div) then return nil end
  hand_down_alternative(div)
  local content, caption = div.content, nil
  if #content > 1 and content[#content].t == 'Para' then
    caption = content:remove().content
  end
  local only = #content == 1 and content[1]
  if only and only.t == 'Table' and only.identifier == '' then
    only.identifier = div.identifier
    only.caption = caption_of(only, caption)
    return only
  end
  if only and only.t == 'Figure' and only.identifier == '' then
    -- A lone captioned picture in the div: the div is the figure.
    only.attr = div.attr
    only.caption = caption_of(only, caption)
    return only
  end
  return pandoc.Figure(content, { long = caption and { pandoc.Plain(caption) } or {} }, div.attr)
end

local counters = {}

local function next_number(kind)
  counters[kind] = (counters[kind] or 0) + 1
  return tostring(counters[kind])
end

local function next_statement(id, kind)
  local number = next_number(kind)
  register(id, kind, number)
  return number
end

local function letter(index) return string.char(96 + (index - 1) % 26 + 1) end

-- Parts of a figure are (a), (b), …; they do not count by themselves. Figures are visited
-- after their parts, so that parts wait in `parts` for what they are parts of.
local parts = {}

local function note_parts(figure)
  figure.content:walk({ Figure = function(part)
    if is_float(part) then parts[part.identifier] = figure.identifier end
  end })
end

local function number_parts(figure)
  local index = 0
  figure.content:walk({ Figure = function(part)
    if parts[part.identifier] ~= figure.identifier then return end
    index = index + 1
    register(part.identifier, kind_of(part.identifier), letter(index), figure.identifier)
  end })
end

local function number_float(float)
  local kind = kind_of(float.identifier)
  if not is_float(float) or parts[float.identifier] then return end
  register(float.identifier, kind, next_number(kind))
  if float.t == 'Figure' then number_parts(float) end
end

-- Sections: numbers where the document asks for them, letters for appendices.
local Sections = {}
Sections.__index = Sections

function Sections.new(meta)
  return setmetatable({
    wanted = meta['number-sections'] == true,
    depth = tonumber(support.text_or_nil(meta['number-depth']) or '6'),
    counts = {},
    appendices = {},
    base = 6, -- the uppermost level of the headings
  }, Sections)
end

local function joined(counts, from, to)
  local parts = {}
  for level = from, to do parts[#parts + 1] = tostring(counts[level] or 0) end
  return table.concat(parts, '.')
end

function Sections:appendix_number(header)
  local counts = self.appendices
  if support.has(header, 'appendix') then self.appendix_level = header.level end
  counts[header.level] = (counts[header.level] or 0) + 1
  for level = header.level + 1, 6 do counts[level] = nil end
  local first = string.char(64 + (counts[self.appendix_level] or 1))
  if header.level <= self.appendix_level then return first end
  return first .. '.' .. joined(counts, self.appendix_level + 1, header.level)
end

function Sections:body_number(header)
  self.counts[header.level] = (self.counts[header.level] or 0) + 1
  for level = header.level + 1, 6 do self.counts[level] = nil end
  return joined(self.counts, self.base, header.level)
end

function Sections:number(header)
  if not self.wanted or header.level > self.depth then return nil end
  if support.has(header, 'unnumbered') then return nil end
  local in_appendix = support.has(header, 'appendix') or support.has(header, 'in-appendix')
  return in_appendix and self:appendix_number(header) or self:body_number(header)
end

local function number_section(sections, header)
  local number = sections:number(header)
  if header.identifier:match('^sec%-') then
    local kind = support.has(header, 'appendix') and 'apx' or 'sec'
    register(header.identifier, kind, number or '')
  end
  if number then
    header.attributes.number = number
  elseif support.jats then
    -- pandoc would count it on its own.
    header.classes:insert('unnumbered')
  end
  return header
end

local EQUATION = '^{#(eq%-[^}%s]+)}(.*)$'

-- $$ … $$ {#eq-x}: the formula, then perhaps a space, then the label.
local function number_equations(inlines)
  local result, found = pandoc.Inlines({}), false
  for _, inline in ipairs(inlines) do
    local id, rest
    if inline.t == 'Str' then id, rest = inline.text:match(EQUATION) end
    local at = #result
    while id and at > 0 and (result[at].t == 'Space' or result[at].t == 'SoftBreak') do at = at - 1 end
    if id and at > 0 and result[at].t == 'Math' then
      local math = result[at]
      while #result >= at do result:remove() end
      register(id, 'eq', next_number('eq'))
      result:insert(pandoc.Span({ math }, pandoc.Attr(id, { 'equation' })))
      if rest ~= '' then result:insert(pandoc.Str(rest)) end
      found = true
    else
      result:insert(inline)
    end
  end
  return found and result or nil
end

return function(document)
  support.words = support.part('words')(document.meta)
  support.custom, document.meta['close-kinds'] = support.part('kinds')(document.meta)
  local sections = Sections.new(document.meta)
  -- A paper that starts at ## counts from there.
  document = document:walk({ Div = function(div)
    return float_of_div(div) or theorems.of(div, next_statement)
  end })
  document:walk({
    Header = function(header) sections.base = math.min(sections.base, header.level) end,
    Figure = note_parts,
  })
  local filter = {
    Header = function(header) return number_section(sections, header) end,
    Figure = number_float,
    Table = number_float,
  }
  if support.source:find('{#eq-', 1, true) then filter.Inlines = number_equations end
  return document:walk(filter)
end
