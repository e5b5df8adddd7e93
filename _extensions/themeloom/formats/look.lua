-- The look of a brand on top of ours: its colours and typefaces, and its logos where a document
-- begins and ends. `themeloom` stages a folder for each brand; the built-in renderer names it in
-- the metadata, and under Quarto it is found by the name of the document.

local part = ...
local parts = part('parts')
local text_of = parts.text_of

local EXTENSIONS = { paper = 'themeloom', poster = 'themeloom-poster', slides = 'themeloom-slides' }

local function root_of()
  if quarto then
    -- A document of no project has no looks either.
    local project = quarto.project and quarto.project.directory
    return project or pandoc.path.directory((quarto.doc or {}).input_file or '')
  end
  return pandoc.json.decode(pandoc.system.read_file('build.json'), false).root
end

local function decoded(path)
  local file = io.open(path)
  if not file then return nil end
  local text = file:read('a')
  file:close()
  return pandoc.json.decode(text, false)
end

-- The name of the folder for this document, or nil.
local function key_of(meta, root)
  if meta.look then return text_of(meta.look) end
  local input = quarto and quarto.doc and quarto.doc.input_file
  local listed = input and decoded(pandoc.path.join({ root, '.themeloom', 'looks', 'documents.json' }))
  if not listed then return nil end
  local name = pandoc.path.make_relative(input, root):gsub('\\', '/')
  if name:match('%.ipynb$') and listed[''] ~= '' then return listed[''] end
  return (listed[name] or {})[FORMAT]
end

-- ---- logos -------------------------------------------------------------------------------

local function escaped(text)
  return (text:gsub('[&<>"]', { ['&'] = '&amp;', ['<'] = '&lt;', ['>'] = '&gt;', ['"'] = '&quot;' }))
end

local function in_typst(logo)
  local function quoted(text) return '"' .. text:gsub('[\\"]', '\\%0') .. '"' end
  local plate = logo.plate ~= '' and 'rgb("' .. logo.plate .. '")' or 'none'
  return 'tl-logo(' .. quoted('/' .. logo.path) .. ', ' .. quoted(logo.alt) .. ', ' .. plate .. ')'
end

-- One picture, or one for each ground if they are not the same and the page knows both.
local function on_the_web(pair, root, both)
  local function img(logo, class)
    if logo.plate ~= '' then class = class .. ' plate' end
    local named = class ~= '' and ' class="' .. class .. '"' or ''
    local source = escaped(pandoc.path.join({ root, logo.path }))
    return '<img' .. named .. ' src="' .. source .. '" alt="' .. escaped(logo.alt) .. '">'
  end
  if not both then return img(pair.print, '') end
  if pair.light.path == pair.dark.path then return img(pair.dark, '') end
  return img(pair.light, 'on-light') .. img(pair.dark, 'on-dark')
end

local function as_image(pair)
  local image = pandoc.Image({ pandoc.Str(pair.sheet.alt) }, pair.sheet.pixels)
  if quarto then image.src = pandoc.path.join({ root_of(), image.src }) end
  image.attributes.height = '13mm'
  return image
end

-- Logos as this format has them: raw mark-up, or pictures for Word.
local function drawn(pairs_of, output, root)
  if #pairs_of == 0 then return nil end
  local each = pandoc.List(pairs_of)
  if FORMAT == 'typst' or FORMAT == 'pptx' then
    local calls = each:map(function(pair) return in_typst(pair.print) end)
    return pandoc.RawInline('typst', '(' .. table.concat(calls, ', ') .. ',)')
  elseif parts.html then
    local both = output == 'paper'
    local images = each:map(function(pair) return on_the_web(pair, root, both) end)
    return pandoc.RawInline('html', '<div class="logos">' .. table.concat(images) .. '</div>')
  elseif FORMAT == 'docx' then
    local line = pandoc.Inlines({})
    for number, pair in ipairs(each) do
      if number > 1 then line:extend({ pandoc.Str('\u{2003}') }) end
      line:insert(as_image(pair))
    end
    return line
  end
  return nil
end

-- Quarto adds a logo of its own to each slide where a document names one, by a path that it takes
-- from the project's root; ours stand where a deck begins and ends.
local function without_quartos(document)
  return document:walk({
    Div = function(div)
      if not div.classes:includes('quarto-auto-generated-content') then return nil end
      local function drop(raw)
        if raw.text:find('class="slide-logo"', 1, true) then return {} end
      end
      return div:walk({ RawInline = drop, RawBlock = drop })
    end,
  })
end

-- The last slide of a web deck shows the logos again.
local function at_the_end(document, logos)
  if FORMAT == 'revealjs' and logos then
    document.blocks:insert(pandoc.RawBlock('html', logos.text:gsub('"logos"', '"logos last"', 1)))
  end
end

return function(document)
  local meta, root = document.meta, root_of()
  local key = key_of(meta, root)
  local folder = key and pandoc.path.join({ root, '.themeloom', 'looks', key })
  local told = folder and decoded(pandoc.path.join({ folder, 'look.json' }))
  if not told then return document end
  meta.look = pandoc.MetaString(key)
  if FORMAT == 'revealjs' and quarto then document.blocks = without_quartos(document).blocks end
  local output = text_of(meta['themeloom-output'])
  if not EXTENSIONS[output] then output = (FORMAT == 'revealjs' or FORMAT == 'pptx') and 'slides' or 'paper' end
  if FORMAT == 'typst' or FORMAT == 'pptx' then
    meta['look-typst'] = pandoc.RawInline('typst', told.typst[EXTENSIONS[output]] .. '\n')
  end
  if parts.html then
    local sheet = FORMAT == 'revealjs' and 'deck.css' or output == 'poster' and 'poster.css' or 'themeloom.css'
    local link = '<link rel="stylesheet" href="' .. escaped(pandoc.path.join({ folder, sheet })) .. '">'
    meta['look-css'] = pandoc.RawInline('html', link)
  end
  -- Who made the study must not be seen.
  if meta.blind == true then return document end
  meta['logos-head'] = drawn(told.logos[output == 'poster' and 'head' or 'all'], output, root)
  meta['logos-foot'] = drawn(told.logos.foot, output, root)
  at_the_end(document, meta['logos-head'])
  return document
end
