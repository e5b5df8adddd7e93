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
local function own_title(div)
  local title = div.attributes.title
  if title then return shim.utils.string_to_inlines(title) end
  local first = div.content[1]
  if first and first.t == 'Header' then
    div.content:remove(1)
    return first.content
  end
  return nil
end

-- A callout with a label has a number before its title.
local function title_of(div, kind)
  local own, entry = own_title(div), support.labels[div.identifier]
  if own and not entry then return own end
  local words = support.words[kind] .. (entry and '\u{A0}' .. entry.number or '') .. (own and ':' or '')
  local title = pandoc.Inlines({ pandoc.Str(words) })
  if own then title:insert(pandoc.Space()) title:extend(own) end
  return title
end

local draw = support.part('callouts')

return function(document)
  return document:walk({
    Div = function(div)
      local kind = kind_of(div)
      if not kind then return nil end
      local title = title_of(div, kind)
      return draw({ kind = kind, title = title, content = div.content, id = div.identifier })
    end,
  })
end
