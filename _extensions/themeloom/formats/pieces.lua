-- What a slide holds, in the order in which it stands there: words, pictures, tables, captions,
-- columns; and in bands, one below the other.
--
-- pandoc takes one picture or one table for a slide. Those in a div, a list, a quotation or
-- beside words it drops, and what follows one goes to another slide: so they are taken out here.

local part = ...
local parts = part('parts')
local has = parts.has

-- The functions for slides that begin at headings of this level.
return function(level)
-- Whether anything in a block is more than words.
local function is_more(block)
  local found = false
  local function yes() found = true end
  pandoc.Blocks({ block }):walk({
    Image = yes, Table = yes, Figure = yes, Div = function(div) found = found or has(div, 'columns') end,
  })
  return found
end

-- The alternative text of a picture, which PowerPoint keeps as its title.
local function alternative(image)
  if image.title ~= '' then return image.title end
  return image.attributes['fig-alt'] or image.attributes.alt or pandoc.utils.stringify(image.caption)
end

local pieces_of

-- Without the blanks at both ends.
local function trimmed(inlines)
  local blank = { Space = true, SoftBreak = true, LineBreak = true }
  while #inlines > 0 and blank[inlines[1].t] do inlines:remove(1) end
  while #inlines > 0 and blank[inlines[#inlines].t] do inlines:remove() end
  return inlines
end

-- Only a figure has words below its picture.
local function picture(image, link)
  image.title, image.caption = alternative(image), {}
  return { kind = 'picture', image = image, link = link }
end

-- The words of a line before, between and after its pictures.
local function parts_of_line(block)
  local found, words = pandoc.List({}), pandoc.Inlines({})
  local function flush()
    if #trimmed(words) > 0 then found:insert({ kind = 'words', blocks = pandoc.Blocks({ pandoc.Para(words) }) }) end
    words = pandoc.Inlines({})
  end
  for _, inline in ipairs(block.content) do
    local images = pandoc.List({})
    local rest = pandoc.Inlines({ inline }):walk({
      traverse = 'topdown',
      Note = function(note) return note, false end,
      Image = function(image)
        images:insert(image)
        return {}
      end,
    })
    if pandoc.utils.stringify(rest) ~= '' or #images == 0 then words:extend(rest) end
    if #images > 0 then flush() end
    for _, image in ipairs(images) do found:insert(picture(image, inline.t == 'Link' and inline or nil)) end
  end
  flush()
  return found
end

-- A list goes on after what stood in an item; an ordered one keeps its numbers.
local function parts_of_list(list)
  local found, items, start = pandoc.List({}), pandoc.List({}), 1
  local function flush()
    if #items == 0 then return end
    local attributes = list.listAttributes
    local again = list.t == 'BulletList' and pandoc.BulletList(items)
      or pandoc.OrderedList(items, { attributes.start + start - 1, attributes.style, attributes.delimiter })
    found:insert({ kind = 'words', blocks = pandoc.Blocks({ again }) })
    start, items = start + #items, pandoc.List({})
  end
  for _, item in ipairs(list.content) do
    for number, piece in ipairs(pieces_of(item)) do
      if piece.kind == 'words' and number == 1 then
        items:insert(piece.blocks)
      else
        flush()
        found:insert(piece)
      end
    end
  end
  flush()
  return found
end

-- One picture or table shows the caption below it; of more than one it stands below all.
local function parts_of_figure(figure)
  local found = pieces_of(figure.content)
  local words = pandoc.utils.blocks_to_inlines(figure.caption.long or {})
  local only = #found == 1 and found[1]
  if only and only.kind == 'picture' and #only.image.caption == 0 then
    only.image.caption = words
  elseif only and only.kind == 'table' and #(only.table.caption.long or {}) == 0 then
    only.table.caption = figure.caption
  elseif #words > 0 then
    found:insert({ kind = 'caption', blocks = pandoc.Blocks({ pandoc.Para(words) }) })
  end
  return found
end

local function quoted(quote)
  local found = pieces_of(quote.content)
  for _, piece in ipairs(found) do
    if piece.kind == 'words' then piece.blocks = pandoc.Blocks({ pandoc.BlockQuote(piece.blocks) }) end
  end
  return found
end

-- The share of each column; those without one share what is left.
local function columns_of(div)
  local columns = pandoc.List({})
  for _, block in ipairs(div.content) do
    local is_column = block.t == 'Div' and has(block, 'column')
    local last = columns[#columns]
    if is_column then
      columns:insert({ share = tonumber((block.attributes.width or ''):match('^%s*([%d.]+)%%%s*$')), pieces = pieces_of(block.content) })
    elseif last then
      last.pieces:extend(pieces_of({ block }))
    else
      columns:insert({ pieces = pieces_of({ block }) })
    end
  end
  local left, without = 100, 0
  for _, column in ipairs(columns) do
    if column.share then left = left - column.share else without = without + 1 end
  end
  for _, column in ipairs(columns) do column.share = column.share or math.max(left, 1) / without end
  return { kind = 'columns', columns = columns }
end

local function defined(list)
  local blocks = pandoc.Blocks({})
  for _, item in ipairs(list.content) do
    blocks:insert(pandoc.Para({ pandoc.Strong(item[1]) }))
    for _, definition in ipairs(item[2]) do blocks:extend(definition) end
  end
  return pieces_of(blocks)
end

local function lines(block)
  local words = pandoc.Inlines({})
  for number, line in ipairs(block.content) do
    if number > 1 then words:insert(pandoc.LineBreak()) end
    words:extend(line)
  end
  return parts_of_line({ content = words })
end

-- A heading within something begins no slide: it is a line of words.
local function heading(header)
  local line = header.level > level and header or pandoc.Para({ pandoc.Strong(header.content) })
  return { { kind = 'words', blocks = pandoc.Blocks({ line }) } }
end

local OPENED = {
  Para = parts_of_line, Plain = parts_of_line, LineBlock = lines,
  BulletList = parts_of_list, OrderedList = parts_of_list, DefinitionList = defined,
  BlockQuote = quoted, Figure = parts_of_figure, Header = heading,
  Table = function(element) return { { kind = 'table', table = element } } end,
  Div = function(div)
    if has(div, 'columns') then return { columns_of(div) } end
    return pieces_of(div.content)
  end,
}

-- Words, pictures, tables, captions and columns, in their order; words next to words are one.
function pieces_of(blocks)
  local found = pandoc.List({})
  for _, block in ipairs(blocks) do
    local open = OPENED[block.t]
    local whole = { { kind = block.t == 'Div' and has(block, 'notes') and 'notes' or 'words', blocks = pandoc.Blocks({ block }) } }
    for _, piece in ipairs(whole[1].kind == 'words' and open and (is_more(block) or block.t == 'Header') and open(block) or whole) do
      local last = found[#found]
      if last and last.kind == 'words' and piece.kind == 'words' then
        last.blocks:extend(piece.blocks)
      else
        found:insert(piece)
      end
    end
  end
  return found
end

local function as_blocks(piece)
  if piece.kind == 'table' then return pandoc.Blocks({ piece.table }) end
  if piece.kind ~= 'picture' then return piece.blocks end
  local link = piece.link
  return pandoc.Blocks({ pandoc.Para({ link and pandoc.Link({ piece.image }, link.target, link.title) or piece.image }) })
end

-- A slide as bands, one below the other; each has its columns side by side.
local function bands_of(pieces)
  local bands, open = pandoc.List({}), false
  local function into(column, piece)
    if piece.kind ~= 'columns' then return column.pieces:insert(piece) end
    for _, inner in ipairs(piece.columns) do
      for _, one in ipairs(inner.pieces) do into(column, one) end
    end
  end
  for _, piece in ipairs(pieces) do
    if piece.kind == 'columns' then
      open = false
      bands:insert(piece.columns:map(function(column)
        local flat = { share = column.share, pieces = pandoc.List({}) }
        for _, one in ipairs(column.pieces) do into(flat, one) end
        return flat
      end))
    else
      if not open then bands:insert(pandoc.List({ { share = 100, pieces = pandoc.List({}) } })) end
      open = true
      into(bands[#bands][1], piece)
    end
  end
  return bands
end

return { is_more = is_more, of = pieces_of, as_blocks = as_blocks, bands_of = bands_of }
end
