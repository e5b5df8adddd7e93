-- The grid of Quarto's pages (.grid with .g-col-6) as columns, which every format has: twelve
-- parts make a row.

local ROW = 12

-- How many parts of a row a block takes: the last that its classes say, for that is meant for the
-- widest page.
local function span_of(block)
  local found
  for _, class in ipairs(block.classes or {}) do
    found = class:match('^g%-col%-(%d+)$') or class:match('^g%-col%-%a+%-(%d+)$') or found
  end
  return math.min(ROW, math.max(1, tonumber(found) or ROW))
end

local function column(block, span)
  local content = block.t == 'Div' and block.content or { block }
  local attributes = block.t == 'Div' and block.attr or pandoc.Attr()
  attributes.classes = attributes.classes:filter(function(class) return not class:match('^g%-') end)
  attributes.classes:insert(1, 'column')
  attributes.attributes.width = string.format('%.4g%%', 100 * span / ROW)
  return pandoc.Div(content, attributes)
end

-- A row that holds one thing alone is that thing.
local function closed(row)
  if #row == 1 then return row[1] end
  return pandoc.Div(row, pandoc.Attr('', { 'columns' }))
end

local function rows_of(div)
  local rows, row, taken = pandoc.Blocks({}), pandoc.Blocks({}), 0
  for _, block in ipairs(div.content) do
    local span = span_of(block)
    if taken + span > ROW then
      rows:insert(closed(row))
      row, taken = pandoc.Blocks({}), 0
    end
    row:insert(column(block, span))
    taken = taken + span
  end
  if #row > 0 then rows:insert(closed(row)) end
  return rows
end

return function(document)
  return document:walk({ Div = function(div)
    if not div.classes:includes('grid') then return nil end
    div.classes = div.classes:filter(function(class) return class ~= 'grid' end)
    if #div.classes == 0 and div.identifier == '' then return rows_of(div) end
    div.content = rows_of(div)
    return div
  end })
end
