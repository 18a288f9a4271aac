/** For each code one IDL that gets it, and no other. */

import type { Code } from "../../../../generator/diagnostics/codes.js";

/** One file, or several by name of which the first is analysed. */
type Files = string | Readonly<Record<string, string>>;

/** A chain so long is no example to print. */
const LONG = Array.from({ length: 20_000 }, (_, index) => `typedef T${index + 1} T${index}`).join("\n");

/** Those without an example are shown by what the comment says. */
export const EXAMPLES: Readonly<Record<Code, Files | undefined>> = {
  "missing-file": { "main.thrift": 'include "user.thrift"\nstruct Post {\n  1: user.User author\n}' },
  // load.test.ts: there is no folder to read here.
  "unreadable-file": undefined,
  "include-cycle": {
    "post.thrift": 'include "user.thrift"\nstruct Post {\n  1: user.User author\n}',
    "user.thrift": 'include "post.thrift"\nstruct User {}',
  },
  "module-name-clash": {
    "main.thrift": 'include "v1/user.thrift"\ninclude "v2/user.thrift"',
    "v1/user.thrift": "struct User {}",
    "v2/user.thrift": "struct User2 {}",
  },
  "reserved-module-name": { "functions.thrift": "struct User {}" },

  syntax: "struct Post {\n  1: list<i64 ids\n}",
  "bad-character": "struct Post {\n  1: i64 größe\n}",
  "bad-number": "const i32 MASK = 0x",
  "bad-escape": String.raw`const string PATH = "C:\Users"`,
  "unterminated-string": 'const string GREETING = "hello\nconst string OTHER = "x"',
  "unterminated-comment": "/* Users and what they post\nstruct User {}",
  "header-after-definition": "struct User {}\nnamespace js users",
  "removed-syntax": "php_namespace users",
  obsolete: "service Log {\n  async void write(1: string line)\n}",
  "fbthrift-dialect": 'package "example.com/users"',

  "duplicate-declaration": "struct User {}\nenum User { ADMIN }",
  "duplicate-field-name": "struct User {\n  1: i64 id\n  2: string id\n}",
  "duplicate-field-id": "struct User {\n  1: i64 id\n  1: string name\n}",
  "duplicate-enum-member": "enum Role { ADMIN, GUEST, ADMIN = 7 }",
  "duplicate-enum-value": "enum Role { ADMIN = 1, GUEST = 1 }",
  "duplicate-method": "service Users {\n  void delete(1: i64 id)\n  void delete(1: string name)\n}",
  "unknown-type": "struct UserMention {}\nstruct Post {\n  1: UserMentoin mention\n}",
  "unknown-constant": "const i32 MAX_LENGTH = 280\nstruct Limits {\n  1: i32 length = MAX_LENGHT\n}",
  "unknown-service": "service Users {}\nservice Admins extends User {}",
  "unknown-enum-member": "enum Role { ADMIN, GUEST }\nconst Role FIRST = Role.ADMN",
  "unqualified-member": "enum Role { ADMIN, GUEST }\nconst Role FIRST = ADMIN",
  "misqualified-member": "enum Role { ADMIN, GUEST }\nenum Kind { USER }\nconst Role FIRST = Kind.ADMIN",

  "typedef-loop": "typedef Id UserId\ntypedef UserId Id",
  "extends-loop": "service Users extends Admins {}\nservice Admins extends Users {}",
  "constant-loop": "const i32 A = B\nconst i32 B = A",
  "too-deep": LONG,
  "recursive-required-struct": "struct Post {\n  1: required Post parent\n}",
  "exception-as-field": "exception NotFound {}\nstruct Reply {\n  1: NotFound error\n}",
  "throws-non-exception": "struct NotFound {}\nservice Users {\n  void delete(1: i64 id) throws (1: NotFound e)\n}",
  "union-defaults": 'union Id {\n  1: i64 number = 0\n  2: string name = ""\n}',

  "implicit-field-id": "struct User {\n  i64 id\n}",
  "nonpositive-field-id": "struct User {\n  -1: i64 id\n}",
  "field-id-range": "struct User {\n  40000: i64 id\n}",
  "reserved-field-id": "service Users {\n  void delete(32767: i64 id)\n}",
  "enum-value-range": "enum Role { ADMIN = 3000000000 }",
  "type-mismatch": 'const i32 MAX_LENGTH = "280"',
  "constant-overflow": "const i8 MAX_LENGTH = 280",
  "bad-uuid": 'const uuid NOBODY = "00000000"',
  "unknown-field": 'struct User { 1: string name }\nconst User ROOT = { "nmae": "root" }',
  "duplicate-key": 'struct User { 1: string name }\nconst User ROOT = { "name": "root", "name": "admin" }',
  "missing-field": "union Id { 1: i64 number }\nstruct User { 1: Id id }\nconst User ROOT = {}",
  "missing-required-field": "struct User { 1: required string name }\nconst User ROOT = {}",
  "union-value": "union Id { 1: i64 number }\nconst Id NOBODY = {}",
  "unknown-enum-value": "enum Role { ADMIN = 1 }\nconst Role FIRST = 2",

  "oneway-result": "service Log {\n  oneway i64 write(1: string line)\n}",
  "oneway-throws": "exception Full {}\nservice Log {\n  oneway void write(1: string line) throws (1: Full e)\n}",
  "reserved-method-name": "service Users {\n  void thrift_faas_wake()\n}",

  "unknown-annotation": "service Users {\n  i64 count() (faas.readonyl)\n}",
  "misplaced-annotation": "struct User {} (faas.readonly)",
  "annotation-value": 'service Users {\n  i64 count() (faas.timeout = "soon")\n}',
  "conflicting-effects": "service Users {\n  i64 count() (faas.readonly, faas.pure)\n}",
  "oneway-effects": "service Log {\n  oneway void write(1: string line) (faas.readonly)\n}",
  "unknown-argument": 'service Users {\n  void delete(1: i64 user_id) (faas.partition = "userid")\n}',
  "partition-type": 'service Users {\n  void delete(1: list<i64> ids) (faas.partition = "ids")\n}',
  "state-type": 'enum Role { ADMIN }\nservice Users {} (faas.state = "Role")',
  "state-key": 'struct State {\n  1: map<double, string> names\n}\nservice Users {} (faas.state = "State")',
  "state-score":
    'struct State {\n  1: map<i64, string> names (faas.ordered)\n}\nservice Users {} (faas.state = "State")',
  "state-default": 'struct State {\n  1: list<i64> ids = [1]\n}\nservice Users {} (faas.state = "State")',
  "state-field-clash":
    'struct State { 1: i64 count }\nservice Users {} (faas.state = "State")\n' +
    'struct More { 1: i64 count }\nservice Admins extends Users {} (faas.state = "More")',
  "i64-type": 'typedef i64 UserId\nstruct User {\n  1: UserId id (faas.i64 = "number")\n}',
  "ordered-type": 'struct State {\n  1: list<i64> ids (faas.ordered)\n}\nservice Users {} (faas.state = "State")',

  "function-name": 'service Users {} (faas.function = "all users")',
  "function-name-clash": "service TextService {}\nservice Text_Service {}",
  "reserved-service-name": "service Types {}",

  // test/generator/weave/: `weave` finds them, not the analysis.
  "extends-elsewhere": undefined,
  "runtime-name": undefined,
};
