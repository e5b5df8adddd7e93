-- Widths of a table's columns: tbl-colwidths="[30,70]" on the table, or for the document.

local support = require('support')

local function widths_of(text)
  local widths, sum = {}, 0
  for number in text:gmatch('[%d.]+') do
    widths[#widths + 1] = tonumber(number)
    sum = sum + widths[#widths]
  end
  return widths, sum
end

local function with_widths(element, text)
  local widths, sum = widths_of(text)
  if #widths ~= #element.colspecs or sum <= 0 then
    support.mistake('tbl-colwidths="' .. text .. '" does not fit a table of '
      .. #element.colspecs .. ' columns', 'give one number for each column', { sought = text })
    return element
  end
  -- Numbers that make more than 100 are shares; less than 100 leaves room, as in Quarto.
  local whole = sum > 100 and sum or 100
  element.colspecs = element.colspecs:map(function(spec)
    return { spec[1], table.remove(widths, 1) / whole }
  end)
  return element
end

local function automatic(element)
  element.colspecs = element.colspecs:map(function(spec) return { spec[1], nil } end)
  return element
end

return function(document)
  local default = support.text_or_nil(document.meta['tbl-colwidths'])
  return document:walk({
    Table = function(element)
      local own = element.attributes['tbl-colwidths']
      element.attributes['tbl-colwidths'] = nil
      local text = own or default
      -- Slides measure what stands in a column; the dashes of the source say nothing about it.
      if text == 'auto' or (support.pptx and not text) then return automatic(element) end
      return text and text:match('%d') and with_widths(element, text) or element
    end,
  })
end
