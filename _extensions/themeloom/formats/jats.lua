-- JATS: elements that are valid where a paragraph is.

local parts = (...)('parts')
local sequence, take_span, unwrapped = parts.sequence, parts.take_span, parts.unwrapped

local jats = {}

-- Inlines as JATS, without the paragraph that pandoc puts around them.
local function jats_inlines(inlines)
  return (parts.as_jats({ pandoc.Plain(inlines) }):gsub('^%s*<p>', ''):gsub('</p>%s*$', ''))
end

local function jats_id(div)
  return div.identifier ~= '' and (' id="' .. div.identifier:gsub('[^%w_.-]', '') .. '"') or ''
end

function jats.quotation(div)
  local attribution, words = take_span(div.content, 'attribution')
  local language = div.attributes.lang
    and (' xml:lang="' .. div.attributes.lang:gsub('[^%w-]', '') .. '"') or ''
  return sequence('<disp-quote' .. jats_id(div) .. language .. '>', words,
    (attribution and '<attrib>' .. jats_inlines(attribution) .. '</attrib>' or '') .. '</disp-quote>')
end

function jats.theme(div)
  local title, rest = take_span(div.content, 'theme-title')
  return sequence('<boxed-text' .. jats_id(div) .. ' content-type="theme">'
    .. (title and '<caption><title>' .. jats_inlines(title) .. '</title></caption>' or ''),
    rest, '</boxed-text>')
end

function jats.implication(div)
  local words = unwrapped(div.content)
  if pandoc.utils.type(words) ~= 'Inlines' then return words end
  return sequence('<p' .. jats_id(div) .. '>' .. jats_inlines(words) .. '</p>')
end

function jats.implications(div) return div.content end
function jats.notice(div) return div.content end
function jats.landscape(div) return div.content end

return jats
