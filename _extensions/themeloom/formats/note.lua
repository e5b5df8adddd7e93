-- What `themeloom finish`, the post-render step, needs to finish an office file that Quarto
-- wrote: a custom property of the file, which does not stay in it.

local text_of = (...)('parts').text_of

return function(document)
  local meta = document.meta
  local note = { lang = text_of(meta.lang), review = meta.review == true, blind = meta.blind == true, themes = {} }
  for _, theme in ipairs(meta.themes or {}) do
    note.themes[#note.themes + 1] = { title = text_of(theme.title), thread = text_of(theme.thread) }
  end
  if meta.look then note.look = text_of(meta.look) end
  if meta.colophon then note.colophon = text_of(meta.colophon) end
  meta['themeloom-finish'] = pandoc.MetaString(pandoc.json.encode(note))
  return document
end
