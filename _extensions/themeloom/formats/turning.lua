-- Tables that are too wide for an upright page, turned with their page by themselves where the
-- document allows it: `turn-tables: true`, or `turn=true` on a table. Turned is what would have to be
-- hyphenated, or set smaller than print is read with ease. How wide words are is reckoned, and
-- not measured: both engines and both formats decide alike.

local part = ...
local parts = part('parts')

-- About how wide letters are, in thousandths of the size of the type.
local NARROW, WIDE, CAPITAL, OTHER = 280, 830, 600, 510
-- In points: the width of the text with its margin, the smallest type of whole words, the room
-- at both sides of a cell.
local ROOM, SIZE, SIDES = 460, 8, 6

local function wide(word)
  local sum = 0
  for _, code in utf8.codes(word, true) do
    local letter = utf8.char(code)
    sum = sum + (letter:match("[iljtfrI%.,:;'|!%(%)%[%]]") and NARROW or letter:match('[mwMW@%%]') and WIDE
      or letter:match('%u') and CAPITAL or OTHER)
  end
  return sum * SIZE / 1000
end

-- The widest piece of a cell that no line breaks.
local function longest(contents)
  local most = 0
  for piece in pandoc.utils.stringify(pandoc.Div(contents)):gmatch('[^%s/-]+[/-]*') do
    most = math.max(most, wide(piece))
  end
  return most
end

local function is_too_wide(element)
  local needs = {}
  local function rows_of(rows)
    for _, row in ipairs(rows) do
      local column = 1
      for _, cell in ipairs(row.cells) do
        if cell.col_span == 1 then needs[column] = math.max(needs[column] or 0, longest(cell.contents)) end
        column = column + cell.col_span
      end
    end
  end
  rows_of(element.head.rows)
  for _, body in ipairs(element.bodies) do
    rows_of(body.head)
    rows_of(body.body)
  end
  rows_of(element.foot.rows)
  local sum = 0
  for column = 1, #element.colspecs do sum = sum + (needs[column] or 0) + SIDES end
  return sum > ROOM
end

-- A div that is only there to hold what lies in it.
local function is_plain(block)
  local attributes = 0
  for _ in pairs(block.attributes) do attributes = attributes + 1 end
  return block.identifier == '' and attributes == 0 and not parts.has(block, 'landscape')
end

return function(document)
  local allowed = document.meta['turn-tables'] == true

  -- Whether a block holds a table that is to be turned.
  local function turns(block)
    local found = false
    pandoc.Blocks({ block }):walk({ Table = function(element)
      local own = element.attributes.turn
      if (own == 'true' or allowed and own ~= 'false') and is_too_wide(element) then found = true end
      element.attributes.turn = nil
      return element
    end })
    return found
  end

  local is_page = FORMAT == 'docx' or FORMAT == 'typst' and parts.text_of(document.meta['themeloom-output']) == 'paper'

  -- Neighbours that are turned share their pages.
  local function turned(blocks)
    local result = pandoc.Blocks({})
    for _, block in ipairs(blocks) do
      if block.t == 'Div' and is_plain(block) then
        block.content = turned(block.content)
        result:insert(block)
      elseif (block.t == 'Table' or block.t == 'Div' or block.t == 'Figure') and not (block.t == 'Div'
        and parts.has(block, 'landscape')) and turns(block) then
        local last = result[#result]
        if last and last.t == 'Div' and parts.has(last, 'landscape') then
          last.content:insert(block)
        else
          -- Its heading goes with it, and is not left alone on the page before.
          local held = last and last.t == 'Header' and pandoc.Blocks({ result:remove() }) or pandoc.Blocks({})
          held:insert(block)
          result:insert(pandoc.Div(held, pandoc.Attr('', { 'landscape' })))
        end
      else
        result:insert(block)
      end
    end
    return result
  end

  if is_page then document.blocks = turned(document.blocks) end
  -- What is said of turning is nothing for a reader.
  return document:walk({ Table = function(element)
    if not element.attributes.turn then return nil end
    element.attributes.turn = nil
    return element
  end })
end
