/** Map keys and set elements that JavaScript compares by identity, and a double. */

struct Place {
  1: string street,
  2: i32 number,
  3: optional binary note,
}

union Name {
  1: string text,
  2: i32 number,
}

typedef list<i32> Path

struct Keyed {
  1: map<Place, i32> by_place,
  2: map<binary, string> by_bytes,
  3: map<Path, Place> by_path,
  4: map<Name, bool> by_name,
  5: map<set<i32>, i8> by_set,
  6: map<map<string, i32>, i64> by_map,
  7: map<double, string> by_double,
  8: set<Place> places,
  9: set<binary> bytes,
  10: set<Path> paths,
  11: set<map<Place, set<binary>>> nested,
  12: set<double> doubles,
}

const map<Place, i32> HOUSES = { { "street": "Baker Street", "number": 221 }: 1, { "street": "Elm Street" }: 2 }
const set<Path> PATHS = [[1, 2], [], [1, 2]]
