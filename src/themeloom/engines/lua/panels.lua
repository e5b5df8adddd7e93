-- What a page shows by turns stands one after the other: the tabs of a tabset, each below its
-- name in bold, as in all that is printed.

local support = require('support')

local function tabs(div)
  if not support.has(div, 'panel-tabset') then return nil end
  return div.content:map(function(block)
    return block.t == 'Header' and pandoc.Para({ pandoc.Strong(block.content) }) or block
  end)
end

return function(document) return document:walk({ Div = tabs }) end
