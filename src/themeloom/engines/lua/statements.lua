-- Theorems, propositions, examples and the like: a div with a label, whose name is its first
-- heading, and proofs and remarks, which have no number. Each begins with its label in bold.

local support = require('support')

local statements = { KINDS = {} }
for _, kind in ipairs({ 'thm', 'lem', 'cor', 'prp', 'cnj', 'def', 'exm', 'exr', 'alg' }) do
  statements.KINDS[kind] = true
end
local CALLOUTS = { nte = true, tip = true, wrn = true, cau = true, imp = true }
for kind in pairs(CALLOUTS) do statements.KINDS[kind] = true end
local UNNUMBERED = { 'proof', 'remark', 'solution' }

-- Its name, which is a heading for the author only: it is taken out, so that no section begins.
local function take_name(div)
  local first = div.content[1]
  if not first or first.t ~= 'Header' then
    local name = div.attributes.name
    div.attributes.name = nil
    return name and pandoc.Inlines({ pandoc.Str(name) })
  end
  div.content:remove(1)
  return first.content
end

local function begun_with(blocks, words)
  local first = blocks[1]
  if first and (first.t == 'Para' or first.t == 'Plain') then
    words:insert(pandoc.Space())
    words:extend(first.content)
    blocks[1] = pandoc.Para(words)
  else
    blocks:insert(1, pandoc.Para(words))
  end
  return blocks
end

-- An article has an element for it; everywhere else it is a block that can be referred to.
local function as_jats(div, label, name)
  local id = div.identifier ~= '' and ' id="' .. div.identifier .. '"' or ''
  local opened = '<statement' .. id .. '><label>' .. label .. '</label>'
  if not name then return support.sequence(opened, div.content, '</statement>') end
  local title = support.as_jats({ pandoc.Plain(name) }):gsub('^%s*<p>(.*)</p>%s*$', '%1')
  return support.sequence(opened .. '<title>' .. title .. '</title>', div.content, '</statement>')
end

local function drawn(div, said)
  local name, label = take_name(div), pandoc.Inlines({ pandoc.Str(said) })
  if support.jats then return as_jats(div, said, name) end
  if name then
    label:extend({ pandoc.Space(), pandoc.Str('(') })
    label:extend(name)
    label:insert(pandoc.Str(')'))
  end
  label:insert(pandoc.Str('.'))
  div.content = begun_with(div.content, pandoc.Inlines({ pandoc.Strong(label) }))
  return div
end

-- A div as what it states; nil if it states nothing. `number` counts one more of a kind.
function statements.of(div, number)
  local kind = div.identifier:match('^(%a+)%-.')
  if CALLOUTS[kind or ''] then
    number(div.identifier, kind) -- it is drawn with the others
  elseif statements.KINDS[kind or ''] then
    div.classes:insert('statement')
    return drawn(div, support.words[kind] .. '\u{A0}' .. number(div.identifier, kind))
  end
  for _, class in ipairs(UNNUMBERED) do
    if support.has(div, class) then
      div.classes:insert('statement')
      return drawn(div, support.words[class])
    end
  end
  return nil
end

return statements
