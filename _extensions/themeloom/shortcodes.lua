-- Evidence by name: {{< quote trusted >}}, {{< theme integration >}}, {{< value interviews >}} …
--
-- Each name stands for a Markdown fragment in data-derived/evidence/ that `themeloom derive`
-- wrote. Where a shortcode is alone in its paragraph it gives the whole of it (a quotation
-- with its attribution, a table); within a line it gives the words that fit there. An id is
-- kept at its first use only, so that a document has none twice.

local EVIDENCE = { 'data-derived', 'evidence' }
local OPTIONS = {
  quote = { part = { 'words', 'attribution' }, wording = { 'translation', 'original', 'both' } },
  theme = { part = { 'title', 'statement', 'subthemes', 'relations' } },
  value = { form = { 'words', 'digits', 'capital' } },
}
-- What a person calls each kind.
local NAMES = { quote = 'quotation', study = 'field of the study', notebook = 'notebook result', question = 'research question' }

local NONE = 'nothing is derived yet; run: themeloom derive, of the Python package themeloom'

local folder = quarto.utils.resolve_path('formats')
local part = dofile(pandoc.path.join({ folder, 'part.lua' }))(folder)
local near = part('near')
local used_ids = {}
-- What is resolved just now: the shortcode and what it names.
local called = ''

-- Where a shortcode stands first in the document: Quarto does not say it.
local function place_in_document()
  local file = quarto.doc.input_file
  local stream = file and io.open(file, 'rb')
  if not stream then return '' end
  local root = quarto.project and quarto.project.directory
  local name, words = root and pandoc.path.make_relative(file, root) or file, called:gsub('[^%w%s]', '%%%0')
  local pattern, number, found = '{{<%s*' .. words:gsub('%s+', '%%s+') .. '%f[^%w_-]', 0, nil
  for line in stream:lines() do
    number = number + 1
    if not found and line:match(pattern) then found = name .. ':' .. number end
  end
  stream:close()
  return found or name
end

-- The built-in renderer knows the place itself, and gathers all mistakes.
local function fail(message, hint)
  if quarto.version then part('stop')(message, hint, place_in_document()) end
  error(message .. '\nhint: ' .. hint, 0)
end

-- The folder with the fragments: the project's, or that of a folder above this one.
local function evidence_folder()
  local root = quarto.project and quarto.project.directory
  local folder = root or pandoc.system.get_working_directory()
  local function in_folder(base)
    return pandoc.path.join({ base, table.unpack(EVIDENCE) })
  end
  while not root and not pcall(pandoc.system.list_directory, in_folder(folder)) do
    local above = pandoc.path.directory(folder)
    if above == folder then break end
    folder = above
  end
  return in_folder(folder)
end

-- The names of all fragments of a kind, in order.
local function known_names(kind)
  local fine, files = pcall(pandoc.system.list_directory, evidence_folder())
  local names = {}
  for _, file in ipairs(fine and files or {}) do
    local name = file:match('^' .. kind .. '%-(.+)%.md$')
    if name and not name:find('--', 1, true) then names[#names + 1] = name end
  end
  table.sort(names)
  return names
end

-- An id that the document has already is left out of the fragment's mark-up; `{#` within
-- words is escaped there. It is done in the text because Quarto, when it reads the text,
-- takes labelled figures and tables for itself.
local function with_ids_once(text)
  return (text:gsub('(\\?){#([%w_-]+)', function(backslash, id)
    if backslash ~= '' then return nil end
    if used_ids[id] then return '{' end
    used_ids[id] = true
  end))
end

-- The text of a fragment; nil if there is none.
local function text_of(kind, name)
  local file = name == '' and kind or (kind .. '-' .. name)
  local stream = io.open(pandoc.path.join({ evidence_folder(), file .. '.md' }), 'rb')
  if not stream then return nil end
  local text = stream:read('a')
  stream:close()
  return text
end

-- The fragment's blocks. `shape` may change its text first.
local function read_fragment(kind, name, shape)
  local text = text_of(kind, name)
  if not text then
    fail('there is no ' .. (NAMES[kind] or kind) .. ' "' .. name .. '"',
      near(name, known_names(kind), NONE))
  end
  return quarto.utils.string_to_blocks(shape and shape(text) or text)
end

-- An option of the shortcode as a string; nil if it was not given. Refuses what there is not.
local function option(kind, kwargs, key)
  local value = kwargs[key]
  value = value and pandoc.utils.stringify(value) or ''
  if value == '' then return nil end
  for _, one in ipairs(OPTIONS[kind][key]) do
    if one == value then return value end
  end
  fail(key .. '=' .. value .. ' is nothing that a ' .. (NAMES[kind] or kind) .. ' has',
    near(value, OPTIONS[kind][key]))
end

local function name_in(kind, args)
  local name = args[1] and pandoc.utils.stringify(args[1]) or ''
  if name == '' then
    fail('{{< ' .. kind .. ' >}} does not say which ' .. (NAMES[kind] or kind),
      near('', known_names(kind), NONE))
  end
  return name
end

-- The first span of a class within blocks.
local function find_span(blocks, class)
  local found
  pandoc.Blocks(blocks):walk({ Span = function(span)
    if not found and span.classes:includes(class) then found = span end
  end })
  return found
end

-- The content of the first span of a class within blocks.
local function span_content(blocks, class)
  local found = find_span(blocks, class)
  return found and found.content or pandoc.Inlines({})
end

-- The inlines of the first paragraph: of a div that is alone, its first paragraph.
local function first_paragraph(blocks)
  local first = blocks[1]
  while first and first.t == 'Div' do first = first.content[1] end
  return first and first.content or pandoc.Inlines({})
end

-- What a document gets: a string in an attribute or in code, else inlines.
local function inline_or_text(inlines, context)
  if context == 'text' then return pandoc.utils.stringify(inlines) end
  return pandoc.Inlines(inlines)
end

-- A voice within a line: its words with their quotation marks, marked as a voice.
local function voice(blocks)
  local div = blocks[1]
  local classes = { 'voice' }
  for _, class in ipairs(div.classes) do
    if class:match('^thread%-') then classes[#classes + 1] = class end
  end
  local attributes = {} -- pairs: a Lua table of two keys has another order in every run
  for _, key in ipairs({ 'lang', 'dir' }) do
    if div.attributes[key] then attributes[#attributes + 1] = { key, div.attributes[key] } end
  end
  local line = pandoc.Inlines({ pandoc.Span(first_paragraph(blocks), pandoc.Attr('', classes, attributes)) })
  local original = find_span(blocks, 'original')
  if original then line:extend({ pandoc.Space(), pandoc.Str('('), original, pandoc.Str(')') }) end
  return line
end

-- Ids count only where the whole fragment is put.
local function whole(is_whole) return is_whole and with_ids_once or nil end

-- The fragment of a quotation; one without a translation has one wording only.
local function worded(name, wording)
  local asked = wording and name .. '--' .. wording
  return asked and text_of('quote', asked) and asked or name
end

local function quote(args, kwargs, _, _, context)
  local part = option('quote', kwargs, 'part')
  local alone = context == 'block' and not part
  local name = worded(name_in('quote', args), option('quote', kwargs, 'wording'))
  local blocks = read_fragment('quote', name, whole(alone))
  if part == 'attribution' then
    return inline_or_text(span_content(blocks, 'attribution'), context)
  elseif alone then
    -- Its id stands at its first use only; by its name each use leads to its evidence.
    blocks[1].attributes.quote = name_in('quote', args)
    return blocks
  end
  return inline_or_text(voice(blocks), context)
end

-- The subthemes of a theme: a list, or within a line their titles.
local function subthemes(blocks, context)
  local list
  pandoc.Blocks(blocks):walk({ BulletList = function(found) list = list or found end })
  if not list then return context == 'block' and {} or inline_or_text(pandoc.Inlines({}), context) end
  if context == 'block' then return pandoc.Blocks({ list }) end
  local line = pandoc.Inlines({})
  for _, item in ipairs(list.content) do
    if #line > 0 then line:extend({ pandoc.Str(';'), pandoc.Space() }) end
    line:extend(span_content(item, 'subtheme-title'))
  end
  return inline_or_text(line, context)
end

-- On a poster and on slides there is room for what subthemes are called.
local function titles_only(blocks)
  return pandoc.Blocks(blocks):walk({ BulletList = function(list)
    list.content = pandoc.List(list.content):map(function(item)
      local title = find_span(item, 'subtheme-title')
      return title and { pandoc.Plain({ title }) } or item
    end)
    return list
  end })
end

local BRIEF = { poster = true, slides = true }

local function theme(args, kwargs, meta, _, context)
  local part = option('theme', kwargs, 'part')
  local alone = context == 'block' and not part
  local blocks = read_fragment('theme', name_in('theme', args), whole(alone))
  if BRIEF[meta and pandoc.utils.stringify(meta['themeloom-output'] or '') or ''] then
    blocks = titles_only(blocks)
  end
  if part == 'subthemes' then return subthemes(blocks, context) end
  if alone then return blocks end
  return inline_or_text(span_content(blocks, 'theme-' .. (part or 'title')), context)
end

local function implication(args, _, _, _, context)
  local blocks = read_fragment('implication', name_in('implication', args), whole(context == 'block'))
  if context == 'block' then return blocks end
  return inline_or_text(first_paragraph(blocks), context)
end

-- What can only stand in a paragraph of its own.
local function refuse_in_line(kind, name, context)
  if context ~= 'block' then
    fail('the ' .. kind .. ' "' .. name .. '" stands in a line with something else',
      'give {{< ' .. (kind:match('^%a+ of the (%a+)$') or kind) .. ' ' .. name .. ' >}} a paragraph of its own, blank lines around it')
  end
end

local function implications(_, kwargs, _, _, context)
  if context ~= 'block' then
    fail('the implications stand in a line with something else',
      'give {{< implications >}} a paragraph of its own, blank lines around it')
  end
  local audience = pandoc.utils.stringify(kwargs.audience or '')
  return read_fragment('implications', audience, with_ids_once)
end

local function with_capital(inlines)
  local text = pandoc.utils.stringify(inlines)
  return pandoc.Inlines({ pandoc.Str(
    pandoc.text.upper(pandoc.text.sub(text, 1, 1)) .. pandoc.text.sub(text, 2, -1)) })
end

local function value(args, kwargs, _, _, context)
  local blocks = read_fragment('value', name_in('value', args))
  local span = first_paragraph(blocks)[1]
  local form = option('value', kwargs, 'form')
  if form == 'digits' then
    span.content = pandoc.Inlines({ pandoc.Str(span.attributes.number) })
  elseif form == 'capital' then
    span.content = with_capital(span.content)
  end
  return inline_or_text({ span }, context)
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
  return with_ids_once(text)
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
    fail('the table "' .. name .. '" shows no quotations to choose from', 'leave quotations=' .. asked .. ' out')
  end
  local number = tonumber(asked:match('^%d+$'))
  if not number or number < 1 then
    fail('quotations=' .. asked .. ' is no number of quotations', 'write quotations=2, or as many as you want')
  end
  return number
end

local function table_shortcode(args, kwargs, _, _, context)
  local name = name_in('table', args)
  refuse_in_line('table', name, context)
  local most = most_quotations(name, kwargs)
  return read_fragment('table', name, table_text):walk({ Table = function(element)
    if name == 'themes-quotations' then element = gather_last_cells(element, most) end
    -- PowerPoint knows no spans of pandoc's.
    if not quarto.doc.is_format('pptx') then element = join_first_cells(element) end
    return pass_on(element, kwargs, { quotations = true })
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
  local name = name_in('figure', args)
  refuse_in_line('figure', name, context)
  local size = pandoc.utils.stringify(kwargs.size or '')
  return read_fragment('figure', name, with_ids_once):walk({ Image = function(image)
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
    local there = text_of('study', field)
    if there and pandoc.utils.stringify(read_fragment('study', field)) == said then return true end
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
    local name = name_in(kind, args)
    if kind == 'study' and name == 'analysis' then refuse_in_line('field of the study', name, context) end
    local blocks = read_fragment(kind, name, whole(context == 'block'))
    if meta and meta.blind == true and is_personal(kind, name, blocks) then
      blocks = pandoc.Blocks({ pandoc.Para(pandoc.Inlines('[removed for review]')) })
    end
    -- What a section is for that the words stand in, only an article says.
    if context ~= 'block' or not quarto.doc.is_format('jats') then blocks = unwrapped(blocks) end
    if context == 'block' then return blocks end
    return inline_or_text(pandoc.utils.blocks_to_inlines(blocks), context)
  end
end

-- Only a web page can lead to the page of a notebook.
local function notebook_link(span)
  if span.classes:includes('notebook-link') and not quarto.doc.is_format('html') then return {} end
end

local function notebook(args, kwargs, _, _, context)
  local label = args[2] and ('-' .. pandoc.utils.stringify(args[2])) or ''
  local name = name_in('notebook', args) .. label
  refuse_in_line('notebook', name, context)
  return read_fragment('notebook', name, with_ids_once):walk({ Span = notebook_link, Image = function(image)
    image.src = drawing(image.src, '')
    return pass_on(image, kwargs, {})
  end })
end

-- Within metadata Quarto hands over `key=value` as a plain argument.
local function with_options(kind, handler)
  return function(args, kwargs, meta, raw_args, context)
    called = kind .. (args[1] and ' ' .. pandoc.utils.stringify(args[1]) or '')
    local names, options = pandoc.List({}), {}
    for key, given in pairs(kwargs) do options[key] = given end
    for _, argument in ipairs(args) do
      local key, given = pandoc.utils.stringify(argument):match('^([%w-]+)=(.*)$')
      if key then options[key] = given else names:insert(argument) end
    end
    return handler(names, options, meta, raw_args, context)
  end
end

local handlers = {
  quote = quote,
  theme = theme,
  implication = implication,
  implications = implications,
  value = value,
  table = table_shortcode,
  figure = figure,
  study = words_of('study'),
  point = words_of('point'),
  passage = words_of('passage'),
  question = words_of('question'),
  notebook = notebook,
}
for name, handler in pairs(handlers) do handlers[name] = with_options(name, handler) end
return handlers
