-- The document with all that it includes and cites, before anything is made of it, beside what
-- pandoc was given: what the finished file is compared with.

return function(document)
  local file = assert(io.open('read.json', 'wb'))
  file:write(pandoc.write(document, 'json'))
  file:close()
  return document
end
