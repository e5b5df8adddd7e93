-- Figures and tables with their labels, as each format has them.
--
-- Typst gets the calls that Quarto writes too (kind "quarto-float-fig", "quarto-float-tbl"),
-- so that one set of show rules serves both. JATS gets <label>; the others get the label
-- as the first words of the caption, Word with a field that counts.

local support = require('support')
local openxml = support.part('openxml')

local NAMES = { fig = 'Figure', tbl = 'Table', lst = 'Listing' } -- what Word's own counters are called

-- The words before a number, with what stands between.
local function title_of(kind)
  local own, custom = support.crossref[kind .. '-title'], support.custom[kind]
  return own and support.text_of(own) or custom and custom.title or support.words[kind]
end

local function before_number(kind)
  local custom = support.custom[kind]
  return title_of(kind) .. (custom and custom.close and '' or '\u{A0}')
end

local function delimiter()
  local own = support.crossref['title-delim']
  return own and support.text_of(own) or ':'
end

-- "Figure 1" for a figure, "(a)" for a part of one.
local function label_of(entry)
  if entry.parent then return '(' .. entry.number .. ')' end
  return before_number(entry.kind) .. entry.number
end

local function label_inlines(entry, float)
  if entry.parent then return { pandoc.Str(label_of(entry)) } end
  if support.docx then
    return {
      pandoc.Str(before_number(entry.kind)),
      openxml.field('SEQ ' .. (NAMES[entry.kind] or entry.kind) .. ' \\* ARABIC', entry.number),
      pandoc.Str(delimiter()),
    }
  end
  local text = pandoc.Str(label_of(entry) .. delimiter())
  return { pandoc.Span({ text }, pandoc.Attr('', { float.t:lower() .. '-label' })) }
end

local function caption_inlines(float)
  return pandoc.utils.blocks_to_inlines(float.caption.long or {})
end

-- Puts the label before the words of a caption.
local function labelled(float, entry)
  local words = caption_inlines(float)
  local label = pandoc.Inlines(label_inlines(entry, float))
  if #words > 0 then label:insert(pandoc.Space()) end
  label:extend(words)
  float.caption = { long = { pandoc.Plain(label) } }
  return float
end

local function contains(float, kind)
  local found = false
  float.content:walk({ [kind] = function() found = true end })
  return found
end

-- The <table> alone: pandoc would put a <table-wrap> of its own round it.
local function jats_table(element)
  element.identifier, element.caption = '', { long = {} }
  local written = support.as_jats({ element })
  return support.raw_block(written:match('<table>.*</table>') or written:match('<table .*</table>'))
end

-- The notes of a table stand at its foot, lettered, so that it can be read by itself.
local function notes_at_foot(element)
  local foot, count = {}, 0
  element = element:walk({ Note = function(note)
    count = count + 1
    local id, mark = element.identifier .. '-fn' .. count, string.char(96 + (count - 1) % 26 + 1)
    local words = support.as_jats(note.content)
    foot[count] = '<fn id="' .. id .. '"><label>' .. mark .. '</label>' .. words .. '</fn>'
    return support.raw('<xref ref-type="table-fn" rid="' .. id .. '"><sup>' .. mark .. '</sup></xref>')
  end })
  if count == 0 then return element, pandoc.Blocks({}) end
  return element, pandoc.Blocks({
    support.raw_block('<table-wrap-foot>' .. table.concat(foot, '\n') .. '</table-wrap-foot>'),
  })
end

local function jats_tag(float)
  if float.t == 'Table' then return 'table-wrap' end
  return contains(float, 'RawBlock') and 'fig-group' or 'fig' -- parts are raw by now
end

local function as_jats(float, entry)
  local tag, id, foot = jats_tag(float), float.identifier, pandoc.Blocks({})
  local blocks = pandoc.Blocks({
    support.raw_block('<' .. tag .. ' id="' .. id .. '">'),
    support.raw_block('<label>' .. label_of(entry) .. '</label>'),
  })
  local words = caption_inlines(float)
  if #words > 0 then
    blocks:extend({ support.raw_block('<caption>'), pandoc.Para(words), support.raw_block('</caption>') })
  end
  if float.t == 'Table' then
    float, foot = notes_at_foot(float)
    blocks:insert(jats_table(float))
  else
    blocks:extend(float.content)
  end
  blocks:extend(foot)
  blocks:insert(support.raw_block('</' .. tag .. '>'))
  return blocks
end

-- Where a caption stands: a table's above it, if the document does not say otherwise of its kind.
local function position_of(float, entry)
  local custom = entry and support.custom[entry.kind]
  local is_table = float.t == 'Table' or entry and entry.kind == 'tbl'
  return custom and custom.position or is_table and 'top' or 'bottom'
end

local function typst_options(float, entry)
  if not entry then
    return 'kind: ' .. (float.t == 'Table' and 'table' or 'image') .. ', numbering: none)'
  end
  local label = ' <' .. float.identifier .. '>'
  if entry.parent then
    return 'kind: "quarto-subfloat-' .. entry.kind .. '", supplement: none, numbering: none)' .. label
  end
  return 'kind: "quarto-float-' .. entry.kind .. '", supplement: '
    .. support.typst_string(title_of(entry.kind)) .. ', numbering: "1")' .. label
end

local function typst_caption(float, entry)
  local words = pandoc.Inlines({})
  if entry and entry.parent then words:extend({ pandoc.Str(label_of(entry)), pandoc.Space() }) end
  words:extend(caption_inlines(float))
  if #words == 0 and not entry then return pandoc.Blocks({}) end
  local separator = support.crossref['title-delim']
    and ', separator: ' .. support.typst_string(delimiter() .. ' ') or ''
  return pandoc.Blocks({
    support.raw_block('caption: figure.caption(position: ' .. position_of(float, entry) .. separator .. ', ['),
    pandoc.Plain(words),
    support.raw_block(']),'),
  })
end

local function as_typst(float, entry)
  local blocks = pandoc.Blocks({ support.raw_block('#figure([') })
  local caption = typst_caption(float, entry)
  local options = typst_options(float, entry)
  if float.t == 'Table' then
    float.identifier, float.caption = '', { long = {} }
    float.classes:insert('typst:no-figure')
    blocks:insert(float)
  else
    blocks:extend(float.content)
  end
  blocks:insert(support.raw_block('],'))
  blocks:extend(caption)
  blocks:insert(support.raw_block(options))
  return blocks
end

-- A length of HTML's as Typst has it; pixels are 1/96 inch.
local function typst_length(text)
  local number, unit = text:match('^%s*([%d.]+)%s*(%a*%%?)%s*$')
  if not number then return nil end
  if unit == '' or unit == 'px' then return tostring(tonumber(number) * 0.75) .. 'pt' end
  local known = { ['%'] = true, cm = true, mm = true, ['in'] = true, pt = true, em = true }
  return known[unit] and number .. unit or nil
end

local function typst_image(image)
  local options = { support.typst_string(image.src) }
  for _, key in ipairs({ 'width', 'height' }) do
    local length = image.attributes[key] and typst_length(image.attributes[key])
    if length then options[#options + 1] = key .. ': ' .. length end
  end
  local alt = pandoc.utils.stringify(image.caption)
  if alt ~= '' then options[#options + 1] = 'alt: ' .. support.typst_string(alt) end
  return support.raw('#box(image(' .. table.concat(options, ', ') .. '))')
end

-- fig-alt says what a picture shows; without it the caption does.
local function with_alternative(image)
  local alt = image.attributes['fig-alt'] or image.attributes.alt
  image.attributes['fig-alt'], image.attributes.alt = nil, nil
  if alt then image.caption = pandoc.Inlines({ pandoc.Str(alt) }) end
  if support.typst then return typst_image(image) end
  -- PowerPoint shows a picture's words below it and keeps its title as the alternative text.
  if support.pptx then image.title, image.caption = pandoc.utils.stringify(image.caption), {} end
  return image
end

-- ::: {#fig-x layout-ncol=2}: what lies in the figure is laid out, not the figure.
local function lay_out(figure)
  local asked = {}
  for _, key in ipairs({ 'layout-ncol', 'layout-nrow', 'layout' }) do
    asked[key], figure.attributes[key] = figure.attributes[key], nil
  end
  if next(asked) == nil then return end
  figure.content = pandoc.Blocks({ pandoc.Div(figure.content, pandoc.Attr('', {}, asked)) })
end

-- A table that is no figure; on a page its columns get their room as those of figures do.
local function bare_table(element)
  element.classes:insert('typst:no-figure')
  if support.build.format ~= 'pdf' then return element end
  return pandoc.Blocks({ support.raw_block('#bare-table['), element, support.raw_block(']') })
end

local function render(float)
  local entry = support.labels[float.identifier]
  if float.t == 'Figure' then lay_out(float) end
  if support.typst then
    local has_caption = #caption_inlines(float) > 0
    if entry or has_caption then return as_typst(float, entry) end
    return float.t == 'Table' and bare_table(float) or float
  end
  if entry and support.jats then return as_jats(float, entry) end
  -- Nothing refers to the number of a figure on a slide; so it is in all three kinds of deck.
  if entry and not (support.pptx or FORMAT == 'revealjs') then labelled(float, entry) end
  return support.docx and entry and entry.kind == 'lst' and openxml.listing(float) or float
end

return function(document)
  return document:walk({ Image = with_alternative, Figure = render, Table = render })
end
