-- Whether the Python package works on this project under Quarto: its step before the render laid
-- its files ready, so the one after it will finish what needs to be.

return function()
  local root = quarto and quarto.project and quarto.project.directory
  return root ~= nil and pandoc.path.exists(pandoc.path.join({ root, '.themeloom', 'styles' }))
end
