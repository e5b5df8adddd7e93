-- What Word and PowerPoint show of a drawing (SVG), by its path from the project's root: the PNG
-- beside it, or the one that `themeloom` made of it; nil where there is neither, or no drawing.

return function(root, path)
  if not path:lower():match('%.svg$') then return nil end
  local beside = path:sub(1, -5) .. '.png'
  local made = '.themeloom/pixels/' .. path .. '.png'
  for _, one in ipairs({ beside, made }) do
    if pandoc.path.exists(pandoc.path.join({ root, one })) then return one end
  end
end
