-- A short byline for posters and slides: of many authors the first ones, the last one, and whoever
-- contributed equally or is to be written to; how many others there are is said.

local part = ...
local text_of = part('parts').text_of

-- More authors than this are shortened, to as many as that; `authors-shown` asks for another number.
local MANY, SHOWN = 12, 8

local function is_short(meta)
  local output = text_of(meta['themeloom-output'])
  return output == 'poster' or output == 'slides' or FORMAT == 'revealjs' or FORMAT == 'pptx'
end

-- How many authors may be shown, of so many.
local function wanted(meta, count)
  local asked = text_of(meta['authors-shown'])
  if asked == 'all' then return count end
  if asked == '' then return count > MANY and SHOWN or count end
  return asked:match('^[1-9]%d*$') and tonumber(asked) or part('stop')(
    'authors-shown: ' .. asked .. ' is no number of authors', 'write a whole number, or all')
end

local function kept(authors, byline, most)
  return authors:filter(function(author)
    local place = tonumber(text_of(author.number)) or 0
    return place < most or place == #authors or byline.is_equal(author) or byline.corresponds(author)
  end)
end

-- The affiliations of those who are shown, numbered anew in their order.
local function renumbered(meta, shown)
  local numbers, used = {}, {}
  for _, author in ipairs(shown) do
    for _, one in ipairs(author.affiliations or {}) do used[text_of(one.id)] = true end
  end
  local left = pandoc.List(meta['by-affiliation'] or {}):filter(function(one) return used[text_of(one.id)] end)
  for number, one in ipairs(left) do
    one.number = pandoc.Inlines(tostring(number))
    numbers[text_of(one.id)] = one.number
  end
  for _, author in ipairs(shown) do
    for _, one in ipairs(author.affiliations or {}) do one.number = numbers[text_of(one.id)] or one.number end
  end
  meta['by-affiliation'] = left
end

return function(meta, byline, words)
  local authors = pandoc.List(meta['by-author'] or {})
  if not is_short(meta) then return end
  for place, author in ipairs(authors) do author.number = pandoc.Inlines(tostring(place)) end
  local shown = kept(authors, byline, wanted(meta, #authors))
  local others = #authors - #shown
  if others < 2 then return end -- the words for it would take more room than the name
  renumbered(meta, shown)
  local said = pandoc.Inlines((words.others:gsub('{}', tostring(others))))
  shown:insert({ name = { literal = said }, affiliations = pandoc.List({}), others = true })
  meta['by-author'] = shown
end
