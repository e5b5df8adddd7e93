-- Quarto's first filter of ours (at: pre-ast), for what must be done before any of its own.

return { { Pandoc = dofile(pandoc.path.join({ quarto.utils.resolve_path('formats'), 'numbered.lua' })) } }
