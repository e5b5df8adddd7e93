-- Numbers the headings of a deck as they were written ("3/17"), before anything is hidden, cited or
-- put together, so that whoever judges a slide finds the line of its heading again.

return function(document)
  local output = pandoc.utils.stringify(document.meta['themeloom-output'] or '')
  if FORMAT ~= 'pptx' and not (FORMAT == 'typst' and output == 'slides') then return document end
  local all, count = 0, 0
  document.blocks:walk({ Header = function() all = all + 1 end })
  return document:walk({ Header = function(header)
    count = count + 1
    header.attributes.heading = count .. '/' .. all
    return header
  end })
end
