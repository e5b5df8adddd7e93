-- Evidence by name: {{< quote trusted >}}, {{< theme integration >}}, {{< value interviews >}} …
--
-- Each name stands for a Markdown fragment (shortcodes/reading.lua). Where a shortcode is alone in
-- its paragraph it gives the whole of it (a quotation with its attribution, a table); within a
-- line it gives the words that fit there.

local folder = quarto.utils.resolve_path('shortcodes')
local shared = pandoc.path.join({ pandoc.path.directory(folder), 'formats', 'part.lua' })
local part = dofile(shared)(folder)
local reading = part('reading')

-- Within metadata Quarto hands over `key=value` as a plain argument.
local function with_options(kind, handler)
  return function(args, kwargs, meta, raw_args, context)
    reading.called = kind .. (args[1] and ' ' .. pandoc.utils.stringify(args[1]) or '')
    local names, options = pandoc.List({}), {}
    for key, given in pairs(kwargs) do options[key] = given end
    for _, argument in ipairs(args) do
      local key, given = pandoc.utils.stringify(argument):match('^([%w-]+)=(.*)$')
      if key then options[key] = given else names:insert(argument) end
    end
    return handler(names, options, meta, raw_args, context)
  end
end

local handlers = {}
for _, kind in ipairs({ 'themes', 'study' }) do
  for name, handler in pairs(part(kind)) do handlers[name] = with_options(name, handler) end
end
return handlers
