-- Typst: a line that announces what follows ("The presentation says:") stays with it. A longer
-- paragraph may end a page: moved over whole, it would leave a hole.

local parts = (...)('parts')

return function(document)
  local MOST_LETTERS = 130 -- two lines of the paper
  local ANNOUNCED = { 'quotation', 'theme', 'implications' }

  local function is_announced(block)
    if block.t == 'BlockQuote' or block.t == 'BulletList' or block.t == 'OrderedList' then return true end
    if block.t ~= 'Div' then return false end
    for _, class in ipairs(ANNOUNCED) do
      if parts.has(block, class) then return true end
    end
    return false
  end

  local function announces(block, follower)
    if block.t ~= 'Para' or not (follower and is_announced(follower)) then return false end
    local said = pandoc.utils.stringify(block)
    return pandoc.text.len(said) <= MOST_LETTERS and said:match(':%s*$')
  end

  return document:walk({ Blocks = function(blocks)
    local kept = pandoc.Blocks({})
    for index, block in ipairs(blocks) do
      if announces(block, blocks[index + 1]) then
        -- The first line is indented as it would be after this neighbour.
        local indented = index > 1 and blocks[index - 1].t == 'Para'
        kept:extend(parts.sequence('#introduction(indented: ' .. tostring(indented) .. ')[', block.content, ']'))
      else
        kept:insert(block)
      end
    end
    return kept
  end })
end
