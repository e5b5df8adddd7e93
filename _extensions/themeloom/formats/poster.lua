-- The parts of a poster: what stands in none of them is a mistake, for no format would show
-- it; and on the web, where each part goes.

local part = ...
local parts, stop = part('parts'), part('stop')
local PARTS = { '', 'message', 'voices', 'theme-columns', 'method', 'implications-band', 'foot' }
local INSIDE = {
  ['theme-columns'] = { 'theme-column' },
  foot = { 'contact', 'thanks', 'declaration' },
  voices = { 'quotation' },
}

return function(meta)
local words = part('words')(meta)
local has, thread_of, threads_of, take_span = parts.has, parts.thread_of, parts.threads_of, parts.take_span
local poster = {}

local function part_of(block, names)
  if block.t ~= 'Div' then return nil end
  for _, name in ipairs(names) do
    if has(block, name) then return name end
  end
  return nil
end

local function fail(block, where, names)
  local said = pandoc.utils.stringify(block)
  local file = meta['themeloom-document'] and pandoc.utils.stringify(meta['themeloom-document']) or 'the poster'
  if block.identifier == 'refs' then
    stop('the references of what the poster cites stand ' .. where .. ' and would not be shown',
      'write ::: {#refs} and ::: where they shall stand, in one of these: .' .. table.concat(names, ', .'), file)
  end
  stop('"' .. said:sub(1, 60) .. '" stands ' .. where .. ' and would not be shown',
    'move it into one of these: .' .. table.concat(names, ', .'), file)
end

-- Quarto leaves empty blocks and raw mark-up of its own; neither is anybody's words.
local function says_something(block)
  return block.t ~= 'RawBlock' and (block.t == 'Figure' or pandoc.utils.stringify(block):match('%S') ~= nil)
end

local function check_inside(div, name)
  for _, block in ipairs(div.content) do
    if not part_of(block, INSIDE[name]) and says_something(block) then
      fail(block, 'directly in .' .. name, INSIDE[name])
    end
  end
end

local CONDITIONAL = { 'content-visible', 'content-hidden' }

-- Every block at the top is a part, each part stands there once, and holds only its own.
function poster.check(blocks, seen)
  seen = seen or {}
  for _, block in ipairs(blocks) do
    local name = part_of(block, PARTS)
    if part_of(block, CONDITIONAL) then
      poster.check(block.content, seen)
    elseif not name then
      if says_something(block) and not (block.t == 'Div' and has(block, 'colophon')) then
        fail(block, 'outside the parts of the poster', { table.unpack(PARTS, 2) })
      end
    elseif seen[name] then
      fail(block, 'in a second .' .. name, { name })
    else
      seen[name] = true
      if INSIDE[name] then check_inside(block, name) end
    end
  end
end

-- In print a poster has no foot of a page: a note stands in brackets where it is called.
function poster.note(note)
  local words = pandoc.Inlines({ pandoc.Space(), pandoc.Str('(') })
  words:extend(pandoc.utils.blocks_to_inlines(note.content))
  words:insert(pandoc.Str(')'))
  return words
end

-- ---- the web ---------------------------------------------------------------------------

local function label(text, class)
  return pandoc.Div({ pandoc.Para({ pandoc.Str(text) }) }, pandoc.Attr('', { class or 'label' }))
end

-- A theme: its number, its title as a heading, what it says.
function poster.theme(div)
  local thread = thread_of(div) or '1'
  local title, rest = take_span(div.content, 'theme-title')
  local statement, more = take_span(rest, 'theme-statement')
  local blocks = pandoc.Blocks(has(div, 'subtheme') and {} or { label(words.theme .. ' ' .. thread) })
  blocks:insert(pandoc.Header(2, title or pandoc.Inlines({}), pandoc.Attr(div.identifier)))
  if statement then
    blocks:insert(pandoc.Div({ pandoc.Para(statement) }, pandoc.Attr('', { 'statement' })))
  end
  if #more > 0 then blocks:insert(pandoc.Div(more, pandoc.Attr('', { 'theme-parts' }))) end
  return pandoc.Div(blocks, pandoc.Attr('', { 'theme', 'thread-' .. thread }))
end

local function rests_on(threads)
  local last = threads[#threads]
  if #threads < 2 then return words.theme .. ' ' .. last end
  return words.themes .. ' ' .. table.concat({ table.unpack(threads, 1, #threads - 1) }, ', ') .. ' + ' .. last
end

-- An implication: the threads that arrive at it, its words, and the themes it rests on.
local function implied(item)
  local said = take_span(item, 'implication')
  local threads = said and threads_of(item[1].content[1]) or pandoc.List({})
  local lanes = threads:map(function(thread)
    return pandoc.Span({}, pandoc.Attr('', { 'lane', 'thread-' .. thread }))
  end)
  local blocks = pandoc.Blocks({})
  if #lanes > 0 then blocks:insert(pandoc.Div({ pandoc.Plain(lanes) }, pandoc.Attr('', { 'lanes' }))) end
  local text = pandoc.Blocks(said and { pandoc.Para(said) } or item)
  if #threads > 0 then text:insert(label(rests_on(threads), 'rests-on')) end
  blocks:insert(pandoc.Div(text, pandoc.Attr('', { 'implied' })))
  return blocks
end

function poster.implications(div)
  return pandoc.Div(pandoc.Blocks(div.content):walk({ OrderedList = function(list)
    list.content = pandoc.List(list.content):map(implied)
    return list
  end }), pandoc.Attr('', { 'implications' }))
end

local function link()
  local article = meta.article
  if not article or pandoc.utils.type(article) == 'Inlines' then return nil end
  local doi = article.doi and pandoc.utils.stringify(article.doi)
  return doi and doi ~= '' and 'https://doi.org/' .. doi or (article.url and pandoc.utils.stringify(article.url))
end

-- The code to scan, which can be followed as well; a blind poster has none.
local function code()
  local target = link()
  if not meta.qr or not target or meta.blind == true then return nil end
  local root = quarto and quarto.project and quarto.project.directory
  local path = pandoc.utils.stringify(meta.qr):gsub('^/', '')
  local image = pandoc.Image({ pandoc.Str(words.code) }, root and pandoc.path.join({ root, path }) or path)
  return pandoc.Div({ pandoc.Para({ pandoc.Link({ image }, target) }) }, pandoc.Attr('', { 'code' }))
end

function poster.foot(div)
  local square = code()
  local text = pandoc.Blocks(div.content)
  if square then text:insert(1, label(words.record)) end
  local blocks = pandoc.Blocks(square and { square } or {})
  blocks:insert(pandoc.Div(text, pandoc.Attr('', { 'about' })))
  return pandoc.Div(blocks, pandoc.Attr('', { 'foot' }))
end

-- The voices go into the columns of their themes, above all else; one without a column gets one.
local function woven(columns, voices)
  local spoken = {}
  for _, column in ipairs(columns) do spoken[thread_of(column) or '1'] = pandoc.Blocks({}) end
  for _, voice in ipairs(voices) do
    local thread = thread_of(voice) or '1'
    if not spoken[thread] then
      spoken[thread] = pandoc.Blocks({})
      columns:insert(pandoc.Div({}, pandoc.Attr('', { 'theme-column' }, { { 'thread', thread } })))
    end
    spoken[thread]:insert(voice)
  end
  for _, column in ipairs(columns) do
    local thread = thread_of(column) or '1'
    column.classes = { 'theme-column', 'thread-' .. thread }
    column.attributes = {}
    for _, voice in ipairs(spoken[thread]) do
      -- Few words are set larger, so that the voices of a row weigh about the same.
      if pandoc.text.len(pandoc.utils.stringify(voice.content)) < 60 then voice.classes:insert('short') end
    end
    column.content = pandoc.Blocks({ pandoc.Div(spoken[thread], pandoc.Attr('', { 'said' })),
      pandoc.Div(column.content, pandoc.Attr('', { 'meant' })) })
  end
  return columns
end

-- The threads lead from the themes to the implications: how it was done comes after them, beside
-- the foot, and its drawing can be moved along from the keyboard where it is wider than the screen.
local function implications_first(blocks)
  local last, rest = pandoc.Blocks({}), pandoc.Blocks({})
  for _, block in ipairs(blocks) do
    if block.t == 'Div' and has(block, 'method') then
      last:insert(1, block:walk({ Figure = function(figure)
        figure.attributes.tabindex = '0'
        return figure
      end }))
    elseif block.t == 'Div' and has(block, 'foot') then
      last:insert(block)
    else
      rest:insert(block)
    end
  end
  if #last > 0 then rest:insert(pandoc.Div(last, pandoc.Attr('', { 'last' }))) end
  return rest
end

-- Puts the page together, once quotations, themes and the foot are drawn.
function poster.page(document)
  local voices, columns = pandoc.List({}), pandoc.List({})
  document.blocks:walk({ traverse = 'topdown', Div = function(div)
    if has(div, 'voices') then
      div.content:walk({ Figure = function(figure) voices:insert(figure) end })
    elseif has(div, 'theme-columns') then
      columns = div.content:filter(function(block) return block.t == 'Div' end)
    end
  end })
  columns = woven(columns, voices)
  local placed = false
  document.blocks = document.blocks:walk({ traverse = 'topdown', Div = function(div)
    if has(div, 'theme-columns') or (has(div, 'voices') and not placed) then
      local first = not placed
      placed = true
      return first and pandoc.Div(columns, pandoc.Attr('', { 'theme-columns' })) or {}, false
    end
    if has(div, 'voices') then return {}, false end
  end })
  document.blocks = implications_first(document.blocks)
  document.meta['poster-words'] = { synthetic = pandoc.Inlines(words.synthetic) }
  return document
end

return poster
end
