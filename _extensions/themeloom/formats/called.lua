-- What figures, tables, sections and the like are called under Quarto, in languages that we have
-- words for and Quarto has none: its words are then English. What a document or its project says
-- itself (`crossref:`, `language:`) stands.

local part = ...
local KINDS = { fig = 'Figure', tbl = 'Table', eq = 'Equation', sec = 'Section', lst = 'Listing',
  thm = 'Theorem', lem = 'Lemma', cor = 'Corollary', prp = 'Proposition', cnj = 'Conjecture',
  def = 'Definition', exm = 'Example', exr = 'Exercise', apx = 'Appendix' }

return function(document)
  local _, own = part('words')(document.meta)
  local options = document.meta.crossref or {}
  for kind, english in pairs(KINDS) do
    local title, prefix = kind .. '-title', kind .. '-prefix'
    local quartos = param and param('crossref-' .. title, english) or english
    if own[kind] and quartos == english and not options[title] and not options[prefix] then
      options[title], options[prefix] = pandoc.Inlines(own[kind]), pandoc.Inlines(own[kind])
    end
  end
  document.meta.crossref = options
  return document
end
