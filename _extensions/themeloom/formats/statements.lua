-- Theorems, propositions, examples, proofs and the like: words that begin with what they are.

local parts = (...)('parts')

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
  if not name then return parts.sequence(opened, div.content, '</statement>') end
  local title = parts.as_jats({ pandoc.Plain(name) }):gsub('^%s*<p>(.*)</p>%s*$', '%1')
  return parts.sequence(opened .. '<title>' .. title .. '</title>', div.content, '</statement>')
end

-- div: what it says; said: its label; name: inlines or nil. It begins with its label in bold.
return function(div, said, name)
  div.classes:insert('statement')
  if parts.jats then return as_jats(div, said, name) end
  local label = pandoc.Inlines({ pandoc.Str(said) })
  if name then
    label:extend({ pandoc.Space(), pandoc.Str('(') })
    label:extend(name)
    label:insert(pandoc.Str(')'))
  end
  label:insert(pandoc.Str('.'))
  div.content = begun_with(div.content, pandoc.Inlines({ pandoc.Strong(label) }))
  return div
end
