-- Word's own mark-up where pandoc has none.

local parts = (...)('parts')
local openxml = {}

local function run(inner) return '<w:r>' .. inner .. '</w:r>' end

-- A field that Word can count anew; `shown` is what it says until then (digits and letters only).
function openxml.field(code, shown)
  return pandoc.RawInline('openxml', table.concat({
    run('<w:fldChar w:fldCharType="begin"/>'),
    run('<w:instrText xml:space="preserve"> ' .. code .. ' </w:instrText>'),
    run('<w:fldChar w:fldCharType="separate"/>'),
    run('<w:t>' .. shown .. '</w:t>'),
    run('<w:fldChar w:fldCharType="end"/>'),
  }))
end

-- Code in lines that begin at the left, and that may go on over the page.
function openxml.listing(figure)
  figure.content:insert(parts.styled('Image Caption', figure.caption.long))
  return pandoc.Div(figure.content, pandoc.Attr(figure.identifier))
end

return openxml
