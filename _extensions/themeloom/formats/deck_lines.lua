-- What stands below the title of a deck, line by line: of authors, of affiliations, the notice.

local parts = (...)('parts')

-- A line that does not break at the spaces behind what `holds` says.
local function held(line, holds)
  local result = pandoc.Inlines({})
  for number, inline in ipairs(line) do
    local before = line[number - 1]
    result:insert(inline.t == 'Space' and before and holds(before) and pandoc.Str('\u{A0}') or inline)
  end
  return result
end

-- Within a name, and behind the raised number of an affiliation.
local function in_name(inline) return inline.t == 'Str' and not inline.text:match('[,;]$') end
local function raised(inline) return inline.t == 'Superscript' end

return function(byline, meta)
  local lines = pandoc.List({})
  local function add(kind, line)
    if line and #line > 0 then lines:insert({ kind = pandoc.Inlines(kind), body = line }) end
  end
  local addresses = pandoc.Inlines({})
  for _, affiliation in ipairs(meta['by-affiliation'] or {}) do
    if #addresses > 0 then addresses:extend({ pandoc.Str('\u{A0}·'), pandoc.Space() }) end
    addresses:extend(byline.affiliation(affiliation))
  end
  add('subtitle', meta.subtitle)
  add('authors', held(byline.authors(meta), in_name))
  add('affiliations', held(addresses, raised))
  add('correspondence', meta.correspondence)
  add('equality', meta.equality)
  add('date', meta.date and parts.inlines_of(meta.date))
  add('notice', meta.notice and pandoc.utils.blocks_to_inlines(
    pandoc.utils.type(meta.notice) == 'Blocks' and meta.notice or { pandoc.Plain(meta.notice) }))
  return lines
end
