-- What a document means of other documents of its project: the numbers of their figures and
-- tables, and the files that are made of them. The built-in renderer is told it, and for Quarto
-- `themeloom derive` writes it down.

local function of_quarto()
  local root = quarto.project and quarto.project.directory
  local input = quarto.doc and quarto.doc.input_file
  local file = root and input and io.open(pandoc.path.join({ root, '.themeloom', 'elsewhere.json' }))
  if not file then return nil end
  local listed = pandoc.json.decode(file:read('a'), false)
  file:close()
  return (listed[pandoc.path.make_relative(input, root):gsub('\\', '/')] or {})[FORMAT]
end

local elsewhere = quarto and of_quarto()
if not quarto then elsewhere = pandoc.json.decode(pandoc.system.read_file('build.json'), false).elsewhere end
local told = { labels = elsewhere and elsewhere.labels or {}, files = elsewhere and elsewhere.files or {} }

-- The file of a document, as it was written or from the root, and the place in it; nil if nothing
-- is known of it.
function told.link(document, fragment)
  local file = told.files[document]
  return file and file .. (fragment or '') or nil
end

return told
