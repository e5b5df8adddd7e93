-- No id twice: the first keeps it, a later one gets a number, as pandoc does for headings.

return function(document)
  local used = {}

  local function unique(element)
    local id = element.identifier
    if id == '' then return nil end
    local new, number = id, 0
    while used[new] do
      number = number + 1
      new = id .. '-' .. number
    end
    used[new] = true
    if new == id then return nil end
    element.identifier = new
    return element
  end

  return document:walk({
    traverse = 'topdown',
    Header = unique, Div = unique, Figure = unique, Table = unique, Span = unique,
    CodeBlock = unique, Code = unique, Link = unique, Image = unique,
  })
end
