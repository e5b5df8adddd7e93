-- `quarto render --to html` makes a page in Quarto's own format, with nothing of this look, of a
-- document that asks for ours: that is hardly meant, and so it is refused.

local part = ...

-- The front matter of the document, as it is written; nothing of a notebook.
local function front_matter()
  local file = quarto.doc.input_file
  local stream = file and file:match('%.qmd$') and io.open(file, 'rb')
  if not stream then return '' end
  local text = stream:read('a'):gsub('\r\n', '\n')
  stream:close()
  return text:match('^%-%-%-[ \t]*\n(.-\n)%-%-%-[ \t]*\n') or ''
end

return function()
  local front, names = '\n' .. front_matter(), pandoc.List({})
  for name in front:gmatch('themeloom%-[%w-]+') do
    if not names:includes(name) then names:insert(name) end
  end
  local own = '[\n{,][ \t]*' .. FORMAT .. '[ \t]*:'
  if #names == 0 or front:match(own) or front:match('\nformat:[ \t]*' .. FORMAT) then return end
  part('stop')('--to ' .. FORMAT .. ' is Quarto\'s own format, and not the one that this document asks for',
    'write one of these: --to ' .. table.concat(names, ', --to '), pandoc.path.filename(quarto.doc.input_file))
end
