--[[
  Claims those of some open intents that have been idle for long enough, and wakes them if they are parked. What has
  expired is left to sweep, and is not looked at here again. Run twice, it finds them touched and claims nothing.

  KEYS[1] open intents by when they were last touched
  KEYS[2...] the records of the intents to look at, longest untouched first
  ARGV[1] now in milliseconds, or empty for Redis's own clock
  ARGV[2] how long a record outlives its ID, in milliseconds
  ARGV[3] for how many milliseconds nobody may have touched an intent that is to be claimed
  ARGV[4...] for each record: its intent as it stands among the open ones, and when that was last touched
  RETURNS claimed, how many of the idle ones cannot be claimed any more, then for each that was: place from 0, intent
]]

local now = clock(ARGV[1])
local slack = tonumber(ARGV[2])
local idle = tonumber(ARGV[3])

local claims, expired, gone = {}, {}, 0
for at = 2, #KEYS do
  local intent_at = 2 * at
  local listed = tonumber(ARGV[intent_at + 1])
  if now - listed >= idle then
    local touched = redis.call("ZSCORE", KEYS[1], ARGV[intent_at])
    local record = find_record(at, now, slack)
    if not touched or tonumber(touched) ~= listed then
      gone = gone + 1
    elseif not record or not is_open(record) or has_expired(record.expiry, now) then
      expired[#expired + 1] = intent_at
    else
      claims[#claims + 1] = { at = at, intent_at = intent_at, intent = record.intent }
    end
  end
end

-- Everything is checked. From here on there are only writes.

for _, intent_at in ipairs(expired) do
  redis.call("ZREM", KEYS[1], ARGV[intent_at])
end
local answer = { "claimed", #expired + gone }
for _, claim in ipairs(claims) do
  local at = claim.at
  redis.call("ZADD", KEYS[1], now, ARGV[claim.intent_at])
  redis.call("HDEL", KEYS[at], "parked")
  answer[#answer + 1] = at - 2
  answer[#answer + 1] = claim.intent
end
return answer
