-- Content for some formats only: .content-visible and .content-hidden.

local support = require('support')

local CONDITIONS = { 'when-format', 'unless-format' }

local function holds(element)
  local only, never = element.attributes['when-format'], element.attributes['unless-format']
  return (only == nil or support.is_format(only)) and (never == nil or not support.is_format(never))
end

-- true: show it; false: leave it out; nil: it has no condition.
local function shown(element)
  if support.has(element, 'content-visible') then return holds(element) end
  if support.has(element, 'content-hidden') then return not holds(element) end
  return nil
end

local function bare(element)
  element.classes = element.classes:filter(function(class)
    return class ~= 'content-visible' and class ~= 'content-hidden'
  end)
  for _, name in ipairs(CONDITIONS) do element.attributes[name] = nil end
  return element
end

-- A div gives way to its content; a span or a piece of code stays what it is.
local function decide(element)
  local show = shown(element)
  if show == nil then return nil end
  if not show then return {} end
  return element.t == 'Div' and bare(element).content or bare(element)
end

return function(document)
  return document:walk({ traverse = 'topdown', Div = decide, Span = decide, CodeBlock = decide })
end
