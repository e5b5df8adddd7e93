-- {{< pagebreak >}} as each format has it; where there are no pages it is nothing.

local support = require('support')

local BREAKS = {
  typst = '#pagebreak(weak: true)',
  docx = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>',
  html = '<div class="page-break" style="page-break-after: always;"></div>',
}

return function()
  if support.docx then return pandoc.Blocks({ pandoc.RawBlock('openxml', BREAKS.docx) }) end
  if support.typst then return pandoc.Blocks({ pandoc.RawBlock('typst', BREAKS.typst) }) end
  if FORMAT:match('^html') then return pandoc.Blocks({ pandoc.RawBlock('html', BREAKS.html) }) end
  return pandoc.Blocks({})
end
