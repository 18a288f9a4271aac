--[[
  Delivers a callback on its own (`decideDelivery` in reducer.ts). Run twice, it finds its step answered and changes
  nothing; the wake-up may be lost then, and a collector makes up for it.

  KEYS[1] the caller's record
  ARGV[1] now in milliseconds, or empty for Redis's own clock
  ARGV[2] how long a record outlives its ID, in milliseconds
  ARGV[3] step
  ARGV[4] fingerprint
  ARGV[5] expiry of the caller
  ARGV[6] the callback itself
  RETURNS stale
  RETURNS diverged, the recorded fingerprint
  RETURNS applied, the caller's intent if the caller is to be woken
]]

local now = clock(ARGV[1])
local slack = tonumber(ARGV[2])
local step = ARGV[3]
local expiry = tonumber(ARGV[5])

local caller, is_forgotten = find_record(1, now, slack)
if has_expired(expiry, now) or (caller and has_expired(caller.expiry, now)) then return { "stale" } end
local answered = caller and redis.call("HGET", KEYS[1], "answered:" .. step)
if answered and answered ~= ARGV[4] then return { "diverged", answered } end
if answered or (caller and caller.result) then return { "applied" } end

-- Everything is checked. From here on there are only writes.

if is_forgotten then redis.call("DEL", KEYS[1]) end
local count = (caller and caller.callbacks or 0) + 1
redis.call("HSET", KEYS[1], "callbacks", count, "callback:" .. count, ARGV[6], "answered:" .. step, ARGV[4])
local wake = nil
if caller and caller.parked and includes(unpack_list(caller.parked), step) then
  redis.call("HDEL", KEYS[1], "parked")
  wake = caller.intent or nil
end
if not caller then
  redis.call("HSET", KEYS[1], "expiry", expiry)
  if ARGV[1] == "" then redis.call("PEXPIREAT", KEYS[1], math.floor(math.min(expiry + slack, 2 ^ 53))) end
end
return { "applied", wake }
