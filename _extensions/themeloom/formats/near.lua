-- What somebody may have meant who named something that there is not.

-- The number of single edits that make one word from another.
local function edits(a, b)
  local row = {}
  for j = 0, #b do row[j] = j end
  for i = 1, #a do
    local diagonal
    diagonal, row[0] = row[0], i
    for j = 1, #b do
      local cost = a:byte(i) == b:byte(j) and 0 or 1
      diagonal, row[j] = row[j], math.min(row[j] + 1, row[j - 1] + 1, diagonal + cost)
    end
  end
  return row[#b]
end

-- 'did you mean "x"?', or what there is; `none` is said where there is nothing.
return function(name, known, none)
  local best, least = nil, math.huge
  for _, one in ipairs(known) do
    local count = edits(name:lower(), one:lower())
    if count < least then best, least = one, count end
  end
  if best and least <= math.max(2, #name // 2) then return 'did you mean "' .. best .. '"?' end
  return #known == 0 and none or 'there is: ' .. table.concat(known, ', ')
end
