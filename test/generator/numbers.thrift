/** i64s that are numbers in TypeScript, as `--i64 number` says, and those that annotations let be bigints. */

typedef i64 Count

/** Needs all 64 bits. */
typedef i64 Snowflake (faas.i64 = "bigint")

typedef list<i64> (faas.i64 = "bigint") Snowflakes

const Count MOST = 9007199254740991
const i64 LEAST = -9007199254740991
const Snowflake LARGEST = 9223372036854775807
const map<Snowflake, list<Count>> COUNTS = { 1: [2, 3] }

struct Tally {
  1: Count count = MOST,
  2: optional i64 total,
  3: Snowflake id = LARGEST,
  4: list<Count> parts,
  5: map<i64, set<i64>> by_number,
  /** The key is a bigint, the inner values are not. */
  6: map<i64 (faas.i64 = "bigint"), list<i64>> by_id,
  7: list<map<i64, i64>> ids (faas.i64 = "bigint"),
  8: i64 (faas.i64 = "bigint") exact,
  9: Snowflakes others,
}

union Amount {
  1: i64 number,
  2: Snowflake id,
  3: list<Count> numbers,
}

exception TooMany {
  1: Count left,
}

struct CounterState {
  1: map<Count, Count> by_number,
  2: map<string, Count> ranking (faas.ordered),
  3: map<Snowflake, Tally> by_id,
  4: Count total = 3,
  5: list<list<Count>> rows,
  6: set<i64> seen,
}

service Counter {
  i64 add(1: i64 number, 2: Snowflake id) throws (1: TooMany many) (faas.partition = "number")
  i64 (faas.i64 = "bigint") latest(1: list<i64> numbers (faas.i64 = "bigint"), 2: Amount amount) (faas.readonly)
} (faas.state = "CounterState")
