-- What the templates need: the extension adds it, the same way under Quarto.

local support = require('support')

local function load_part(name)
  return dofile(pandoc.path.join({ support.build.extension, 'formats', name .. '.lua' }))
end

return function(document) return load_part('frontmatter')(load_part, document) end
