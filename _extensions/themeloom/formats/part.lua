-- The modules of this folder by name, for Quarto and the built-in renderer alike, each loaded
-- once. A module is given this function, by which it finds the others, for Quarto's `require`
-- looks elsewhere; and the folder, for what lies beside it.

return function(folder)
  local loaded = {}

  local function part(name)
    if loaded[name] == nil then
      loaded[name] = assert(loadfile(pandoc.path.join({ folder, name .. '.lua' })))(part, folder)
    end
    return loaded[name]
  end

  return part
end
