-- The families that a project brings in its folder fonts/: Typst falls back to them for
-- scripts that our two families lack. `themeloom` notes their names when it stages them, and
-- the built-in renderer gives them as metadata; under Quarto they are read here.

return function(document)
  if FORMAT ~= 'typst' and FORMAT ~= 'pptx' or document.meta['fallback-fonts'] then return document end
  local root = quarto and quarto.project and quarto.project.directory
  local file = root and io.open(pandoc.path.join({ root, '.themeloom', 'fonts', 'families.txt' }))
  if not file then return document end
  local families = pandoc.List({})
  for line in file:lines() do families:insert(pandoc.Inlines(pandoc.Str(line))) end
  file:close()
  if #families > 0 then document.meta['fallback-fonts'] = families end
  return document
end
