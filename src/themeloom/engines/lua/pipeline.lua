-- The built-in renderer's one filter: what Quarto does to a document, step by step.
--
-- All steps run in one Lua state, for starting one costs pandoc about 2 ms. A step is a module
-- that returns a function from document to document: one of this folder, or of the extension's
-- formats/, where Quarto needs it too.

local here = pandoc.path.directory(PANDOC_SCRIPT_FILE)
package.path = pandoc.path.join({ here, '?.lua' }) .. ';' .. package.path
local support = require('support')

local STEPS = {
  'numbered', -- the headings of decks, as they were written
  'conditional', -- what this format does not show goes first, so that its ids are free
  'prelude', -- shortcodes
  'authors', -- by-author and by-affiliation
  'formulas', -- those that were written as LaTeX
  'grid', -- as columns
  'listings', -- code with a label
  'paths', -- "/…" is the project's root; pictures this format can hold
  'blind', -- who made the study, taken out for a review
  'read', -- what the document holds, for the finished file to be compared with
  'tables', -- tbl-colwidths
  'turning', -- tables that turn their page by themselves
  'panels', -- tabs one after the other
  'appendices', -- to the end, lettered
  'numbering', -- sections, figures, tables and equations get their numbers
  'references', -- @fig-x becomes a link that says "Figure 1"
  'citations', -- [@key] and the list of references
  'identifiers', -- no id twice
  'equations', -- formulas with their numbers
  'floats', -- figures and tables as the format has them
  'callout_divs', -- the five callouts
  'columns',
  'headings', -- the number before a heading
  'look', -- colours, typefaces and logos of a brand
  'frontmatter', -- what the templates need: words, numbers, the title page of Word
  'journal', -- what JATS has elements for and the other formats have not
  'evidence', -- quotations, themes, implications and values as the format has them
}

-- A step is left out where its mark stands nowhere in the document, nor among the options of its
-- shortcodes: walking through a document costs about as much as reading it. Evidence fragments
-- hold none of these.
local written = support.source .. pandoc.system.read_file('build.json')
local MARKS = {
  turning = { 'turn=', '"turn"' },
  conditional = { 'content-visible', 'content-hidden' },
  appendices = { 'appendix' },
  equations = { '$', '\\begin{' },
  formulas = { '\\begin{', '\\label', '\\tag', '\\textcolor', '\\color' },
  grid = { 'g-col' },
  listings = { '#lst-' },
  callout_divs = { 'callout-' },
  columns = { 'columns', 'layout', 'g-col' },
  panels = { 'panel-tabset' },
}

-- What the metadata says in the place of a mark.
local SETTINGS = { turning = 'turn-tables' }

local function concerns(step, document)
  for _, mark in ipairs(MARKS[step] or { '' }) do
    if written:find(mark, 1, true) then return true end
  end
  return SETTINGS[step] and document.meta[SETTINGS[step]]
end

local function step_of(name)
  return package.searchpath(name, package.path) and require(name) or support.part(name)
end

function Pandoc(document)
  for _, step in ipairs(STEPS) do
    if concerns(step, document) then document = step_of(step)(document) end
    support.stop_if_mistaken()
    if step == support.build.last then return document end
  end
  require('quarto_shim').keep()
  return document
end
