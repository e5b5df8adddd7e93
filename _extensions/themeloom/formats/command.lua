-- Runs a command of the Python package for Quarto: by the Python that Quarto runs cells with, if
-- that has the package, else by what is on the path. Where it is nowhere, one message says what
-- to do, instead of Quarto's own about a program that it cannot start.

local on_windows = pandoc.system.os == 'mingw32'
local UNHEARD = on_windows and ' >nul 2>nul' or ' >/dev/null 2>&1'
local KNOWS = ' -c "import themeloom"'

local function run(command)
  -- Windows takes the outer quotation marks of a command away.
  local fine, _, code = os.execute(on_windows and '"' .. command .. '"' or command)
  return fine == true, code
end

-- How the package may be called, the nearest to Quarto first: the words, and what tells whether
-- they lead anywhere.
local function ways()
  local found = {}
  local told = os.getenv('QUARTO_PYTHON')
  local own = told and told ~= '' and { '"' .. told .. '"' } or {}
  for _, python in ipairs(own) do found[#found + 1] = { python .. ' -m themeloom', python .. KNOWS } end
  found[#found + 1] = { 'themeloom', 'themeloom --version' }
  for _, python in ipairs({ 'python3', 'python' }) do
    found[#found + 1] = { python .. ' -m themeloom', python .. KNOWS }
  end
  return found
end

return function(name)
  for _, way in ipairs(ways()) do
    if run(way[2] .. UNHEARD) then
      local fine, code = run(way[1] .. ' ' .. name)
      os.exit(fine and 0 or code, true)
    end
  end
  io.stderr:write('error: the Python package themeloom is not here; Quarto needs it to ' .. name .. ' this project\n',
    '  hint: activate the environment that has it or name its Python in QUARTO_PYTHON, ',
    'or install it there: python -m pip install FOLDER, that of its sources\n')
  os.exit(1, true)
end
