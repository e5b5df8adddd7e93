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

local function layout(div, count)
  local cells = cells_of(spread(div.content))
  if support.typst then return typst_grid(cells, count) end
  if support.html then return html_grid(cells, count) end
  if support.pptx then return pptx_columns(cells, count) end
  return one_below_the_other(cells)
end

return function(document)
  return document:walk({
    Div = function(div)
      if support.has(div, 'columns') then return columns(div) end
      local count = tonumber(div.attributes['layout-ncol'])
      return count and layout(div, math.floor(count)) or nil
    end,
  })
end
