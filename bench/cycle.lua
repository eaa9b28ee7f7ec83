-- Asks for the paths of a file, one a line, in turn.
local paths = {}
local place = 0
function init(arguments)
  for line in io.lines(arguments[1]) do
    paths[#paths + 1] = line
  end
end
function request()
  place = place % #paths + 1
  return wrk.format("GET", paths[place])
end
