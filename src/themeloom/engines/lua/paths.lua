-- Where pictures and links lead. "/…" starts at the project's root, anything else at the
-- document's folder. Each format gets a path it can follow:
--   typst  the path from the root, which is Typst's root too;
--   jats   the folder beside the output that the renderer copies them into, by `pictures.json`;
--   office the path from the root, for Word and PowerPoint keep it as they were given it;
--   others the file itself, which is put into the output.

local support = require('support')

local elsewhere = support.part('elsewhere')
local root = support.build.root
local folder = pandoc.path.directory(support.build.document)

local function is_remote(path) return path:match('^%a[%w+.-]*:') ~= nil end

local function clean(path)
  return (pandoc.path.normalize(path):gsub('\\', '/'))
end

-- The path from the project's root, without a leading slash; ".." is resolved.
local function from_root(path)
  local whole = path:match('^/') and path:sub(2) or (folder == '.' and path or folder .. '/' .. path)
  local parts = {}
  for part in clean(whole):gmatch('[^/]+') do
    if part == '..' and #parts > 0 and parts[#parts] ~= '..' then
      parts[#parts] = nil
    elseif part ~= '.' then
      parts[#parts + 1] = part
    end
  end
  return table.concat(parts, '/')
end

-- pandoc writes a blank in a name, and much else, as in an address: %20.
local function decoded(path)
  return (path:gsub('%%(%x%x)', function(digits) return string.char(tonumber(digits, 16)) end))
end

-- Word and PowerPoint hold no SVG: they take the PNG beside it, or the one that was made of it.
local function fitting(path)
  if not (support.docx or support.pptx) then return path end
  return support.part('pixels')(root, path) or path
end

-- Where the pictures of an article lie beside it, each under a name of its own.
local beside, taken = {}, {}

local function put_beside(path)
  if beside[path] then return beside[path] end
  local stem, suffix = pandoc.path.split_extension(pandoc.path.filename(path))
  local name, number = stem .. suffix, 1
  while taken[name] do
    number = number + 1
    name = stem .. '-' .. number .. suffix
  end
  local output = pandoc.path.split_extension(pandoc.path.filename(PANDOC_STATE.output_file or 'article'))
  taken[name], beside[path] = true, output .. '_files/' .. name
  -- A journal that takes no drawings finds the same in pixels beside it.
  local pixels = path:gsub('%.svg$', '.png')
  if pixels ~= path and not beside[pixels] and pandoc.path.exists(pandoc.path.join({ root, pixels })) then
    taken[name:gsub('%.svg$', '.png')] = true
    beside[pixels] = beside[path]:gsub('%.svg$', '.png')
  end
  return beside[path]
end

local function note_pictures()
  local file = io.open('pictures.json', 'w')
  if not file then return end
  file:write(pandoc.json.encode(beside))
  file:close()
end

local function placed(path)
  if support.typst then return '/' .. path end
  if support.docx or support.pptx then return path end
  if support.jats then return put_beside(path) end
  return pandoc.path.join({ root, path })
end

local function image(element)
  if is_remote(element.src) then
    if element.src:match('^data:') then return nil end
    support.mistake('the picture ' .. element.src .. ' lies on the network',
      'copy it into the project: a build must not need the network', { sought = element.src })
    return nil
  end
  local path = fitting(from_root(element.src))
  if path:match('^%.%./') then
    support.mistake('the picture ' .. element.src .. ' lies outside the project',
      'copy it into the project', { sought = element.src })
    return nil
  end
  if not pandoc.path.exists(pandoc.path.join({ root, path })) then
    path = fitting(from_root(decoded(element.src)))
  end
  if not pandoc.path.exists(pandoc.path.join({ root, path })) then
    support.mistake('there is no picture ' .. element.src,
      'looked for ' .. path .. ' in the project; a path that starts with / is taken from the root',
      { sought = element.src })
  end
  element.src = placed(path)
  return support.docx and support.part('widths')(element) or element
end

local BIBLIOGRAPHIC = { 'bibliography', 'csl', 'citation-abbreviations' }

local function bibliographic(meta, key)
  local function found(value)
    local path = support.text_of(value)
    if is_remote(path) then
      support.mistake(key .. ': ' .. path .. ' lies on the network', 'copy it into the project', { sought = path })
      return value
    end
    local file = pandoc.path.join({ root, from_root(path) })
    if not pandoc.path.exists(file) then
      support.mistake(key .. ': there is no file ' .. path, 'looked for ' .. from_root(path), { sought = path })
    end
    return file
  end
  if meta[key] == nil then return end
  meta[key] = pandoc.utils.type(meta[key]) == 'List' and meta[key]:map(found) or found(meta[key])
end

-- A link to the source of another document leads to what is made of it.
local function link(element)
  local path, fragment = element.target:match('^([^#]+)(.*)$')
  local file = path and elsewhere.link(decoded(path), fragment)
  if not file then return nil end
  element.target = file
  return element
end

return function(document)
  for _, key in ipairs(BIBLIOGRAPHIC) do bibliographic(document.meta, key) end
  document = document:walk({ Image = image, Link = link })
  if support.jats then note_pictures() end
  return document
end
