-- A name is text: what stands on a title page comes out as the characters that were written.

local literal = {}

-- Names, titles and keywords; what is longer (an abstract, a notice) is prose with mark-up.
local NAMING = { 'title', 'subtitle', 'kicker', 'running-head', 'keywords', 'author', 'authors',
  'affiliation', 'affiliations', 'by-author', 'by-affiliation' }
-- What a Typst template sets as words, by the part of it that is content.
local SET = { 'abstract', 'notice', 'article', 'colophon', 'caveats', 'date', 'correspondence', 'slide-lines', 'labels' }

local function walk(value, filter)
  local kind = pandoc.utils.type(value)
  if kind == 'Inlines' or kind == 'Blocks' then return value:walk(filter) end
  if kind == 'List' or kind == 'table' then
    for key, one in pairs(value) do value[key] = walk(one, filter) end
  end
  return value
end

local function over(meta, keys, filter)
  for _, key in ipairs(keys) do
    if meta[key] ~= nil then meta[key] = walk(meta[key], filter) end
  end
end

-- A word with so many letters may be longer than its line.
local LONG = 24

local function as_text(raw) return pandoc.Str(raw.text) end

-- HTML in a name would run on every page, and be gone in every other format. Keywords that were
-- written as one text are a list of one: templates go through them word by word otherwise.
function literal.names(meta)
  if pandoc.utils.type(meta.keywords) == 'Inlines' then meta.keywords = pandoc.MetaList({ meta.keywords }) end
  over(meta, NAMING, {
    RawInline = as_text,
    RawBlock = function(raw) return pandoc.Plain(as_text(raw)) end,
    Link = function(link)
      if not link.target:lower():match('^%s*javascript:') then return nil end
      return link.content
    end,
  })
end

-- Typst makes other characters of some in plain words: dashes of `--`, an ellipsis of `...`, a
-- minus of the hyphen in `-5`. Where an author means those, pandoc has written them already.
local function characters(text)
  -- An address goes on in the next line where it has to.
  local long = #text > LONG and text:find('@', 1, true)
  if long then text = text:gsub('[@._-]', '%0\u{200B}') end
  local pieces, done = pandoc.Inlines({}), 0
  for at, mark in text:gmatch('()([-.])') do
    local before, after = text:sub(at - 1, at - 1), text:sub(at + 1, at + 1)
    local plain = mark == '.' and before ~= '.' or before:match('%w') and after:match('%w')
    if not plain then
      pieces:extend({ pandoc.Str(text:sub(done + 1, at - 1)), pandoc.RawInline('typst', '\\' .. mark) })
      done = at
    end
  end
  if done == 0 and not long then return nil end
  pieces:insert(pandoc.Str(text:sub(done + 1)))
  return pieces
end

-- At the head of a cell, an item, a note or a link a sign would make a heading or a list of it;
-- pandoc sees to the heads of paragraphs only.
local function at_head(text, before)
  local sign = text:match('^=+$') or text:match('^[+/]$') or text:match('^%d+%.$')
  if not sign or before and not (before.t == 'RawInline' and before.text:match('%[$')) then return nil end
  return { pandoc.RawInline('typst', (text:gsub('%p', '\\%0'))) }
end

-- Called once for a run of words, not for each of them: that costs several times as much.
local function as_written(inlines)
  local result
  for at, one in ipairs(inlines) do
    local text = one.t == 'Str' and one.text
    local others = text and (at_head(text, inlines[at - 1]) or characters(text))
    if others and not result then result = pandoc.Inlines({ table.unpack(inlines, 1, at - 1) }) end
    if result then result:extend(others or { one }) end
  end
  return result
end

function literal.in_typst(document)
  local filter = { Inlines = as_written }
  over(document.meta, NAMING, filter)
  over(document.meta, SET, filter)
  document.blocks = document.blocks:walk(filter)
  return document
end

local ENTITIES = { ['&'] = '&amp;', ['<'] = '&lt;', ['>'] = '&gt;', ['"'] = '&quot;' }

function literal.entities(inlines) return (pandoc.utils.stringify(inlines):gsub('[&<>"]', ENTITIES)) end

-- pandoc writes what a picture shows into an article without a look at its characters.
function literal.in_jats(document)
  return document:walk({ Image = function(image)
    if image.attributes.alt then image.attributes.alt = literal.entities(image.attributes.alt) end
    image.caption = pandoc.Inlines(literal.entities(image.caption))
    return image
  end })
end

-- Keywords in an attribute of a page, where a quotation mark would end it.
function literal.keywords(meta)
  local words = pandoc.List(meta.keywords):map(literal.entities)
  return pandoc.Inlines({ pandoc.RawInline('html', table.concat(words, ', ')) })
end

return literal
