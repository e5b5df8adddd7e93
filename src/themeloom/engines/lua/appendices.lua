-- Sections with the class .appendix, and divs with it, go to the end and are lettered.

local support = require('support')

-- In a div that is an appendix its uppermost headings begin one each.
local function begin_appendices(blocks)
  local top = math.huge
  for _, block in ipairs(blocks) do
    if block.t == 'Header' then top = math.min(top, block.level) end
  end
  for _, block in ipairs(blocks) do
    if block.t == 'Header' and block.level == top and not support.has(block, 'appendix') then
      block.classes:insert('appendix')
    end
  end
  return blocks
end

local function move_sections(blocks, kept, moved)
  local level = nil -- the level of the appendix heading we are under
  for _, block in ipairs(blocks) do
    if block.t == 'Header' and (level == nil or block.level <= level) then
      level = support.has(block, 'appendix') and block.level or nil
    end
    if level then
      moved:insert(block)
    elseif block.t == 'Div' and support.has(block, 'appendix') then
      moved:extend(begin_appendices(block.content))
    else
      kept:insert(block)
    end
  end
end

-- A heading below an appendix's own is numbered under its letter.
local function mark(blocks)
  for _, block in ipairs(blocks) do
    if block.t == 'Header' and not support.has(block, 'appendix') then
      block.classes:insert('in-appendix')
    end
  end
end

-- Where the appendices go: before the list of references and its heading, else at the end.
local function before_references(blocks)
  for index, block in ipairs(blocks) do
    if block.t == 'Div' and block.identifier == 'refs' then
      local heading = index > 1 and blocks[index - 1].t == 'Header'
      return heading and index - 1 or index
    end
  end
  return #blocks + 1
end

return function(document)
  local kept, moved = pandoc.Blocks({}), pandoc.Blocks({})
  move_sections(document.blocks, kept, moved)
  if #moved == 0 then return document end
  mark(moved)
  local place = before_references(kept)
  for index = #moved, 1, -1 do kept:insert(place, moved[index]) end
  document.blocks = kept
  return document
end
