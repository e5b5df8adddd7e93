-- Ends a render with one message. Under Quarto `error` only writes to its log: the render goes on,
-- and what a reader sees last is a trace of Lua's or, worse, a file. The built-in renderer reads
-- what `error` says.

return function(message, hint, place)
  local said = (place and place ~= '' and place .. ': ' or '') .. message
  if not (quarto and quarto.version) then error('\nthemeloom: ' .. said .. '\nhint: ' .. hint, 0) end
  io.stderr:write('error: ' .. said .. '\n  hint: ' .. hint .. '\n')
  os.exit(1, true)
end
