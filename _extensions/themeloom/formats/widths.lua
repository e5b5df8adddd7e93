-- Word: a picture's width in hundredths is a share of the text, as in every other format; pandoc
-- takes it for a share of the picture's own width.

-- The width of the text in the reference document, in twentieths of a point.
local TEXT = 11906 - 2 * 1871

return function(image)
  local share = (image.attributes.width or ''):match('^%s*([%d.]+)%s*%%%s*$')
  if share then image.attributes.width = string.format('%.3fin', tonumber(share) / 100 * TEXT / 1440) end
  return image
end
