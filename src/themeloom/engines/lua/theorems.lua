-- Theorems, propositions, examples and the like: a div with a label, whose name is its first
-- heading, and proofs and remarks, which have no number; drawn by the extension as under Quarto.

local support = require('support')
local draw = support.part('statements')

local theorems = { KINDS = {} }
for _, kind in ipairs({ 'thm', 'lem', 'cor', 'prp', 'cnj', 'def', 'exm', 'exr', 'alg' }) do
  theorems.KINDS[kind] = true
end
local CALLOUTS = { nte = true, tip = true, wrn = true, cau = true, imp = true }
for kind in pairs(CALLOUTS) do theorems.KINDS[kind] = true end
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

-- A div as what it states; nil if it states nothing. `number` counts one more of a kind.
function theorems.of(div, number)
  local kind = div.identifier:match('^(%a+)%-.')
  if CALLOUTS[kind or ''] then
    number(div.identifier, kind) -- it is drawn with the others
  elseif theorems.KINDS[kind or ''] then
    return draw(div, support.words[kind] .. '\u{A0}' .. number(div.identifier, kind), take_name(div))
  end
  for _, class in ipairs(UNNUMBERED) do
    if support.has(div, class) then return draw(div, support.words[class], take_name(div)) end
  end
  return nil
end

return theorems
