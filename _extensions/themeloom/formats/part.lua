-- The modules of this folder by name, for Quarto and the built-in renderer alike, each loaded
-- once. A module is given this function as its argument, and finds the others by it: Quarto's
-- `require` looks elsewhere.

return function(folder)
  local loaded = {}

  local function part(name)
    if loaded[name] == nil then
      loaded[name] = assert(loadfile(pandoc.path.join({ folder, name .. '.lua' })))(part)
    end
    return loaded[name]
  end

  return part
end
