import { readFileSync } from "node:fs";
import { expect } from "chai";
import { breaking, describeBreaks } from "./marked.js";

/** Each: what it is about, the old IDL, the new one, and all that is found. */
const cases: readonly (readonly [what: string, old: string, next: string, found: readonly string[]])[] = [
  ["nothing", "struct S { 1: i32 a }", "struct S { 1: i32 a }", []],
  ["comments and layout", "struct S { 1: i32 a }", "/** S */ struct S {\n 1: i32 a, }", []],
  ["a new optional field", "struct S { 1: i32 a }", "struct S { 1: i32 a, 2: optional i32 b }", []],
  ["a new optional field in the middle", "struct S { 5: i32 a }", "struct S { 5: i32 a, 2: optional i32 b }", []],
  ["a new field", "struct S {}", "struct S { 2: i32 b }", ["source field-to-fill-added: - -> b"]],
  [
    "a new required field",
    "struct S {}",
    "struct S { 2: required i32 b }",
    ["wire required-field-added: - -> b", "source field-to-fill-added: - -> b"],
  ],
  ["a field that is gone", "struct S { 1: i32 a }", "struct S {}", ["wire field-removed: a -> S"]],
  ["another type", "struct S { 1: i32 a }", "struct S { 1: i64 a }", ["wire field-type-changed: a -> a"]],
  [
    "another type far inside",
    "struct S { 1: map<string, list<i32>> a }",
    "struct S { 1: map<string, list<i64>> a }",
    ["wire field-type-changed: a -> a"],
  ],
  [
    "another type behind a typedef",
    "typedef i32 T struct S { 1: T a }",
    "typedef string T struct S { 1: T a }",
    ["source typedef-changed: T -> T", "wire field-type-changed: a -> a"],
  ],
  [
    "what an i64 is in TypeScript",
    "typedef i64 T struct S { 1: i64 a, 2: T b, 3: list<i64> c, 4: T d } service V { i64 f(1: map<i64, bool> g) }",
    `typedef i64 T (faas.i64 = "number") struct S { 1: i64 a (faas.i64 = "number"), 2: T b, 3: list<i64 (faas.i64 = "number")> c,
       4: i64 d } service V { i64 (faas.i64 = "number") f(1: map<i64, bool> g (faas.i64 = "number")) }`,
    [
      "source typedef-changed: T -> T",
      "source field-type-renamed: a -> a",
      "source field-type-renamed: b -> b",
      "source field-type-renamed: c -> c",
      "source return-type-renamed: f -> f",
      "source argument-type-renamed: g -> g",
    ],
  ],
  [
    "an i64 that says what it is anyway",
    "struct S { 1: i64 a }",
    'typedef i64 (faas.i64 = "bigint") T struct S { 1: T a }',
    [],
  ],
  ["a typedef of the same type", "struct S { 1: i32 a }", "typedef i32 T struct S { 1: T a }", []],
  ["the same bytes", "struct S { 1: string a }", "struct S { 1: binary a }", ["source field-type-renamed: a -> a"]],
  [
    "an enum for its numbers",
    "enum E { A } struct S { 1: i32 a }",
    "enum E { A } struct S { 1: E a }",
    ["source field-type-renamed: a -> a"],
  ],
  [
    "a struct by another name, with another field in it",
    "struct A { 1: i32 a } struct S { 1: A a }",
    "struct B { 1: i64 a } struct S { 1: B a }",
    ["wire field-type-changed: a -> a", "source field-type-renamed: a -> a", "source struct-removed: A -> -"],
  ],
  [
    "another enum that means the same",
    "enum E { A } enum F { A, B } struct S { 1: E e }",
    "enum E { A } enum F { A, B } struct S { 1: F e }",
    ["source field-type-renamed: e -> e"],
  ],
  [
    "another enum",
    "enum E { A } enum F { B } struct S { 1: E e }",
    "enum E { A } enum F { B } struct S { 1: F e }",
    ["wire field-type-changed: e -> e"],
  ],
  [
    "requiredness",
    "struct S { 1: required i32 a, 2: i32 b }",
    "struct S { 1: i32 a, 2: required i32 b }",
    ["wire field-requiredness-changed: a -> a", "wire field-requiredness-changed: b -> b"],
  ],
  [
    "optionality",
    "struct S { 1: optional i32 a, 2: i32 b }",
    "struct S { 1: i32 a, 2: optional i32 b }",
    ["source field-optionality-changed: a -> a", "source field-optionality-changed: b -> b"],
  ],
  ["a name", "struct S { 1: i32 a }", "struct S { 1: i32 b }", ["source field-renamed: a -> b"]],
  ["a default", "struct S { 1: i32 a = 1 }", "struct S { 1: i32 a = 2 }", ["source field-default-changed: a -> a"]],
  ["a struct that is a union", "struct S {}", "union S {}", ["wire kind-changed: S -> S"]],
  ["a struct that is thrown", "struct S {}", "exception S {}", ["source kind-changed: S -> S"]],
  ["an enum's new member", "enum E { A }", "enum E { A, B }", []],
  ["an enum's member that is gone", "enum E { A, B }", "enum E { A }", ["wire enum-value-removed: B -> E"]],
  ["an enum's member by another name", "enum E { A }", "enum E { B }", ["source enum-member-renamed: A -> B"]],
  ["an enum's member put in between", "enum E { A, B }", "enum E { A, C, B }", ["wire enum-member-renumbered: B -> B"]],
  ["an enum that is gone", "enum E { A }", "", ["source enum-removed: E -> -"]],
  ["a typedef that is gone", "typedef i32 T", "", ["source typedef-removed: T -> -"]],
  ["a constant that is gone", "const i32 C = 1", "", ["source constant-removed: C -> -"]],
  ["a constant's value", "const i32 C = 1", "const i32 C = 2", ["source constant-changed: C -> C"]],
  ["a constant in other words", "const i32 A = 1 const i32 C = A", "const i32 A = 1 const i32 C = 0x1", []],
  ["a service that is gone", "service V {}", "", ["wire service-removed: V -> -"]],
  ["a method that is gone", "service V { void f() }", "service V {}", ["wire method-removed: f -> V"]],
  ["a new method", "service V {}", "service V { void f() }", []],
  ["a method moved to a parent", "service V { void f() }", "service P { void f() } service V extends P {}", []],
  [
    "a parent's method, once",
    "service P { void f() } service V extends P {}",
    "service P {} service V extends P {}",
    ["wire method-removed: f -> P"],
  ],
  [
    "a service without its parent",
    "service P { void f() } service V extends P { void g() }",
    "service P { void f() } service V { void g() }",
    ["wire method-removed: f -> V"],
  ],
  [
    "a parent's method taken over",
    "service P { void f() } service V extends P {}",
    "service P { void f() } service V { void f() }",
    [],
  ],
  ["oneway", "service V { void f() }", "service V { oneway void f() }", ["wire oneway-changed: f -> f"]],
  ["a result", "service V { void f() }", "service V { i32 f() }", ["wire return-type-changed: f -> f"]],
  ["a result's name", "service V { string f() }", "service V { binary f() }", ["source return-type-renamed: f -> f"]],
  [
    "an argument more",
    "service V { void f() }",
    "service V { void f(1: i32 a) }",
    ["state arguments-reencoded: f -> f", "source argument-added: - -> a"],
  ],
  [
    "an argument less",
    "service V { void f(1: i32 a) }",
    "service V { void f() }",
    ["wire argument-removed: a -> f", "state arguments-reencoded: f -> f"],
  ],
  [
    "an argument's type",
    "service V { void f(1: i32 a) }",
    "service V { void f(1: i64 a) }",
    ["wire argument-type-changed: a -> a"],
  ],
  [
    "arguments in another order",
    "service V { void f(1: i32 a, 2: i32 b) }",
    "service V { void f(2: i32 b, 1: i32 a) }",
    ["source arguments-reordered: f -> f", "state arguments-reencoded: f -> f"],
  ],
  [
    "exceptions",
    "exception E {} service V { void f() throws (1: E a) }",
    "exception E {} service V { void f() throws (2: E a) }",
    ["wire exception-removed: a -> f", "wire exception-added: - -> a"],
  ],
  [
    "a field more in an argument",
    "struct S {} service V { void f(1: S s) }",
    "struct S { 1: i32 a } service V { void f(1: S s) }",
    ["source field-to-fill-added: - -> a", "state arguments-reencoded: - -> a"],
  ],
  [
    "an argument's fields in another order",
    "struct S { 1: i32 a, 2: i32 b } service V { void f(1: list<S> s) }",
    "struct S { 2: i32 b, 1: i32 a } service V { void f(1: list<S> s) }",
    ["state arguments-reencoded: S -> S"],
  ],
  [
    "a result's fields in another order",
    "struct S { 1: i32 a, 2: i32 b } service V { S f() }",
    "struct S { 2: i32 b, 1: i32 a } service V { S f() }",
    [],
  ],
  ["a function", "service V {}", `service V {} (faas.function = "w")`, ["wire function-moved: V -> faas.function"]],
  [
    "effects",
    "service V { void f() (faas.readonly) }",
    "service V { void f() }",
    ["state effects-changed: faas.readonly -> f"],
  ],
  [
    "a partition",
    "service V { void f(1: i32 a) }",
    `service V { void f(1: i32 a) (faas.partition = "a") }`,
    ["state partition-changed: f -> faas.partition"],
  ],
  [
    "an argument's name, also where the partition is told by it",
    `service V { void f(1: i32 a) (faas.partition = "a") }`,
    `service V { void f(1: i32 b) (faas.partition = "b") }`,
    ["source argument-renamed: a -> b"],
  ],
  [
    "limits",
    `service V { void f() (faas.timeout = "5s", faas.retry = "3"), void g() (faas.timeout = "5s") }`,
    `service V { void f() (faas.timeout = "500ms", faas.retry = "2"), void g() (faas.timeout = "1m") }`,
    ["wire timeout-shortened: faas.timeout -> faas.timeout", "wire retries-lowered: faas.retry -> faas.retry"],
  ],
  [
    "more time, and more tries",
    `service V { void f() (faas.timeout = "5s", faas.retry = "3") }`,
    "service V { void f() }",
    [],
  ],
];

/** The same for the state of a service. */
const stateCases: readonly (readonly [what: string, old: string, next: string, found: readonly string[]])[] = [
  ["another ID", "1: i32 a", "2: i32 a", []],
  ["a new field", "1: i32 a", "1: i32 a, 2: i32 b", []],
  ["another order", "1: i32 a, 2: i32 b", "2: i32 b, 1: i32 a", []],
  ["a field that is gone", "1: i32 a", "", ["state state-field-removed: a -> T"]],
  ["another name", "1: i32 a", "1: i32 b", ["state state-field-removed: a -> b"]],
  ["another type", "1: i32 a", "1: i64 a", ["state state-type-changed: a -> a"]],
  ["another collection", "1: list<i32> a", "1: set<i32> a", ["state state-type-changed: a -> a"]],
  ["an order", "1: map<i32, i64> a", "1: map<i32, i64> a (faas.ordered)", ["state state-type-changed: a -> a"]],
  ["another key", "1: map<string, i32> a", "1: map<binary, i32> a", ["state state-type-changed: a -> a"]],
  ["text for bytes", "1: string a", "1: binary a", []],
  ["a field more in what is stored", "1: Old a", "1: New a", ["state stored-required-field-added: - -> r"]],
  ["a field more in a key", "1: map<Old, i32> a", "1: map<Default, i32> a", ["state key-reencoded: - -> d"]],
  ["a field more in an element", "1: set<Old> a", "1: set<Default> a", ["state key-reencoded: - -> d"]],
  ["a default more in a value", "1: list<Old> a", "1: list<Default> a", []],
];
const inState = (fields: string): string =>
  `struct Old {} struct New { 1: required i32 r } struct Default { 1: optional i32 d = 1 } ` +
  `struct T { ${fields} } service V {} (faas.state = "T")`;

describe("breaking", () => {
  for (const [what, old, next, found] of cases) {
    it(`judges ${what}`, () => expect(describeBreaks(old, next)).to.have.members(found));
  }

  for (const [what, old, next, found] of stateCases) {
    it(`judges ${what}, in state`, () => {
      const state = describeBreaks(inState(old), inState(next)).filter((line) => line.startsWith("state "));
      expect(state).to.have.members(found);
    });
  }

  it("judges state that is no state any more", () => {
    expect(describeBreaks(inState("1: i32 a"), inState("1: i32 a").replace(/\(faas.*/, ""))).to.deep.equal([
      "state state-removed: faas.state -> V",
    ]);
  });

  it("says what has changed where the words have not", () => {
    const messages = breaking(
      "typedef i64 T struct S { 1: map<T, string> a }",
      'typedef i64 T (faas.i64 = "number") struct S { 1: map<T, string> a }',
    ).map(({ message }) => message);
    expect(messages).to.deep.equal([
      '`T` was `i64` and is `i64 (faas.i64 = "number")`',
      'field 1, `a`, of `S` was `map<i64, string>` and is `map<i64 (faas.i64 = "number"), string>`',
    ]);
  });

  it("follows includes", () => {
    const main = `include "shared.thrift" service V { shared.S f() }`;
    const found = breaking(
      { "main.thrift": main, "shared.thrift": "struct S { 1: i32 a }" },
      { "main.thrift": main, "shared.thrift": "struct S { 1: i64 a }" },
    );
    expect(found.map(({ code, old, new: next }) => [code, old?.file, next?.file])).to.deep.equal([
      ["field-type-changed", "shared.thrift", "shared.thrift"],
    ]);
  });

  it("is in step with docs/evolve.md", () => {
    const docs = readFileSync("docs/evolve.md", "utf8");
    const all = [
      ...cases,
      ...stateCases.map(([what, ...idl]) => [what, ...idl.slice(0, 2).map((text) => inState(String(text)))]),
    ];
    const codes = new Set(all.flatMap(([, old, next]) => breaking(String(old), String(next)).map(({ code }) => code)));
    const missing = [...codes].filter((code) => !code.startsWith("stored-") && !docs.includes(`\`${code}\``));
    expect(missing).to.deep.equal([]);
    expect(codes.size).to.be.greaterThan(35);
  });

  it("says of each what it breaks, and what to do", () => {
    for (const [, old, next] of cases) {
      for (const { why, hint, message, old: before, new: after } of breaking(old, next)) {
        expect([why, hint, message].every((text) => text.length > 3)).to.equal(true);
        expect(before ?? after).not.to.equal(undefined);
      }
    }
  });
});
