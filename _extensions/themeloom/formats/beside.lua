-- Under Quarto a page is not told which other files its document is made into: they are read
-- from the document's own front matter, in its order, as the built-in renderer lists them.

local CALLED = { docx = { 'Word', 'docx' }, jats = { 'JATS XML', 'xml' }, typst = { 'PDF', 'pdf' } }

-- The front matter of a document; a notebook has it in its first cell that is raw text.
local function front_matter(input)
  local file = io.open(input, 'rb')
  local text = file and file:read('a') or ''
  if file then file:close() end
  if not input:match('%.ipynb$') then return text end
  for _, cell in ipairs((pandoc.json.decode(text, false) or {}).cells or {}) do
    local source = cell.source
    if cell.cell_type == 'raw' then return type(source) == 'table' and table.concat(source) or source end
  end
  return ''
end

-- The keys one level below `format:` between the first two lines of hyphens.
local function formats_of(text)
  local names, depth, within = pandoc.List({}), nil, false
  for line in text:gmatch('[^\r\n]+') do
    if line:match('^%-%-%-+%s*$') and within ~= false then break end
    if line:match('^%-%-%-+%s*$') then within = 'front matter' end
    local indent, key = line:match('^(%s*)([%w_-]+):')
    if key and indent == '' then within = key == 'format' and 'format' or 'front matter' end
    if key and indent ~= '' and within == 'format' then
      depth = depth or #indent
      if #indent == depth then names:insert(key) end
    end
  end
  return names
end

return function(meta)
  local input = quarto and quarto.doc and quarto.doc.input_file
  if not input then return end
  local stem = pandoc.path.split_extension(pandoc.path.filename(input))
  local others = pandoc.List({})
  for _, name in ipairs(formats_of(front_matter(input))) do
    local called = CALLED[name:gsub('^themeloom%-', '')]
    if called then
      others:insert({ name = pandoc.Inlines(called[1]), file = pandoc.Inlines(stem .. '.' .. called[2]) })
    end
  end
  if #others > 0 then meta['other-formats'] = others end
end
