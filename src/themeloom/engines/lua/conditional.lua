-- Content for some formats only, or where the metadata say `key: true`: .content-visible and
-- .content-hidden.

local support = require('support')

local metadata

-- Whether the metadata say true of a key, which may be below others: `web.long`.
local function is_set(path)
  local value = metadata
  for key in path:gmatch('[^.]+') do
    value = (pandoc.utils.type(value) == 'table' or pandoc.utils.type(value) == 'Meta') and value[key] or nil
  end
  return value == true
end

local CONDITIONS = { format = support.is_format, meta = is_set }

local function holds(element)
  for what, is_so in pairs(CONDITIONS) do
    local only, never = element.attributes['when-' .. what], element.attributes['unless-' .. what]
    if only and not is_so(only) or never and is_so(never) then return false end
  end
  return true
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
  for what in pairs(CONDITIONS) do
    element.attributes['when-' .. what], element.attributes['unless-' .. what] = nil, nil
  end
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
  metadata = document.meta
  return document:walk({ traverse = 'topdown', Div = decide, Span = decide, CodeBlock = decide })
end
