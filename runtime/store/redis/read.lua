--[[
  Reads values from several collections at one point in time.

  KEYS[1...] collections of state
  ARGV[1...] for each value the place of its collection in KEYS, and its key
  RETURNS each value, nil for one that is absent
]]

local values = {}
for at = 1, #ARGV, 2 do
  local place = tonumber(ARGV[at])
  values[#values + 1] = redis.call("HGET", KEYS[place], ARGV[at + 1])
end
return values
