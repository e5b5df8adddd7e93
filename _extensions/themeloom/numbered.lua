-- Numbers the headings of a deck as they were written, before anything is hidden, cited or put
-- together, so that whoever judges a slide finds the line of its heading again.

local count = 0

local function numbered(header)
  count = count + 1
  header.attributes.heading = tostring(count)
  return header
end

return { {
  Pandoc = function(document)
    local output = pandoc.utils.stringify(document.meta['themeloom-output'] or '')
    if FORMAT ~= 'pptx' and not (FORMAT == 'typst' and output == 'slides') then return nil end
    return document:walk({ Header = numbered })
  end,
} }
