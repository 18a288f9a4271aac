--[[
  Claims those of some open intents that have been idle for long enough, and wakes them if they are parked. What has
  expired is left to sweep, and is not looked at here again. Run twice, it finds them touched and claims nothing.

  KEYS[1] open intents by when they were last touched
  KEYS[2...] the records of the intents to look at, longest untouched first
  ARGV[1] now in milliseconds, or empty for Redis's own clock
  ARGV[2] how long a record outlives its ID, in milliseconds
  ARGV[3] for how many milliseconds nobody may have touched an intent that is to be claimed
  ARGV[4] how many to claim at most
  ARGV[5...] the intents as they stand among the open ones, in the order of their records
  RETURNS claimed, how many were taken off the list of open intents, then for each claimed its place, from 0, and intent
]]

local now = clock(ARGV[1])
local slack = tonumber(ARGV[2])
local idle = tonumber(ARGV[3])
local limit = tonumber(ARGV[4])

local claims, over = {}, {}
for at = 2, #KEYS do
  local touched = #claims < limit and redis.call("ZSCORE", KEYS[1], ARGV[at + 3])
  if touched and now - tonumber(touched) >= idle then
    local record = find_record(at, now, slack)
    if not record or not is_open(record) or has_expired(record.expiry, now) then
      over[#over + 1] = at
    else
      claims[#claims + 1] = { at = at, intent = record.intent }
    end
  end
end

-- Everything is checked. From here on there are only writes.

for _, at in ipairs(over) do
  redis.call("ZREM", KEYS[1], ARGV[at + 3])
end
local answer = { "claimed", #over }
for _, claim in ipairs(claims) do
  local at = claim.at
  redis.call("ZADD", KEYS[1], now, ARGV[at + 3])
  redis.call("HDEL", KEYS[at], "parked")
  answer[#answer + 1] = at - 2
  answer[#answer + 1] = claim.intent
end
return answer
