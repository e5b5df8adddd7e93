-- Mathematics that was written as LaTeX, without dollars (\begin{align} … \end{align}), which
-- pandoc keeps for LaTeX alone: here it is the formula that it is there, in every format.

-- What stands within these is the whole formula; the others say how its lines are laid out.
local PLAIN = { equation = true, displaymath = true, math = true, subequations = true }
local LAID_OUT = { align = true, alignat = true, flalign = true, gather = true, multline = true, eqnarray = true,
  aligned = true, gathered = true, split = true, cases = true }

-- Names for references and colours have no place in a formula of ours; a number of the author's own
-- has.
local function without_labels(text)
  local plain = text:gsub('\\label%s*%b{}', ''):gsub('\\textcolor%s*%b{}%s*(%b{})', '%1'):gsub('\\color%s*%b{}', '')
  return (plain:gsub('\\tag%s*(%b{})', function(tag)
    return '\\qquad(' .. tag:sub(2, -2) .. ')'
  end))
end

local function formula(raw)
  if raw.format ~= 'tex' and raw.format ~= 'latex' then return nil end
  local text = raw.text:match('^%s*(.-)%s*$')
  local name, star = text:match('^\\begin{(%a+)(%*?)}')
  if not PLAIN[name] and not LAID_OUT[name] then return nil end
  local close = '\\end{' .. name .. star .. '}'
  if text:sub(-#close) ~= close then return nil end
  if LAID_OUT[name] then return pandoc.Math('DisplayMath', without_labels(text)) end
  local inner = text:sub(#'\\begin{}' + #name + #star + 1, -#close - 1):match('^%s*(.-)%s*$')
  local within = formula({ format = 'tex', text = inner })
  return within or pandoc.Math(name == 'math' and 'InlineMath' or 'DisplayMath', without_labels(inner))
end

return function(document)
  return document:walk({
    RawInline = formula,
    RawBlock = function(raw)
      local found = formula(raw)
      return found and pandoc.Para({ found })
    end,
    Math = function(math)
      math.text = without_labels(math.text)
      return math
    end,
  })
end
