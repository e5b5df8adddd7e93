-- The slides of a deck as a document for Typst, with the template of slides, which says where
-- everything stands on them in PowerPoint.

local part = ...

local OF_TYPST = { ['.png'] = true, ['.jpg'] = true, ['.jpeg'] = true, ['.gif'] = true, ['.svg'] = true, ['.webp'] = true, ['.pdf'] = true }

-- An empty drawing of the same shape, for a picture that Typst does not read; or, as it would set it.
local function blank_in_typst(image, as_set)
  local _, bytes = pandoc.mediabag.fetch(image.src)
  local fine, size = pcall(pandoc.image.size, bytes or '')
  local points = as_set and fine and size.dpi_horz and size.dpi_horz > 0 and 72 / size.dpi_horz or 1
  local wide, high = (fine and size.width or 400) * points, (fine and size.height or 300) * points
  local drawing = string.format("<svg xmlns='http://www.w3.org/2000/svg' width='%g' height='%g'/>", wide, high)
  return pandoc.RawInline('typst', '#box(image(bytes("' .. drawing .. '"), format: "svg"))')
end

-- A picture as Typst finds it, from the project's root.
local function picture_in_typst(image)
  local _, suffix = pandoc.path.split_extension(image.src)
  -- What cells drew under Quarto is gone when the slides are set.
  local passing = quarto and image.src:match('_files[/\\]figure%-')
  if passing or image.src:match('^data:') or not OF_TYPST[suffix:lower()] then
    return blank_in_typst(image, passing)
  end
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
}

local FRAME = [[
#let horizontalrule = line(length: 50%)
#set smartquote(enabled: false)

$typst-template.typ()$

$typst-show.typ()$

$body$
]]

-- The frame with what lies in another folder than the template's, where pandoc does not look.
local function framed(folder)
  local read = function(name) return assert(io.open(pandoc.path.join({ folder, name }))):read('a') end
  local put = { ['template'] = read('typst-template.typ'), ['tools'] = read('../themeloom/typst-tools.typ') }
  local frame = FRAME
  for _, name in ipairs({ 'template', 'tools' }) do
    frame = frame:gsub('%$typst%-' .. name .. '%.typ%(%)%$', function() return put[name] end)
  end
  return frame
end

-- The slides with what a deck says of itself and all that it cites; the folder is that of the template.
return function(slides, meta, folder, cited)
  local lines, kinds = pandoc.List({}), pandoc.utils.stringify(meta['themeloom-lines'] or '')
  local given = pandoc.List(meta.author or {}):clone()
  for kind in kinds:gmatch('%S+') do
    lines:insert({ kind = pandoc.Inlines(kind), body = kind == 'subtitle' and meta.subtitle or given:remove(1) })
  end
  local whole = pandoc.Pandoc(slides:walk(FOR_TYPST), meta)
  whole.meta['slide-lines'] = lines
  -- Quarto words citations only after all filters.
  if quarto and (meta.bibliography or meta.references) then
    whole.meta.nocite = cited
    whole = pandoc.utils.citeproc(whole)
  end
  whole = part('literal').in_typst(whole:walk({ Div = function(div) return #div.content == 0 and {} or nil end }))
  local template = pandoc.template.compile(framed(folder), pandoc.path.join({ folder, 'frame.typ' }))
  return pandoc.write(whole, 'typst-smart-citations', { template = template, wrap_text = 'wrap-none' })
end
