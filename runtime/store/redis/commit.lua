--[[
  Decides one commit and applies it (E3): the same checks in the same order as `decide` in reducer.ts, all of them
  before the first write, because Redis does not roll a script back. Run twice, it is `done` or `behind` the second time.

  KEYS[1] the invocation's record
  KEYS[2] open intents by when they were last touched
  KEYS[3] open intents by expiry
  KEYS[4...] the caller's record, collections of state, records of the outbox: ARGV names each by its place here
  ARGV[1] now in milliseconds, or empty for Redis's own clock
  ARGV[2] how long a new ID is valid, in milliseconds
  ARGV[3] how long a record outlives its ID, in milliseconds
  ARGV[4] the invocation as it stands among the open intents
  ARGV[5] fingerprint
  ARGV[6] expiry, 0 to have one minted
  ARGV[7] how many log entries the attempt knows
  ARGV[8] intent, or empty
  ARGV[9] result, or empty
  ARGV[10] packed list of steps to park for, or empty
  ARGV[11] place of the caller's record, 0 without a callback
  ARGV[12] step of the callback
  ARGV[13] fingerprint of the callback
  ARGV[14] expiry of the caller
  ARGV[15] the callback itself
  ARGV[16] how many log entries to append
  ARGV[17] how many values were read
  ARGV[18] how many values to write
  ARGV[19] how many messages are in the outbox
  ARGV[20...] each log entry; for each value read and then for each to write: place of its collection, key, 1 or 0 for
    present or absent, value; for each message: place of its record, what stands for it among the open intents, intent
  RETURNS stale
  RETURNS diverged, the recorded fingerprint
  RETURNS done, the recorded result
  RETURNS behind, the fields and values of the record
  RETURNS regressed, the length of the log
  RETURNS conflict, which of the values read has changed, from 0
  RETURNS applied, the record's expiry, the caller's intent if the caller is to be woken
]]

local now = clock(ARGV[1])
local slack = tonumber(ARGV[3])
local expiry = tonumber(ARGV[6])
local parked = ARGV[10]
local caller_at = tonumber(ARGV[11])
local step = ARGV[12]
local append_from = 20
local reads_from = append_from + tonumber(ARGV[16])
local writes_from = reads_from + 4 * tonumber(ARGV[17])
local outbox_from = writes_from + 4 * tonumber(ARGV[18])
local outbox_end = outbox_from + 3 * tonumber(ARGV[19])

local record, is_forgotten = find_record(1, now, slack)
local caller, is_caller_forgotten = nil, false
if caller_at > 0 then caller, is_caller_forgotten = find_record(caller_at, now, slack) end

if
  has_expired(expiry, now)
  or (record and has_expired(record.expiry, now))
  or (caller_at > 0 and has_expired(tonumber(ARGV[14]), now))
  or (caller and has_expired(caller.expiry, now))
then
  return { "stale" }
end
if record and record.fingerprint and record.fingerprint ~= ARGV[5] then return { "diverged", record.fingerprint } end
if record and record.result then return { "done", record.result } end

local answered = caller and redis.call("HGET", KEYS[caller_at], "answered:" .. step)
if answered and answered ~= ARGV[13] then return { "diverged", answered } end

local logged = record and record.log or 0
local known = tonumber(ARGV[7])
if logged > known then return { "behind", redis.call("HGETALL", KEYS[1]) } end
if logged < known then return { "regressed", logged } end

if record and parked ~= "" then
  for _, awaited in ipairs(unpack_list(parked)) do
    if redis.call("HEXISTS", KEYS[1], "answered:" .. awaited) == 1 then
      return { "behind", redis.call("HGETALL", KEYS[1]) }
    end
  end
end

for at = reads_from, writes_from - 1, 4 do
  local place, seen = tonumber(ARGV[at]), ARGV[at + 2] == "1" and ARGV[at + 3]
  if redis.call("HGET", KEYS[place], ARGV[at + 1]) ~= seen then return { "conflict", (at - reads_from) / 4 } end
end

local is_new, is_old = {}, {}
for at = outbox_from, outbox_end - 1, 3 do
  local sent, is_sent_forgotten = find_record(tonumber(ARGV[at]), now, slack)
  is_new[at] = not sent
  is_old[at] = is_sent_forgotten
end

-- A key that holds something else would stop the script half way: each is asked for its type, which Redis checks.
for at = 4, #KEYS do
  redis.call("HEXISTS", KEYS[at], "")
end
redis.call("ZSCORE", KEYS[2], "")
redis.call("ZSCORE", KEYS[3], "")

-- Everything is checked. From here on there are only writes. The first is one that Redis refuses when it is out of
-- memory, because it lets a script that has begun to write go on.

if is_forgotten then redis.call("DEL", KEYS[1]) end
if record and record.fingerprint then
  expiry = record.expiry
elseif expiry == 0 then
  expiry = now + tonumber(ARGV[2])
end
local length = known
for at = append_from, reads_from - 1 do
  length = length + 1
  redis.call("HSET", KEYS[1], "log:" .. length, ARGV[at])
end
redis.call("HSET", KEYS[1], "fingerprint", ARGV[5], "expiry", expiry, "log", length)

local had_intent = record and record.intent
local has_intent = had_intent or ARGV[8] ~= ""
if has_intent and not had_intent then redis.call("HSET", KEYS[1], "intent", ARGV[8]) end
if ARGV[9] ~= "" then redis.call("HSET", KEYS[1], "result", ARGV[9]) end
if parked ~= "" then
  redis.call("HSET", KEYS[1], "parked", parked)
elseif record and record.parked then
  redis.call("HDEL", KEYS[1], "parked")
end

if has_intent and ARGV[9] == "" then
  redis.call("ZADD", KEYS[2], now, ARGV[4])
  redis.call("ZADD", KEYS[3], expiry, ARGV[4])
  redis.call("PERSIST", KEYS[1])
else
  if had_intent then
    redis.call("ZREM", KEYS[2], ARGV[4])
    redis.call("ZREM", KEYS[3], ARGV[4])
  end
  if ARGV[1] == "" then redis.call("PEXPIREAT", KEYS[1], math.floor(math.min(expiry + slack, 2 ^ 53))) end
end

for at = outbox_from, outbox_end - 1, 3 do
  if is_new[at] then
    local place = tonumber(ARGV[at])
    if is_old[at] then redis.call("DEL", KEYS[place]) end
    redis.call("HSET", KEYS[place], "expiry", expiry, "intent", ARGV[at + 2])
    redis.call("ZADD", KEYS[2], now, ARGV[at + 1])
    redis.call("ZADD", KEYS[3], expiry, ARGV[at + 1])
  end
end

local wake = nil
if caller_at > 0 and not answered and not (caller and caller.result) then
  if is_caller_forgotten then redis.call("DEL", KEYS[caller_at]) end
  local count = (caller and caller.callbacks or 0) + 1
  redis.call("HSET", KEYS[caller_at], "callbacks", count, "callback:" .. count, ARGV[15], "answered:" .. step, ARGV[13])
  if caller and caller.parked and includes(unpack_list(caller.parked), step) then
    redis.call("HDEL", KEYS[caller_at], "parked")
    wake = caller.intent or nil
  end
  if not caller then
    redis.call("HSET", KEYS[caller_at], "expiry", ARGV[14])
    if ARGV[1] == "" then
      redis.call("PEXPIREAT", KEYS[caller_at], math.floor(math.min(tonumber(ARGV[14]) + slack, 2 ^ 53)))
    end
  end
end

for at = writes_from, outbox_from - 1, 4 do
  local place = tonumber(ARGV[at])
  if ARGV[at + 2] == "1" then
    redis.call("HSET", KEYS[place], ARGV[at + 1], ARGV[at + 3])
  else
    redis.call("HDEL", KEYS[place], ARGV[at + 1])
  end
end

return { "applied", string.format("%.17g", expiry), wake }
