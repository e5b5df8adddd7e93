-- The kinds of figures and tables that a document adds by `crossref: custom:`, each counted by
-- itself: key -> the words before its numbers, whether a space stands between, and where its
-- caption stands if the document says so. Then those that no space stands in, for Typst.

local parts = (...)('parts')

return function(meta)
  local options, kinds, close = meta.crossref, {}, pandoc.List({})
  local custom = pandoc.utils.type(options) == 'table' and options.custom or nil
  for _, one in ipairs(parts.list_of(custom)) do
    local prefix, title = parts.text_of(one['reference-prefix']), parts.text_of(one['caption-prefix'])
    local key = parts.text_of(one.key)
    kinds[key] = {
      prefix = prefix ~= '' and prefix or title,
      title = title ~= '' and title or prefix,
      close = one['space-before-numbering'] == false,
      position = one['caption-location'] and parts.text_of(one['caption-location']) or nil,
    }
    if kinds[key].close then close:insert(key) end
  end
  return kinds, close
end
