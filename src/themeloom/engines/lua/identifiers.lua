-- No id twice: the first keeps it, a later one gets a number, as pandoc does for headings.

local BLOCKS = { 'Header', 'Div', 'Figure', 'Table', 'CodeBlock' }
local INLINES = { 'Span', 'Link', 'Image', 'Code' }

local function filter_of(kinds, handle, filter)
  filter = filter or {}
  for _, kind in ipairs(kinds) do filter[kind] = handle end
  return filter
end

local function has_duplicates(document)
  local seen, found = {}, false
  local function look(element)
    local id = element.identifier
    if id ~= '' then found, seen[id] = found or seen[id], true end
  end
  document:walk(filter_of(INLINES, look, filter_of(BLOCKS, look)))
  return found
end

return function(document)
  -- To go from top to bottom is slow, and hardly any document needs it.
  if not has_duplicates(document) then return document end
  local used = {}

  local function unique(element)
    local id = element.identifier
    if id == '' then return nil end
    local new, number = id, 0
    while used[new] do
      number = number + 1
      new = id .. '-' .. number
    end
    used[new] = true
    if new == id then return nil end
    element.identifier = new
    return element
  end

  return document:walk(filter_of(INLINES, unique, filter_of(BLOCKS, unique, { traverse = 'topdown' })))
end
