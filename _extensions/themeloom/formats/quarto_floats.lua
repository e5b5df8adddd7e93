-- Figures and tables that Quarto has numbered, written as the built-in renderer writes them:
-- one figure, table or listing, its label the first words of its caption. Anything that is more
-- than one of these is left to Quarto, but for PowerPoint, where Quarto drops it.

local part = ...
local parts, openxml = part('parts'), part('openxml')
local CLASSES = { Figure = 'figure-label', Table = 'table-label', Listing = 'figure-label' }
local UNLABELLED = '^%a+%-539a35d47e664c97a50115a146a7f1bd%-'

local function only_of(content)
  local blocks = pandoc.utils.type(content) == 'Block' and pandoc.Blocks({ content }) or pandoc.Blocks(content)
  if #blocks ~= 1 then return nil end
  local block = blocks[1]
  if block.t == 'Div' and block.identifier == '' then return only_of(block.content) end
  if block.t == 'Table' then return block, 'Table' end
  if block.t == 'CodeBlock' then return block, 'Listing' end
  local lone = (block.t == 'Plain' or block.t == 'Para') and #block.content == 1 and block.content[1]
  if lone and lone.t == 'Image' then return pandoc.Plain(block.content), 'Figure' end
  return nil
end

-- In Word the number is a field that counts, as in the built-in renderer.
local function counting(label, kind)
  local before, number, after = pandoc.utils.stringify(label):match('^(.-)(%d+)(%D*)$')
  if FORMAT ~= 'docx' or not number then return label end
  local field = openxml.field('SEQ ' .. kind .. ' \\* ARABIC', number)
  return pandoc.Inlines({ pandoc.Str(before), field, pandoc.Str(after) })
end

-- "Figure 1: words": Quarto puts the label there, and we put it into a span.
local function caption_of(float, kind)
  local before = float.caption_long and #float.caption_long.content or 0
  local decorated = quarto.doc.crossref.decorate_caption_with_crossref(float)
  local words = pandoc.Inlines(decorated.caption_long.content)
  local label = pandoc.Inlines({})
  for _ = 1, #words - before do label:insert(words:remove(1)) end
  local space = #label > 0 and label[#label].t == 'Space' and label:remove()
  -- Nothing refers to the number of a figure on a slide; so it is in all three kinds of deck.
  if #label == 0 or FORMAT == 'pptx' or FORMAT == 'revealjs' then return words end
  local result = pandoc.Inlines({
    FORMAT == 'docx' and pandoc.Span(counting(label, kind))
      or pandoc.Span(label, pandoc.Attr('', { CLASSES[kind] })),
  })
  if space then result:insert(space) end
  result:extend(words)
  return result
end

-- fig-alt says what a picture shows, else its caption; PowerPoint shows a picture's words below
-- it and keeps its title as the alternative text. On the web Quarto's own filters, which come
-- later, put caption and label in its place, unless they find a fig-alt.
local function with_alternative(block, given, caption)
  return block:walk({ Image = function(image)
    local own = pandoc.utils.stringify(image.caption)
    local alt = image.attributes['fig-alt'] or given['fig-alt'] or image.attributes.alt or given.alt
      or own ~= '' and own or caption
    image.attributes['fig-alt'], image.attributes.alt = nil, nil
    image.caption = pandoc.Inlines({ pandoc.Str(alt) })
    if parts.html then image.attributes['fig-alt'] = alt end
    if FORMAT == 'pptx' then image.title, image.caption = alt, {} end
    return image
  end })
end

return function(float)
  local known = quarto.doc.crossref and quarto.doc.crossref.decorate_caption_with_crossref
  if not known or float.parent_id and FORMAT ~= 'pptx' then return nil end
  local block, kind = only_of(float.content)
  if not block and FORMAT ~= 'pptx' then return nil end
  local said = pandoc.utils.stringify(float.caption_long or {})
  local caption = caption_of(float, kind)
  local id = float.identifier:match(UNLABELLED) and '' or float.identifier
  local long = { long = #caption > 0 and { pandoc.Plain(caption) } or {} }
  if kind == 'Table' then
    block.identifier, block.caption = id, long
    return block
  end
  if not block then return pandoc.Figure(quarto.utils.as_blocks(float.content), long, pandoc.Attr(id)) end
  local figure = pandoc.Figure({ with_alternative(block, float.attributes, said) }, long, pandoc.Attr(id))
  return FORMAT == 'docx' and kind == 'Listing' and openxml.listing(figure) or figure
end
