-- The colophon: from which commit, evidence and renderer an output was made.
--
-- The built-in renderer gives it as metadata. For Quarto, `themeloom derive` (the project's
-- pre-render step) writes it to .themeloom/colophon.txt. It is seen at the foot and stands
-- in the file's properties; a blind version has neither. Whatever was not checked as usual is
-- told there as well: how much of it everywhere, each single thing in papers.

local part = ...
local parts = part('parts')

-- Our own templates and office styles show it; other ones are given it as text.
local function shown_by_template(meta)
  local ours = meta['themeloom-document'] or meta['themeloom-output']
  return ours ~= nil and FORMAT ~= 'docx' and FORMAT ~= 'revealjs'
end

-- The first line is the colophon, each other line one thing that was not checked as usual.
local function from_file()
  local root = quarto and quarto.project and quarto.project.directory
  local file = root and io.open(pandoc.path.join({ root, '.themeloom', 'colophon.txt' }))
  if not file then return nil, nil end
  local lines = pandoc.List({})
  for line in file:lines() do lines:insert(pandoc.Inlines(line)) end
  file:close()
  return lines:remove(1), lines
end

local function add_to_head(meta, text)
  local tag = '<meta name="dcterms.provenance" content="' .. part('literal').entities(text) .. '">'
  if meta['themeloom-document'] == nil and quarto and quarto.doc and quarto.doc.include_text then
    quarto.doc.include_text('in-header', tag)
    return
  end
  local head = meta['header-includes']
  local list = pandoc.utils.type(head) == 'List' and head or pandoc.List(head and { head } or {})
  list:insert(pandoc.MetaBlocks({ pandoc.RawBlock('html', tag) }))
  meta['header-includes'] = list
end

local function foot(inlines, caveats)
  local paragraphs = pandoc.List({ pandoc.Para(inlines) })
  if FORMAT ~= 'revealjs' then
    for _, one in ipairs(caveats) do paragraphs:insert(pandoc.Para(one)) end
  end
  -- In pairs: the order of names in a table is chance.
  local english = { { 'lang', 'en' }, { 'dir', 'ltr' } }
  if FORMAT == 'docx' then return parts.styled('Colophon', paragraphs, pandoc.Attr('', {}, english)) end
  return pandoc.Div(paragraphs, pandoc.Attr('', { 'colophon' }, english))
end

return function(document)
  local meta = document.meta
  if meta.blind == true then return document end
  -- What was checked is not for a document to say: under Quarto the file goes first.
  local inlines, caveats = from_file()
  inlines, caveats = inlines or meta.colophon, caveats or meta.caveats or {}
  if not inlines then return document end
  local text = pandoc.utils.stringify(inlines)
  meta.colophon = pandoc.MetaInlines(pandoc.Inlines(text))
  meta.caveats = #caveats > 0 and pandoc.MetaList(caveats) or nil
  if parts.html then add_to_head(meta, text) end
  if FORMAT == 'docx' or FORMAT == 'pptx' then
    local about = meta.description and pandoc.utils.stringify(meta.description) or ''
    if about:match('%w$') then about = about .. '.' end
    meta.description = pandoc.MetaString(about == '' and text or about .. ' ' .. text)
  end
  -- A deck in PowerPoint gets it when its slides are finished; a paragraph would be too large.
  if FORMAT ~= 'pptx' and FORMAT ~= 'typst' and not shown_by_template(meta) then
    document.blocks:insert(foot(pandoc.Inlines(text), caveats))
  end
  return document
end
