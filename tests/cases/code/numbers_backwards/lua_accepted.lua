io.read("l")
local sum, backwards = 0, {}
for word in io.read("l"):gmatch("%S+") do
  sum = sum + math.tointeger(tonumber(word))
  table.insert(backwards, 1, word)
end
print(sum)
print(table.concat(backwards, " "))
print(io.read("l") or "")
