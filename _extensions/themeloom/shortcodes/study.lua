-- Evidence of how it was found: numbers, tables, figures, the study's own words, results of notebooks.

local part = ...
local reading = part('reading')

local function with_capital(inlines)
  local text = pandoc.utils.stringify(inlines)
  return pandoc.Inlines({ pandoc.Str(
    pandoc.text.upper(pandoc.text.sub(text, 1, 1)) .. pandoc.text.sub(text, 2, -1)) })
end

local function value(args, kwargs, _, _, context)
  local blocks = reading.read_fragment('value', reading.name_in('value', args))
  local span = reading.first_paragraph(blocks)[1]
  local form = reading.option('value', kwargs, 'form')
  if form == 'digits' then
    span.content = pandoc.Inlines({ pandoc.Str(span.attributes.number) })
  elseif form == 'capital' then
    span.content = with_capital(span.content)
  end
  return reading.inline_or_text({ span }, context)
end

-- The options of a shortcode that are none of ours become attributes of the element.
local function pass_on(element, kwargs, ours)
  local keys = {}
  for key in pairs(kwargs) do
    if not ours[key] then keys[#keys + 1] = key end
  end
  table.sort(keys)
  for _, key in ipairs(keys) do element.attributes[key] = pandoc.utils.stringify(kwargs[key]) end
  return element
end

-- Quarto keeps no labelled table for PowerPoint: the label goes, after the words of the caption.
local function table_text(text)
  if quarto.doc.is_format('pptx') then return (text:gsub('(\n\n: [^\n]*) {#[^}\n]*}', '%1')) end
  return reading.with_ids_once(text)
end

-- An empty first cell means "the same as above": the cell above spans its row too.
local function join_first_cells(element)
  for _, body in ipairs(element.bodies) do
    local above
    for _, row in ipairs(body.body) do
      local first = row.cells[1]
      if above and first and #first.contents == 0 then
        above.row_span = above.row_span + 1
        row.cells:remove(1)
      else
        above = first
      end
    end
  end
  return element
end

-- A row that has only its last cell goes on with what the last cell above says: so one row has
-- all that was said under a theme, or as many quotations as are asked for.
local function gather_last_cells(element, most)
  for _, body in ipairs(element.bodies) do
    local rows, count = pandoc.List({}), 0
    for _, row in ipairs(body.body) do
      local goes_on = #rows > 0
      for place = 1, #row.cells - 1 do goes_on = goes_on and #row.cells[place].contents == 0 end
      count = goes_on and count + 1 or 1
      local last = row.cells[#row.cells].contents:map(function(block)
        return block.t == 'Plain' and pandoc.Para(block.content) or block
      end)
      if not goes_on then
        row.cells[#row.cells].contents = last
        rows:insert(row)
      elseif count <= most then
        rows[#rows].cells[#row.cells].contents:extend(last)
      end
    end
    body.body = rows
  end
  return element
end

-- How many quotations of each theme are asked for; all of them where nothing is said.
local function most_quotations(name, kwargs)
  local asked = kwargs.quotations and pandoc.utils.stringify(kwargs.quotations)
  if not asked then return math.huge end
  if name ~= 'themes-quotations' then
    reading.fail('the table "' .. name .. '" shows no quotations to choose from', 'leave quotations=' .. asked .. ' out')
  end
  local number = tonumber(asked:match('^%d+$'))
  if not number or number < 1 then
    reading.fail('quotations=' .. asked .. ' is no number of quotations', 'write quotations=2, or as many as you want')
  end
  return number
end

local function table_shortcode(args, kwargs, _, _, context)
  local name = reading.name_in('table', args)
  reading.refuse_in_line('table', name, context)
  local most = most_quotations(name, kwargs)
  return reading.read_fragment('table', name, table_text):walk({ Table = function(element)
    if name == 'themes-quotations' then element = gather_last_cells(element, most) end
    return pass_on(join_first_cells(element), kwargs, { quotations = true })
  end })
end

-- The drawing for the place (paper, poster, slide), in a file type the format can hold.
local function drawing(source, size)
  if size ~= '' and size ~= 'paper' then source = source:gsub('(%.%w+)$', '-' .. size .. '%1') end
  if quarto.doc.is_format('docx') or quarto.doc.is_format('pptx') then
    source = source:gsub('%.svg$', '.png')
  end
  return source
end

local function figure(args, kwargs, _, _, context)
  local name = reading.name_in('figure', args)
  reading.refuse_in_line('figure', name, context)
  local size = pandoc.utils.stringify(kwargs.size or '')
  return reading.read_fragment('figure', name, reading.with_ids_once):walk({ Image = function(image)
    image.src = drawing(image.src, size)
    return pass_on(image, kwargs, { size = true })
  end })
end

-- What a blind review must not see: these fields of the study, and passages with their words.
local PERSONAL = { acknowledgements = true, article = true, contact = true, doi = true, notice = true,
  analysis = true, ethics = true, funding = true, funders = true, registration = true, setting = true }

local function is_personal(kind, name, blocks)
  if kind == 'study' then return PERSONAL[name] == true end
  local said = pandoc.utils.stringify(blocks)
  for _, field in ipairs({ 'acknowledgements', 'contact' }) do
    local there = reading.text_of('study', field)
    if there and pandoc.utils.stringify(reading.read_fragment('study', field)) == said then return true end
  end
  return false
end

local function unwrapped(blocks)
  return blocks:walk({ Div = function(div)
    if div.classes:includes('statement-of') then return div.content end
  end })
end

-- A fragment of plain words: whole in a paragraph of its own, else as inlines.
local function words_of(kind)
  return function(args, _, meta, _, context)
    local name = reading.name_in(kind, args)
    if kind == 'study' and name == 'analysis' then reading.refuse_in_line('field of the study', name, context) end
    local blocks = reading.read_fragment(kind, name, reading.whole(context == 'block'))
    if meta and meta.blind == true and is_personal(kind, name, blocks) then
      blocks = pandoc.Blocks({ pandoc.Para(pandoc.Inlines('[removed for review]')) })
    end
    -- What a section is for that the words stand in, only an article says.
    if context ~= 'block' or not quarto.doc.is_format('jats') then blocks = unwrapped(blocks) end
    if context == 'block' then return blocks end
    return reading.inline_or_text(pandoc.utils.blocks_to_inlines(blocks), context)
  end
end

-- Only a web page can lead to the page of a notebook; the blank within the link's span is lost.
local function notebook_link(span)
  if span.classes:includes('notebook-link') then
    return quarto.doc.is_format('html') and { pandoc.Space(), span } or {}
  end
end

local function notebook(args, kwargs, _, _, context)
  local label = args[2] and ('-' .. pandoc.utils.stringify(args[2])) or ''
  local name = reading.name_in('notebook', args) .. label
  reading.refuse_in_line('notebook', name, context)
  return reading.read_fragment('notebook', name, reading.with_ids_once):walk({ Span = notebook_link, Image = function(image)
    image.src = drawing(image.src, '')
    return pass_on(image, kwargs, {})
  end })
end

return {
  value = value,
  table = table_shortcode,
  figure = figure,
  study = words_of('study'),
  point = words_of('point'),
  passage = words_of('passage'),
  question = words_of('question'),
  notebook = notebook,
}
