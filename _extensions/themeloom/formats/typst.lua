-- Typst: calls of the functions that the extension's typst-template.typ defines.

local parts = (...)('parts')

return function(output)
local has = parts.has
local thread_of = parts.thread_of
local threads_of = parts.threads_of
local sequence = parts.sequence
local take_span = parts.take_span
local unwrapped = parts.unwrapped

-- Typst's label, so that one can link to it; a poster's parts are moved about and bear none.
local function label(element)
  if output == 'poster' or element.identifier == '' then return '' end
  return ' <' .. element.identifier .. '>'
end

-- An attribute of ours, as a Typst string; anything but letters and hyphens is left out.
local function typst_word(text) return '"' .. (text or ''):gsub('[^%w-]', '') .. '"' end

local function typst_numbers(numbers)
  return '(' .. table.concat(numbers, ', ') .. (#numbers > 0 and ',' or '') .. ')'
end

local typst = {}

function typst.quotation(div)
  local attribution, words = take_span(div.content, 'attribution')
  local options = 'thread: ' .. (thread_of(div) or '1')
  for _, key in ipairs({ 'lang', 'dir' }) do
    if div.attributes[key] then options = options .. ', ' .. key .. ': ' .. typst_word(div.attributes[key]) end
  end
  if not attribution then
    return sequence('#quotation(' .. options .. ')[', unwrapped(words), ']' .. label(div))
  end
  return sequence('#quotation(' .. options .. ', attribution: [', attribution, '])[',
    unwrapped(words), ']' .. label(div))
end

function typst.theme(div)
  local title, rest = take_span(div.content, 'theme-title')
  local statement, more = take_span(rest, 'theme-statement')
  local named = has(div, 'subtheme') and ', named: false' or ''
  local blocks = sequence('#theme-block(thread: ' .. (thread_of(div) or '1') .. named .. ', title: [',
    title or pandoc.Inlines({}))
  local last = '])' .. label(div)
  blocks:extend(statement and sequence('], statement: [', statement, last) or sequence(last))
  -- Its subthemes and how it relates to others.
  if #more > 0 then blocks:extend(sequence('#theme-parts[', more, ']')) end
  return blocks
end

function typst.implication(div)
  local order = (div.attributes.order or ''):match('^%d+$') or 'none'
  local resting, words = take_span(div.content, 'rests-on')
  local blocks = sequence('#implication(threads: ' .. typst_numbers(threads_of(div)) .. ', order: ' .. order)
  if resting then blocks:extend(sequence(', named: [', resting, ']')) end
  blocks:extend(sequence(')[', unwrapped(words), ']' .. label(div)))
  return blocks
end

-- The list's items: their words, the threads of the span that holds them, and what stands behind
-- it of the themes that they rest on.
local function items_of(div)
  local items = pandoc.List({})
  pandoc.Blocks(div.content):walk({ OrderedList = function(list)
    for _, item in ipairs(list.content) do
      local span, resting = item[1].content[1], item[1].content[3]
      if has(span, 'implication') then
        items:insert({ words = span.content, threads = threads_of(span), resting = resting and resting.content })
      else
        items:insert({ words = item, threads = pandoc.List({}) })
      end
    end
  end })
  return items
end

function typst.implications(div)
  local blocks = sequence('#implication-list((')
  for _, item in ipairs(items_of(div)) do
    blocks:extend(sequence('(body: [', item.words, '], threads: ' .. typst_numbers(item.threads)))
    if item.resting then blocks:extend(sequence(', named: [', item.resting, ']')) end
    blocks:extend(sequence('),'))
  end
  blocks:extend(sequence('))'))
  return blocks
end

local function typst_call(name)
  return function(div) return sequence('#' .. name .. '[', div.content, ']') end
end

-- What a cell gave stands in the text like what was written there: the space round a figure is
-- lost at the edges of a block of Typst's.
for _, name in ipairs({ 'cell', 'cell-output-display' }) do
  typst[name] = function(div) return div.content end
end

for _, name in ipairs({ 'notice', 'message', 'voices', 'method', 'implications-band' }) do
  typst[name] = typst_call(name)
end

-- Only the pages of a paper can be turned.
typst.landscape = output == 'paper' and typst_call('landscape') or function(div) return div.content end

typst['theme-columns'] = function(div)
  local blocks = sequence('#theme-columns((')
  for _, column in ipairs(div.content) do
    if column.t == 'Div' and has(column, 'theme-column') then
      blocks:extend(sequence('(thread: ' .. (thread_of(column) or '1') .. ', body: [', column.content, ']),'))
    end
  end
  blocks:extend(sequence('))'))
  return blocks
end

typst.foot = function(div)
  local blocks = sequence('#foot(')
  for _, part in ipairs({ 'contact', 'thanks', 'declaration' }) do
    for _, block in ipairs(div.content) do
      if block.t == 'Div' and has(block, part) then
        blocks:extend(sequence(part .. ': [', block.content, '],'))
      end
    end
  end
  blocks:extend(sequence(')'))
  return blocks
end

-- The width of a column as a share; columns without one share what is left.
local function shares_of(columns)
  local left, without, shares = 100, 0, {}
  for index, column in ipairs(columns) do
    shares[index] = tonumber((column.attributes.width or ''):match('^%s*([%d.]+)%%%s*$'))
    if shares[index] then left = left - shares[index] else without = without + 1 end
  end
  for index = 1, #columns do
    shares[index] = string.format('%gfr', shares[index] or math.max(left, 1) / without)
  end
  return '(' .. table.concat(shares, ', ') .. ',)'
end

function typst.columns(div)
  local columns = pandoc.Blocks(div.content):filter(function(block)
    return block.t == 'Div' and has(block, 'column')
  end)
  local blocks = sequence('#columns-layout(' .. shares_of(columns))
  for _, column in ipairs(columns) do blocks:extend(sequence(', [', column.content, ']')) end
  blocks:extend(sequence(')'))
  return blocks
end

return typst
end
