-- Content for some formats only: .content-visible and .content-hidden.

local support = require('support')

local CONDITIONS = { 'when-format', 'unless-format', 'when-meta', 'unless-meta' }

-- Whether a dotted key of the metadata is true.
local function is_set(meta, key)
  local value = meta
  for part in key:gmatch('[^.]+') do
    if type(value) ~= 'table' then return false end
    value = value[part]
  end
  return value == true
end

local function holds(element, meta)
  local found = element.attributes
  local function test(name, is_true, wanted)
    return found[name] == nil or is_true(found[name]) == wanted
  end
  local function meta_is_set(key) return is_set(meta, key) end
  return test('when-format', support.is_format, true)
    and test('unless-format', support.is_format, false)
    and test('when-meta', meta_is_set, true)
    and test('unless-meta', meta_is_set, false)
end

-- true: show it; false: leave it out; nil: it has no condition.
local function shown(element, meta)
  if support.has_class(element, 'content-visible') then return holds(element, meta) end
  if support.has_class(element, 'content-hidden') then return not holds(element, meta) end
  return nil
end

local function bare(element)
  element.classes = element.classes:filter(function(class)
    return class ~= 'content-visible' and class ~= 'content-hidden'
  end)
  for _, name in ipairs(CONDITIONS) do element.attributes[name] = nil end
  return element
end

return function(document)
  local meta = document.meta
  return document:walk({
    traverse = 'topdown',
    Div = function(div)
      local show = shown(div, meta)
      if show == nil then return nil end
      return show and bare(div).content or {}
    end,
    Span = function(span)
      local show = shown(span, meta)
      if show == nil then return nil end
      return show and bare(span) or {}
    end,
    CodeBlock = function(code)
      local show = shown(code, meta)
      if show == nil then return nil end
      return show and bare(code) or {}
    end,
  })
end
