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
local parts, slides, in_typst = part('parts'), part('slides'), part('slides_in_typst')

return function(document)
local has = parts.has
local MARK, SLIDE = '\u{E010}', '\u{E011}'
local level = PANDOC_WRITER_OPTIONS.slide_level
  or tonumber(pandoc.utils.stringify(document.meta['slide-level'] or '2')) or 2
local held = part('pieces')(level)
local is_more, pieces_of, as_blocks, bands_of = held.is_more, held.of, held.as_blocks, held.bands_of

-- A piece as Typst has it; its caption is a box of its own with the same number, below a picture
-- and above a table.
local function piece_in_typst(number, piece)
  local opened = '#piece(' .. number .. ', "' .. piece.kind .. '")['
  if piece.kind ~= 'picture' and piece.kind ~= 'table' then return { opened, as_blocks(piece), ']\n' } end
  local kind = piece.kind == 'table' and 'table' or 'image'
  local drawn = { opened .. '#figure(kind: ' .. kind .. ', supplement: none, numbering: none)[', as_blocks(piece), ']]\n' }
  local words = piece.kind == 'picture' and { pandoc.Para(piece.image.caption) } or piece.table.caption.long or {}
  if pandoc.utils.stringify(pandoc.Blocks(words)) == '' then return drawn end
  local above = piece.kind == 'table' and ', above: 32' or ''
  local caption = pandoc.List({ '#piece(' .. number .. ', "caption"' .. above .. ')[', pandoc.Blocks(words), ']\n' })
  if piece.kind == 'picture' then return pandoc.List(drawn) .. caption end
  drawn[1] = drawn[1]:gsub('"table"%)', '"table", above: 14)')
  return caption .. drawn
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

-- Quarto sets references only after all filters: here it is said where.
local function with_place_for_references(blocks)
  local meta, found = document.meta, false
  if not quarto or not (meta.bibliography or meta.references) or meta['suppress-bibliography'] == true then return blocks end
  blocks:walk({ Div = function(div) found = found or div.identifier == 'refs' end })
  if not found then blocks:insert(pandoc.Div({}, pandoc.Attr('refs'))) end
  return blocks
end

-- All that is cited, in the notes for speakers as well.
local function citations(blocks)
  local found = pandoc.Inlines(document.meta.nocite or {})
  blocks:walk({ Cite = function(cite) found:insert(cite) end })
  return found
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
local blocks = with_place_for_references(document.blocks)
local cited = citations(blocks)
typst:extend(slides.contents(blocks, level, document.meta))
for _, one in ipairs(slides.parted(blocks, level)) do result:extend(slide(one.header, one.blocks)) end
notes_slide(blocks)
document.blocks = result
document.meta['themeloom-slides'] = pandoc.MetaString(pandoc.json.encode(listed))
document.meta['themeloom-typst'] = pandoc.MetaString(pandoc.json.encode({ in_typst(typst, document.meta, folder, cited) }))
return document
end
