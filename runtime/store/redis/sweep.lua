--[[
  Makes dead letters of those of some open intents that have expired (`bury` in reducer.ts). Their records are left
  without an intent, for Redis to drop when their time is over. Run twice, it finds no intents the second time.

  KEYS[1] open intents by when they were last touched
  KEYS[2] open intents by expiry
  KEYS[3] dead letters by expiry
  KEYS[4...] the records of the intents to look at, longest expired first
  ARGV[1] now in milliseconds, or empty for Redis's own clock
  ARGV[2] how long a record outlives its ID, in milliseconds
  ARGV[3...] the intents as they stand among the open ones, in the order of their records
  RETURNS swept, how many were no open intents any more, then for each dead letter its place from 0, expiry, intent
]]

local now = clock(ARGV[1])
local slack = tonumber(ARGV[2])

local letters, over = {}, {}
-- A key that holds something else would stop the script half way: Redis checks the types of those it has not read yet.
redis.call("ZSCORE", KEYS[1], "")
redis.call("ZSCORE", KEYS[2], "")
redis.call("ZSCORE", KEYS[3], "")
for at = 4, #KEYS do
  local record = find_record(at, now, slack)
  if not record or not is_open(record) then
    over[#over + 1] = at
  elseif has_expired(record.expiry, now) then
    over[#over + 1] = at
    letters[#letters + 1] = { at = at, expiry = record.expiry, intent = record.intent }
  end
end

-- Everything is checked. From here on there are only writes.

for _, at in ipairs(over) do
  redis.call("ZREM", KEYS[1], ARGV[at - 1])
  redis.call("ZREM", KEYS[2], ARGV[at - 1])
end
local answer = { "swept", #over - #letters }
for _, letter in ipairs(letters) do
  local at = letter.at
  -- With its expiry behind it: when the ID has been forgotten, another invocation may have it and die as well.
  local member = ARGV[at - 1] .. letter.intent .. struct.pack(">d", letter.expiry)
  redis.call("ZADD", KEYS[3], letter.expiry, member)
  redis.call("HDEL", KEYS[at], "intent")
  if ARGV[1] == "" then redis.call("PEXPIREAT", KEYS[at], math.floor(math.min(letter.expiry + slack, 2 ^ 53))) end
  answer[#answer + 1] = at - 4
  answer[#answer + 1] = string.format("%.17g", letter.expiry)
  answer[#answer + 1] = letter.intent
end
return answer
