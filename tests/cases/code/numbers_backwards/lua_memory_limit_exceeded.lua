local kept = {}
while true do
  kept[#kept + 1] = string.rep("x", 100000) .. #kept
end
