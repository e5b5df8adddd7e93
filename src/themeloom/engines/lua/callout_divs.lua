-- The five callouts, drawn by the extension as they are under Quarto.

local shim = require('quarto_shim')
local support = require('support')

local KINDS = { 'note', 'tip', 'warning', 'caution', 'important' }

local function kind_of(div)
  for _, kind in ipairs(KINDS) do
    if support.has(div, 'callout-' .. kind) then return kind end
  end
  return nil
end

-- The title is an attribute or a heading that starts the div; else it is the kind's name.
local function title_of(div)
  local title = div.attributes.title
  if title then return shim.utils.string_to_inlines(title) end
  local first = div.content[1]
  if first and first.t == 'Header' then
    div.content:remove(1)
    return first.content
  end
  return nil
end

local draw = support.part('callouts')

return function(document)
  return document:walk({
    Div = function(div)
      local kind = kind_of(div)
      if not kind then return nil end
      local title, entry = title_of(div), support.labels[div.identifier]
      return draw({
        kind = kind, word = support.words[kind], number = entry and entry.number, title = title,
        content = div.content, id = div.identifier,
      })
    end,
  })
end
