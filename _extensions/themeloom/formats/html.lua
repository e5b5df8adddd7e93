-- The web and reveal.js.

local parts = (...)('parts')

return function(meta, output)
local take_span = parts.take_span

local html = {}

-- The page on which each quotation is followed back to its source, from the document's place.
-- `themeloom` says where it is; under Quarto it is linked once `themeloom` has made it.
local function evidence_page()
  if FORMAT == 'revealjs' or output == 'poster' or meta.blind == true then return nil end
  if meta['evidence-page'] then return pandoc.utils.stringify(meta['evidence-page']) end
  local project = quarto and quarto.project
  if not (project and project.output_directory and quarto.doc.input_file) then return nil end
  local page = { 'evidence', 'index.html' }
  if not pandoc.path.exists(pandoc.path.join({ project.output_directory, table.unpack(page) })) then return nil end
  local place = pandoc.path.make_relative(quarto.doc.input_file, project.directory)
  local up = pandoc.List(pandoc.path.split(place)):map(function() return '..' end)
  up:remove()
  return table.concat(up .. pandoc.List(page), '/')
end

local EVIDENCE = evidence_page()
local WORD = meta.labels and meta.labels.evidence or 'evidence'

-- What stands below a quotation: who said it, and the way to where it was said.
local function caption_of(div, attribution)
  local line = attribution and pandoc.Inlines(attribution) or pandoc.Inlines({})
  local name = div.attributes.quote
  if EVIDENCE and name then
    if attribution then line:insert(pandoc.Space()) end
    local class = attribution and 'evidence' or 'evidence alone'
    line:insert(pandoc.Link(pandoc.utils.stringify(WORD), EVIDENCE .. '#quote-' .. name, '', { class = class }))
  end
  return #line > 0 and { pandoc.Plain(line) } or {}
end

-- <figure class="quotation"><blockquote>…</blockquote><figcaption>…</figcaption></figure>
function html.quotation(div)
  local attribution, words = take_span(div.content, 'attribution')
  local quote = pandoc.BlockQuote(words)
  return pandoc.Figure({ quote }, { long = caption_of(div, attribution) }, div.attr)
end

return html
end
