-- Slides for PowerPoint, in pieces that pandoc keeps, and the same slides in Typst.
--
-- pandoc takes one picture or one table for a slide. Those in a div, a list, a quotation or
-- beside words it drops, and what follows one goes to another slide. So a slide of more than
-- words is taken apart here: a slide that is only marked, and after it a slide for each piece
-- whose title says which piece it is. `themeloom` puts the pieces on the first again.
--
-- Where they stand there, and how large they are, Typst finds: the slides are written for it too,
-- with the same pieces, and lie with a list of the slides in properties of the deck, which
-- `themeloom` takes out again.

local part, here = ...
local parts, slides = part('parts'), part('slides')

return function(document)
local has = parts.has
local MARK, SLIDE = '\u{E010}', '\u{E011}'
local level = PANDOC_WRITER_OPTIONS.slide_level
  or tonumber(pandoc.utils.stringify(document.meta['slide-level'] or '2')) or 2

-- Whether anything in a block is more than words.
local function is_more(block)
  local found = false
  local function yes() found = true end
  pandoc.Blocks({ block }):walk({
    Image = yes, Table = yes, Div = function(div) found = found or has(div, 'columns') end,
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

-- A piece as Typst has it; its caption is a box of its own with the same number.
local function piece_in_typst(number, piece)
  local around = { '#piece(' .. number .. ', "' .. piece.kind .. '")[', ']\n' }
  if piece.kind == 'picture' or piece.kind == 'table' then
    local kind = piece.kind == 'table' and 'table' or 'image'
    around = { around[1] .. '#figure(kind: ' .. kind .. ', supplement: none, numbering: none)[', ']]\n' }
  end
  return { around[1], as_blocks(piece), around[2] }
end

-- The pieces of a slide for pandoc, each a slide of its own, and for Typst, each in its column.
local function in_bands(bands)
  local blocks, typst, number = pandoc.Blocks({}), pandoc.List({}), 0
  for _, band in ipairs(bands) do
    if #band > 1 then
      local shares = band:map(function(column) return string.format('%gfr', column.share) end)
      typst:insert('#columns-layout((' .. table.concat(shares, ', ') .. '),')
    end
    for place, column in ipairs(band) do
      if #band > 1 then typst:insert('[') end
      for _, piece in ipairs(column.pieces) do
        number = number + 1
        -- The second of two columns has a box of its own in the layout.
        local box = #band == 2 and place or 1
        blocks:insert(pandoc.Header(level, table.concat({ MARK, number, piece.kind, box }, '|')))
        blocks:extend(as_blocks(piece))
        typst:extend(piece_in_typst(number, piece))
        -- pandoc sets the caption of a figure below its picture.
        if piece.kind == 'picture' and #piece.image.caption > 0 or piece.kind == 'table' and #(piece.table.caption.long or {}) > 0 then
          local words = piece.kind == 'picture' and { pandoc.Para(piece.image.caption) } or piece.table.caption.long
          typst:extend({ '#piece(' .. number .. ', "caption")[', pandoc.Blocks(words), ']\n' })
        end
      end
      if #band > 1 then typst:insert('],') end
    end
    if #band > 1 then typst:insert(')\n') end
  end
  return blocks, slides.joined(typst)
end

-- How many lines of a list or paragraph blocks are, as PowerPoint counts.
local function count(blocks)
  local found = 0
  local function one(block)
    if pandoc.utils.stringify(block) ~= '' then found = found + 1 end
  end
  pandoc.Blocks(blocks):walk({ Para = one, Plain = one, Header = one, LineBlock = one, CodeBlock = one })
  return found
end

local function unwrapped(blocks)
  return blocks:walk({ Div = function(div) return div.attributes.said and div.content or nil end })
end

-- Words that stand alone: what is said large, and what stands small below it.
local function alone(kind, body)
  local first = body[1]
  local evidence = first and first.t == 'Div' and first.attributes.said and first
  if evidence and has(evidence, kind == 'statement' and 'implication' or kind) then
    local said, below = pandoc.Blocks({}), pandoc.Blocks({})
    for number, block in ipairs(evidence.content) do
      (number <= tonumber(evidence.attributes.said) and said or below):insert(block)
    end
    for number, block in ipairs(body) do
      if number > 1 then below:insert(block) end
    end
    return said, below, evidence
  end
  return pandoc.Blocks({ first }), pandoc.Blocks({ table.unpack(body, 2) })
end

local function alone_in_typst(kind, said, below, evidence)
  if not evidence then
    said:extend(below)
    return said
  end
  local name, options = 'quotation', 'thread: ' .. (parts.thread_of(evidence) or '1')
  for _, key in ipairs({ 'lang', 'dir' }) do
    local value = evidence.attributes[key]
    if value then options = options .. ', ' .. key .. ': "' .. value:gsub('[^%w-]', '') .. '"' end
  end
  if kind == 'statement' then
    name, options = 'implication', 'threads: (' .. table.concat(parts.threads_of(evidence):map(function(one) return one .. ',' end)) .. ')'
  end
  local pieces = pandoc.List({ '#' .. name .. '(' .. options })
  if #below > 0 then pieces:extend({ kind == 'statement' and ', named: [' or ', attribution: [', below, ']' }) end
  pieces:extend({ ')[', said, ']' })
  return slides.joined(pieces)
end

-- What `themeloom` is told of each slide, and the slides in Typst.
local listed, typst = pandoc.List({}), pandoc.Blocks({})
local ALONE = { section = true, statement = true, quotation = true, closing = true }

local function list(header, kind, more)
  local entry = { kind = kind, thread = tonumber(parts.thread_of(header) or 0), id = header.identifier,
    words = 0, threads = pandoc.List({}) }
  for key, value in pairs(more) do entry[key] = value end
  listed:insert(entry)
end

-- A slide for pandoc: its heading bears the number of its entry.
local function headed(header, blocks)
  local words = pandoc.Inlines({ pandoc.Str(SLIDE .. #listed .. SLIDE) })
  words:extend(header.content)
  local result = pandoc.Blocks({ pandoc.Header(level, words, header.attr) })
  result:extend(blocks)
  return result
end

local function slide(header, blocks)
  local notes, body = slides.take_notes(blocks)
  local kind = slides.kind_of(header, level)
  local more = false
  for _, block in ipairs(body) do more = more or is_more(block) end
  local told = pandoc.Blocks(#notes > 0 and { pandoc.Div(notes, pandoc.Attr('', { 'notes' })) } or {})
  if not more and ALONE[kind] then
    local said, below, evidence = alone(kind, body)
    local threads = pandoc.List({})
    if evidence then
      threads = kind == 'statement' and parts.threads_of(evidence) or pandoc.List({ parts.thread_of(evidence) })
    end
    list(header, kind, { words = count(said), threads = threads:map(function(one) return tonumber(one) end) })
    local pptx = unwrapped(body)
    pptx:extend(told)
    typst:extend(slides.call(header, kind, alone_in_typst(kind, said, below, evidence)))
    return headed(header, pptx)
  end
  body = unwrapped(body)
  if not more then
    list(header, 'plain', {})
    typst:extend(slides.call(header, 'plain', body))
    body:extend(told)
    return headed(header, body)
  end
  local pieces = pandoc.List({})
  for _, piece in ipairs(pieces_of(body)) do
    if piece.kind == 'notes' then told:extend(piece.blocks) else pieces:insert(piece) end
  end
  local figure = kind == 'figure' and #pieces == 1 and pieces[1].kind == 'picture'
  local apart, drawn = in_bands(bands_of(pieces))
  list(header, figure and 'figure' or 'plain', {})
  typst:extend(slides.call(header, listed[#listed].kind, drawn))
  local marked = pandoc.Blocks({ pandoc.Para(MARK) })
  marked:extend(told)
  marked:extend(apart)
  return headed(header, marked)
end

-- pandoc puts all footnotes on a slide of their own at the end.
local function notes_slide(blocks)
  local words, number = pandoc.Blocks({}), 0
  blocks:walk({ Note = function(note)
    number = number + 1
    for place, block in ipairs(note.content) do
      local line = pandoc.Inlines(block.content or {})
      if place == 1 then line:insert(1, pandoc.Str(number .. '. ')) end
      words:insert(pandoc.Para(line))
    end
  end })
  if #words == 0 then return end
  local header = pandoc.Header(level, document.meta['notes-title'] and pandoc.Inlines(document.meta['notes-title']) or 'Notes')
  list(header, 'plain', {})
  typst:extend(slides.call(header, 'plain', words))
end

local OF_TYPST = { ['.png'] = true, ['.jpg'] = true, ['.jpeg'] = true, ['.gif'] = true, ['.svg'] = true, ['.webp'] = true, ['.pdf'] = true }

-- An empty drawing of the same shape, for a picture that Typst does not read.
local function blank_in_typst(image)
  local _, bytes = pandoc.mediabag.fetch(image.src)
  local fine, size = pcall(pandoc.image.size, bytes or '')
  local wide, high = fine and size.width or 400, fine and size.height or 300
  local drawing = string.format("<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d'/>", wide, high)
  return pandoc.RawInline('typst', '#box(image(bytes("' .. drawing .. '"), format: "svg"))')
end

-- A picture as Typst finds it, from the project's root.
local function picture_in_typst(image)
  local _, suffix = pandoc.path.split_extension(image.src)
  if image.src:match('^data:') or not OF_TYPST[suffix:lower()] then return blank_in_typst(image) end
  local root = quarto and quarto.project.directory
  local path = image.src
  if root and not (path:match('^/') and not pandoc.path.exists(path)) then
    local input = quarto.doc.input_file
    local folder = input and pandoc.path.directory(input) or pandoc.system.get_working_directory()
    local whole = pandoc.path.is_absolute(path) and path or pandoc.path.join({ folder, path })
    path = '/' .. pandoc.path.make_relative(pandoc.path.normalize(whole), root, true)
  end
  image.caption, image.title = {}, ''
  image.src = (path:match('^/') and path or '/' .. path):gsub('\\', '/')
  return image
end

local numbered = 0
local FOR_TYPST = {
  Image = picture_in_typst,
  -- Only the page itself knows what its links within lead to.
  Link = function(link) return link.target:match('^#') and link.content or nil end,
  Note = function()
    numbered = numbered + 1
    return pandoc.Superscript({ pandoc.Str(tostring(numbered)) })
  end,
  Table = function(element)
    element.caption, element.identifier = { long = {} }, ''
    element.classes:insert('typst:no-figure')
    return element
  end,
  CodeBlock = function(block) return pandoc.CodeBlock(block.text) end,
  -- Where Quarto will put references that are not shown.
  Div = function(div) return #div.content == 0 and {} or nil end,
}

local FRAME = [[
#let horizontalrule = line(length: 50%)
#set smartquote(enabled: false)

$typst-template.typ()$

$typst-show.typ()$

$body$
]]

-- The whole of it for Typst, with the template of the slides, which lies beside this extension.
local function in_typst(meta, folder)
  local lines, kinds = pandoc.List({}), pandoc.utils.stringify(meta['themeloom-lines'] or '')
  local given = pandoc.List(meta.author or {}):clone()
  for kind in kinds:gmatch('%S+') do
    lines:insert({ kind = pandoc.Inlines(kind), body = kind == 'subtitle' and meta.subtitle or given:remove(1) })
  end
  local whole = pandoc.Pandoc(typst:walk(FOR_TYPST), meta)
  whole.meta['slide-lines'] = lines
  -- Quarto words citations only after all filters.
  if quarto and (meta.bibliography or meta.references) then
    whole.meta['suppress-bibliography'] = true
    whole = pandoc.utils.citeproc(whole)
  end
  whole = part('literal').in_typst(whole)
  local template = pandoc.template.compile(FRAME, pandoc.path.join({ folder, 'frame.typ' }))
  return pandoc.write(whole, 'typst-smart-citations', { template = template, wrap_text = 'wrap-none' })
end

-- Where the template of the slides is: in the extension beside this one.
local function template_folder()
  local folder = pandoc.path.join({ here, '..', '..', 'themeloom-slides' })
  return pandoc.path.exists(pandoc.path.join({ folder, 'typst-template.typ' })) and folder or nil
end

-- A slide of a deck that nobody finishes: its pieces stay slides of their own.
local function spread(blocks)
  local more = false
  for _, block in ipairs(blocks) do more = more or is_more(block) end
  if not more then return blocks end
  local result, pieces = pandoc.Blocks({}), 0
  for _, band in ipairs(bands_of(pieces_of(blocks))) do
    for _, column in ipairs(band) do
      for _, piece in ipairs(column.pieces) do
        if piece.kind ~= 'notes' then
          if pieces > 0 then result:insert(pandoc.HorizontalRule()) end
          pieces = pieces + 1
        end
        result:extend(as_blocks(piece))
      end
    end
  end
  return result
end

-- Another reference presentation, which Quarto may be told, is not finished by us, and without the
-- Python package nobody finishes any: then slides stay as pandoc makes them.
local reference = PANDOC_WRITER_OPTIONS.reference_doc
local ours = reference and (not quarto or reference:match('reference[/\\]reference%.pptx$') and part('staged')())
local result = pandoc.Blocks({})
local folder = template_folder()
if not ours or not folder then
  for _, one in ipairs(slides.parted(document.blocks, level)) do
    result:extend(one.header and { one.header } or #result > 0 and { pandoc.HorizontalRule() } or {})
    result:extend(spread(unwrapped(one.blocks)))
  end
  document.blocks = result
  if ours then document.meta['themeloom-missing'] = 'themeloom-slides' end
  return document
end
for _, one in ipairs(slides.parted(document.blocks, level)) do result:extend(slide(one.header, one.blocks)) end
notes_slide(document.blocks)
document.blocks = result
document.meta['themeloom-slides'] = pandoc.MetaString(pandoc.json.encode(listed))
document.meta['themeloom-typst'] = pandoc.MetaString(pandoc.json.encode({ in_typst(document.meta, folder) }))
return document
end
