-- What a journal's article says by its mark-up: what a section is for, which of them is an
-- appendix, the lines of a verse. `finish_article.py` puts each where a journal looks for it.

local part = ...
local parts = part('parts')
local text_of, raw = parts.text_of, parts.raw

-- Sections by the ids that pandoc gives their titles, and the kinds that JATS and the
-- recommendations of JATS4R name. An author's own sec-type="…" stands.
local KINDS = {
  introduction = 'intro', background = 'intro', methods = 'methods', results = 'results',
  findings = 'results', discussion = 'discussion', conclusion = 'conclusions',
  conclusions = 'conclusions', ['data-availability'] = 'data-availability',
  ['declaration-of-interest'] = 'coi-statement', ['conflict-of-interest'] = 'coi-statement',
  ['competing-interests'] = 'coi-statement', ethics = 'ethics-statement',
  ['ethics-approval'] = 'ethics-statement', funding = 'funding-statement',
  ['author-contributions'] = 'author-contributions', acknowledgements = 'acknowledgements',
  acknowledgments = 'acknowledgements', statements = 'additional-information',
  declarations = 'additional-information',
}

return function(document)
if not parts.jats then return document end
local words = part('words')(document.meta)

local function section(header)
  local kind = header.classes:includes('appendix') and 'appendix'
    or KINDS[(header.identifier:gsub('^sec%-', ''))]
  if kind == 'appendix' and header.attributes.number then
    header.attributes.number = words.apx .. '\u{A0}' .. header.attributes.number
  end
  if kind and not header.attributes['sec-type'] then header.attributes['sec-type'] = kind end
  return header
end

-- Sections by the statement of the study that stands in them, in whatever language their titles are.
local function sorted(blocks)
  local above, kept = nil, pandoc.Blocks({})
  for _, block in ipairs(blocks) do
    if block.t == 'Header' then above = block end
    if block.t == 'Div' and block.classes:includes('statement-of') then
      if above and not above.attributes['sec-type'] then above.attributes['sec-type'] = block.attributes.sort end
      kept:extend(block.content)
    else
      kept:insert(block)
    end
  end
  return kept
end

-- Lines that end where their author ended them.
local function verse(block)
  local lines = pandoc.Inlines({ raw('<verse-group>') })
  for _, line in ipairs(block.content) do
    lines:insert(raw('<verse-line>'))
    lines:extend(line)
    lines:insert(raw('</verse-line>'))
  end
  lines:insert(raw('</verse-group>'))
  return pandoc.Plain(lines)
end

-- A licence as Quarto takes it: "CC BY" and its kin, or what it says with a link to it. Quarto
-- itself has made a list of it by now.
local function licence(value)
  if pandoc.utils.type(value) == 'List' then value = value[1] end
  if pandoc.utils.type(value) == 'table' then
    value.link, value.url = value.link or value.url, nil
    value.text = value.text or value.link
    return value
  end
  local name = text_of(value)
  local kind = name:lower():match('^cc (by[%a-]*)')
  if not kind then return { text = value } end
  local link = 'https://creativecommons.org/licenses/' .. kind .. '/4.0/'
  return { text = value, type = 'open-access', link = pandoc.Inlines(pandoc.Str(link)) }
end

local meta = document.meta
if meta.license then meta.license = licence(meta.license) end
if pandoc.utils.type(meta.abstract) == 'Inlines' then
  meta.abstract = pandoc.Blocks({ pandoc.Para(meta.abstract) })
end
document.blocks = sorted(document.blocks)
return document:walk({ Header = section, LineBlock = verse })
end
