import { expect } from "chai";
import type { ConstValue } from "../../../generator/model.js";
import { expectMarked } from "../diagnostics/marked.js";

/** A value with its kinds in short, for comparison. */
function simple(value: ConstValue | undefined): unknown {
  switch (value?.kind) {
    case undefined:
      return undefined;
    case "bool":
    case "int":
    case "double":
    case "string":
      return value.value;
    case "enum":
      return `${value.declaration.name}.${value.member.name}`;
    case "list":
      return value.elements.map(simple);
    case "set":
      return new Set(value.elements.map(simple));
    case "map":
      return new Map(value.entries.map(([key, element]) => [simple(key), simple(element)]));
    case "struct":
      return Object.fromEntries(value.fields.map(({ field, value: inner }) => [field.name, simple(inner)]));
  }
}

const declarations = `
  enum Color { RED, GREEN = 5 }
  struct Point { 1: i32 x, 2: i32 y = 7, 3: optional Point inner }
  union Either { 1: i32 left, 2: string right }
  typedef list<Color> Colors
`;

/** The value of the constant X, of the given type. */
function valueOf(type: string, value: string): unknown {
  const { program } = expectMarked(`${declarations} const ${type} X = ${value}`);
  return simple(program.modules[0]?.constants[0]?.value);
}

describe("constants", () => {
  it("have the type that is declared, whatever they are written as", () => {
    expect(valueOf("bool", "true")).to.equal(true);
    expect(valueOf("bool", "0")).to.equal(false);
    expect(valueOf("i64", "-9223372036854775808")).to.equal(-(2n ** 63n));
    expect(valueOf("i32", "true")).to.equal(1n);
    expect(valueOf("i32", "Color.GREEN")).to.equal(5n);
    expect(valueOf("double", "5")).to.equal(5);
    expect(valueOf("double", "-.5e1")).to.equal(-5);
    expect(valueOf("binary", '"a\\n"')).to.equal("a\n");
    expect(valueOf("uuid", '"{00000000-1111-2222-3333-44444444ABCD}"')).to.equal(
      "00000000-1111-2222-3333-44444444abcd",
    );
    expect(valueOf("Color", "Color.RED")).to.equal("Color.RED");
    expect(valueOf("Color", "5")).to.equal("Color.GREEN");
  });

  it("can be containers and structs", () => {
    expect(valueOf("Colors", "[Color.RED, 5]")).to.deep.equal(["Color.RED", "Color.GREEN"]);
    expect(valueOf("set<i32>", "[1, 2]")).to.deep.equal(new Set([1n, 2n]));
    expect(valueOf("map<string, list<bool>>", '{"a": [true], "b": []}')).to.deep.equal(
      new Map([
        ["a", [true]],
        ["b", []],
      ]),
    );
    expect(valueOf("Point", '{"x": 1, "inner": {"y": 2}}')).to.deep.equal({ x: 1n, inner: { y: 2n } });
    expect(valueOf("Either", '{"right": "r"}')).to.deep.equal({ right: "r" });
    expect(valueOf("list<i32>", "{}")).to.deep.equal([]);
    expect(valueOf("Point", "[]")).to.deep.equal({});
  });

  it("can be other constants, in any order, across files, and with another type", () => {
    const { program } = expectMarked({
      "main.thrift": `include "shared.thrift"
        const i32 A = B
        const i32 B = shared.MAX
        const double C = B
        const list<i64> D = shared.LIST
        const shared.Color E = shared.COLOR
        const shared.Color F = shared.Color.GREEN
        struct S { 1: i32 a = A, 2: list<shared.Color> b = [shared.COLOR, shared.Color.GREEN] }`,
      "shared.thrift": `enum Color { RED, GREEN } const Color COLOR = Color.RED const i16 MAX = 9 const list<i32> LIST = [MAX, 1]`,
    });
    const [main] = program.modules;
    expect(main?.constants.map(({ value }) => simple(value))).to.deep.equal([
      9n,
      9n,
      9,
      [9n, 1n],
      "Color.RED",
      "Color.GREEN",
    ]);
    expect(main?.structs[0]?.fields.map(({ defaultValue }) => simple(defaultValue))).to.deep.equal([
      9n,
      ["Color.RED", "Color.GREEN"],
    ]);
  });

  it("must fit their type", () => {
    const { diagnostics } = expectMarked(`${declarations}
      const i8 A = «constant-overflow:128» const i8 A2 = -128
      const i16 B = «constant-overflow:0x8000»
      const i32 C = «constant-overflow:-2147483649»
      const i64 D = «constant-overflow:9223372036854775808»
      const double D2 = «constant-overflow:1e999»
      const string E = «type-mismatch:5»
      const i32 F = «type-mismatch:"5"»
      const i32 G = «type-mismatch:1.5»
      const bool H = «type-mismatch:"true"»
      const uuid I = «bad-uuid:"0"»
      const list<i32> J = [1, «type-mismatch:"2"»]
    `);
    expect(diagnostics[0]?.message).to.equal("128 does not fit in i8, which holds -128 to 127");
  });

  it("must be exact where an i64 is a number", () => {
    const idl = `
      typedef i64 Count (faas.i64 = "number") typedef i64 Id (faas.i64 = "bigint")
      const i64 BIG = 9007199254740992
      const Count A = «constant-overflow:9007199254740992» const Count A2 = 9007199254740991
      const Count B = «constant-overflow:-0x20000000000000» const Count B2 = -9007199254740991
      const Count C = «constant-overflow:BIG» const Id C2 = BIG
      const map<Count, list<i64 (faas.i64 = "number")>> D = { 1: [1, «constant-overflow:9223372036854775807»] }
      struct S { 1: Count a = «constant-overflow:BIG», 2: i64 b = 9007199254740993, 3: list<i64> c = [«constant-overflow:BIG»] (faas.i64 = "number") }
      const S E = { "a": «constant-overflow:9007199254740993», "b": BIG, "c": [1] }
      service V { void f(1: i64 a = «constant-overflow:BIG» (faas.i64 = "number")) }
    `;
    const { diagnostics } = expectMarked(idl);
    expect(diagnostics[0]).to.deep.include({
      message: "9007199254740992 does not fit in number, which holds -9007199254740991 to 9007199254740991",
      hint: 'let it be a bigint: `i64 (faas.i64 = "bigint")`',
    });
    expectMarked(
      `typedef i64 Id (faas.i64 = "bigint")
       const i64 A = «constant-overflow:9007199254740992» const Id B = 9007199254740992 const i64 C = «constant-overflow:B»`,
      { i64: "number" },
    );
  });

  it("must have the shape of their type", () => {
    expectMarked(`${declarations}
      const list<i32> A = «type-mismatch:{1: 2}»
      const map<i32, i32> B = «type-mismatch:[1, 2]»
      const map<i32, i32> C = {1: «type-mismatch:"a"», «type-mismatch:"b"»: 2}
      const Point D = {"x": 1, «unknown-field:"z"»: 2}
      const Point E = {"x": 1, «duplicate-key:"x"»: 2}
      const Point F = {«type-mismatch:1»: 2}
      const Point G = «type-mismatch:"x"»
      const Either H = «union-value:{"left": 1, "right": "r"}»
      const Either I = «union-value:{}»
      const Color J = «unknown-enum-value:1»
      struct S { 1: i32 a = «type-mismatch:"a"», 2: Point p = {"y": «type-mismatch:[1]»} }
    `);
  });

  it("must be names that exist, and are of a fitting type", () => {
    const { diagnostics } = expectMarked({
      "main.thrift": `include "shared.thrift"
        enum Other { A }
        const i32 MAXIMUM = 300
        const i32 A = «unknown-constant:MAXIMUN»
        const shared.Color B = «unknown-enum-member:shared.Color.REED»
        const shared.Color C = «unqualified-member:RED»
        const shared.Color D = «type-mismatch:Other.A»
        const i8 E = «constant-overflow:MAXIMUM»
        const list<i32> F = «type-mismatch:MAXIMUM»
        const i32 G = «unknown-constant:shared.Color»`,
      "shared.thrift": "enum Color { RED }",
    });
    expect(diagnostics.slice(0, 3).map(({ hint }) => hint)).to.deep.equal([
      "did you mean `MAXIMUM`?",
      "did you mean `RED`?",
      "write `shared.Color.RED`",
    ]);
  });
});
