/** What Debian's compiler (0.17) cannot read yet: uuid. */

struct Ids {
  1: uuid one,
  2: optional uuid perhaps,
  3: list<uuid> many,
  4: map<uuid, uuid> pairs,
}

service UuidTest {
  uuid testUuid(1: uuid thing)
  Ids testIds(1: Ids thing)
}
