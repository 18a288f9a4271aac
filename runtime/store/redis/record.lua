--[[
  What every script asks of the clock and of a record. The loader puts this file before each script that needs it.
  Reads only. `at` is the record's place in KEYS.
]]

-- The store's clock in milliseconds: Redis's own, unless a test gives one.
local function clock(given)
  if given ~= "" then return tonumber(given) end
  local time = redis.call("TIME")
  return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end

-- E5. An expiry of 0 is one that nobody has minted yet.
local function has_expired(expiry, now)
  return expiry ~= 0 and now > expiry
end

-- Whether there is something left to finish (E9).
local function is_open(record)
  return record.intent and not record.result
end

-- nil if there is none, or none any more: what is forgotten counts as if it had never been (E5). Then the second value
-- tells whether something is still there to be deleted.
local function find_record(at, now, slack)
  local fields = redis.call("HMGET", KEYS[at], "expiry", "fingerprint", "intent", "result", "parked", "log", "callbacks")
  if not fields[1] then return nil, false end
  local record = {
    expiry = tonumber(fields[1]),
    fingerprint = fields[2],
    intent = fields[3],
    result = fields[4],
    parked = fields[5],
    log = tonumber(fields[6] or 0),
    callbacks = tonumber(fields[7] or 0),
  }
  if not is_open(record) and now > record.expiry + slack then return nil, true end
  return record, false
end

-- The strings of a packed list: how many there are, then each with its length before it.
local function unpack_list(packed)
  local list = {}
  local count, position = struct.unpack(">I4", packed)
  for i = 1, count do
    list[i], position = struct.unpack(">I4c0", packed, position)
  end
  return list
end

local function includes(list, item)
  for _, one in ipairs(list) do
    if one == item then return true end
  end
  return false
end
