-- Things side by side: .columns with .column, and divs with layout-ncol.

local support = require('support')

local function typst_grid(cells, count)
  local blocks = pandoc.Blocks({
    support.raw_block('#columns-layout((' .. string.rep('1fr, ', count) .. ')'),
  })
  for _, cell in ipairs(cells) do
    blocks:insert(support.raw_block(', ['))
    blocks:extend(cell)
    blocks:insert(support.raw_block(']'))
  end
  blocks:insert(support.raw_block(')'))
  return blocks
end

local function one_below_the_other(cells)
  local blocks = pandoc.Blocks({})
  for _, cell in ipairs(cells) do blocks:extend(cell) end
  return blocks
end

-- The web, PowerPoint and (through the extension's typst.lua) Typst have columns; a text has none.
local function columns(div)
  if not (support.docx or support.jats) then return nil end
  local cells = {}
  for _, block in ipairs(div.content) do
    if block.t == 'Div' and support.has(block, 'column') then cells[#cells + 1] = block.content end
  end
  return one_below_the_other(cells)
end

-- Each block is a cell; the raw blocks of a Typst figure belong together.
local function cells_of(blocks)
  local cells, depth = {}, 0
  for _, block in ipairs(blocks) do
    if depth == 0 then cells[#cells + 1] = pandoc.Blocks({}) end
    cells[#cells]:insert(block)
    if block.t == 'RawBlock' then
      local opened = select(2, block.text:gsub('[%[(]', '')) - select(2, block.text:gsub('[%])]', ''))
      depth = depth + opened
    end
  end
  return cells
end

local function html_grid(cells, count)
  local blocks = pandoc.Blocks({})
  for _, cell in ipairs(cells) do
    blocks:insert(pandoc.Div(cell, pandoc.Attr('', { 'layout-cell' })))
  end
  local style = 'grid-template-columns: repeat(' .. count .. ', minmax(0, 1fr));'
  return pandoc.Div(blocks, pandoc.Attr('', { 'layout' }, { style = style }))
end

-- Rows of columns; the last is filled up, so that all columns are as wide.
local function pptx_columns(cells, count)
  local rows = pandoc.Blocks({})
  for first = 1, #cells, count do
    local sides = pandoc.Blocks({})
    for index = first, first + count - 1 do
      sides:insert(pandoc.Div(cells[index] or {}, pandoc.Attr('', { 'column' })))
    end
    rows:insert(pandoc.Div(sides, pandoc.Attr('', { 'columns' })))
  end
  return rows
end

-- A paragraph of pictures alone is as many cells as it has pictures.
local function spread(blocks)
  local result = pandoc.Blocks({})
  for _, block in ipairs(blocks) do
    local images = (block.t == 'Para' or block.t == 'Plain') and block.content:filter(function(inline)
      return inline.t == 'Image' or inline.t == 'RawInline'
    end) or {}
    local others = block.content and (block.t == 'Para' or block.t == 'Plain')
      and block.content:filter(function(inline)
        return not ({ Image = true, RawInline = true, Space = true, SoftBreak = true })[inline.t]
      end) or { block }
    if #images > 1 and #others == 0 then
      for _, image in ipairs(images) do result:insert(pandoc.Plain({ image })) end
    else
      result:insert(block)
    end
  end
  return result
end

local function layout(cells, count)
  if support.typst then return typst_grid(cells, count) end
  if support.html then return html_grid(cells, count) end
  if support.pptx then return pptx_columns(cells, count) end
  return one_below_the_other(cells)
end

-- How many things stand in each row: by layout-ncol, layout-nrow, or layout="[[1, 1], [1]]", of
-- which what is negative is space; nil if the div says nothing of it.
local function rows_of(div, things)
  local attributes = div.attributes
  local columns, rows = tonumber(attributes['layout-ncol']), tonumber(attributes['layout-nrow'])
  if columns or rows then return { math.max(1, math.floor(columns or math.ceil(things / rows))) } end
  local found, told = pandoc.List({}), attributes.layout and pandoc.json.decode(attributes.layout, false)
  if not told then return nil end
  for _, row in ipairs(type(told[1]) == 'table' and told or { told }) do
    found:insert(math.max(1, #pandoc.List(row):filter(function(width) return width > 0 end)))
  end
  return found
end

-- The rows one below the other; what is left over goes on as the last row does.
local function in_rows(div)
  local cells = cells_of(spread(div.content))
  local rows, blocks, at = rows_of(div, #cells), pandoc.Blocks({}), 1
  if not rows then return nil end
  if #rows == 1 then return layout(cells, rows[1]) end
  for index = 1, math.huge do
    if at > #cells then return blocks end
    local count = rows[math.min(index, #rows)]
    blocks:extend(pandoc.Blocks(layout({ table.unpack(cells, at, at + count - 1) }, count)))
    at = at + count
  end
end

return function(document)
  return document:walk({
    Div = function(div)
      if support.has(div, 'columns') then return columns(div) end
      return in_rows(div)
    end,
  })
end
