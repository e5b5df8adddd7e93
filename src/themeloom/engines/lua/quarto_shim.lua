-- The part of Quarto's Lua API that our shortcodes use, so that they run here unchanged.

local support = require('support')

local quarto = {}

quarto.project = { directory = support.build.root }

-- What was read once is copied when it is asked for again: a theme is named many times.
local read = {}

local function string_to_blocks(text)
  read[text] = read[text] or pandoc.read(text, 'markdown').blocks
  return read[text]:walk({})
end

quarto.utils = {
  string_to_blocks = string_to_blocks,
  string_to_inlines = function(text) return pandoc.utils.blocks_to_inlines(string_to_blocks(text)) end,
  type = pandoc.utils.type,
  resolve_path = function(path) return pandoc.path.join({ support.build.extension, path }) end,
}

quarto.doc = { is_format = support.is_format }
quarto.format = { is_format = support.is_format }

local function say(level)
  return function(...)
    local words = {}
    for index, word in ipairs({ ... }) do words[index] = tostring(word) end
    io.stderr:write('[' .. level .. '] ', table.concat(words, ' '), '\n')
  end
end

quarto.log = { output = say('INFO'), warning = say('WARNING'), error = say('ERROR') }

return quarto
