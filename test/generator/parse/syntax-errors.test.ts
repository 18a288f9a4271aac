import { expect } from "chai";
import { expectMarked } from "../diagnostics/marked.js";

/** The marked diagnostics and no others; the first with this message. */
const cases: readonly (readonly [idl: string, message: string])[] = [
  ["struct S { 1: «syntax:}»", "expected a field type, found `}`"],
  ["struct S { 1: i32 «syntax:,» }", "expected the field's name, found `,`"],
  ["struct S { 1 «syntax:i32» a }", "expected `:`, found `i32`"],
  ["struct S { 1: «syntax:void» a }", "expected a field type, found `void`"],
  ["struct S { 1: list<«syntax:>» a }", "expected the type of the list's elements, found `>`"],
  ["struct S { 1: map<i32 «syntax:>» a }", "expected `,`, found `>`"],
  ["struct S { 1: i32 «syntax:a.b» }", "a name cannot contain `.`"],
  ["struct «syntax:{» }", "expected the struct's name, found `{`"],
  ["struct «syntax:list» {}", "expected the struct's name, found `list`, which is a keyword of Thrift"],
  ["struct S {}«syntax:;»", "expected a definition, found `;`"],
  ["struct S {«syntax:»", "expected a field or `}`, found the end of the file"],
  ["«syntax:hello»", "expected a definition, found `hello`"],
  ["const i32 X«syntax:»", "expected `=`, found the end of the file"],
  ["const list<i32> X = [1, «syntax:}»", "expected a value or `]`, found `}`"],
  ['const map<i32, i32> X = {1 «syntax:"a"»}', 'expected `:`, found `"a"`'],
  ["enum E { A = «syntax:1.5» }", "expected the member's value, an integer, found `1.5`"],
  ["service S { i32 f «syntax:}»", "expected `(`, found `}`"],
  ["service S extends «syntax:{» }", "expected the service to extend, found `{`"],
  ["struct S { 1: i32 a (b = «syntax:5») }", "expected the annotation's value, a string, found `5`"],
  ["include «syntax:shared»", "expected the file to include, a string, found `shared`"],
  ["«removed-syntax:senum» S { 'a' }", "`senum` is no longer part of Thrift"],
  ["«removed-syntax:php_namespace» a.b", "`php_namespace` is no longer part of Thrift"],
  ['«fbthrift-dialect:package» "a.b"', "`package` belongs to fbthrift, another dialect"],
  ["«fbthrift-dialect:interaction» Session { void f() }", "`interaction` belongs to fbthrift, another dialect"],
  ["struct S {} «header-after-definition:namespace» js a", "`namespace` must stand before all definitions"],
  ["«unterminated-comment:/*» struct S {}", "this comment is never closed"],
  ['const string S = «unterminated-string:"abc»\nstruct T {}', "this string does not end on its line"],
  ['const string S = "a«bad-escape:\\x»41"', "`\\x` is not an escape sequence"],
  ['const string S = "a«bad-escape:\\ »b"', "`\\ ` is not an escape sequence"],
  ['const string S = "a«bad-escape:\\🎉»b"', "`\\🎉` is not an escape sequence"],
  ["const i32 X = «bad-number:0x»", "`0x` is not a number"],
  ["const i32 X = «bad-number:12ab»", "`12ab` is not a number"],
  ["struct S { 1: i32 «bad-character:é» }", "unexpected `é`"],
  ["struct S { «bad-character:\u0000» }", "unexpected character U+0000"],
  ["«fbthrift-dialect:@»Old struct S {}", "annotations with `@` belong to fbthrift, another dialect"],
];

describe("syntax errors", () => {
  for (const [idl, message] of cases) {
    it(`${JSON.stringify(idl.replaceAll(/«[\w-]+:|»/g, ""))}: ${message}`, () => {
      expect(expectMarked(idl).diagnostics[0]?.message).to.equal(message);
    });
  }

  it("end one field, member, method or statement, not the file", () => {
    const { program } = expectMarked(`
      struct A { 1: i32 a
      «syntax:struct» B { 1: i32 struct }
      const i32 C = «syntax:]»
      enum D { X Y = «syntax:Z» }
      service E { void f(«syntax:}»
      struct F { 1: Unknown u }
    `);
    expect(program.modules[0]?.structs.map(({ name }) => name)).to.deep.equal(["A", "B", "F"]);
  });

  it("leave the rest of a body as it is, and all its other mistakes are found", () => {
    const { program } = expectMarked(`
      struct S {
        1: i32 a
        2: list<i32 «syntax:b» = [{1: 2}, {3: 4}]
        3: «unknown-type:Unknown» c
        4: map<i32, i32> d = {1 «syntax:=» 2, 3: 4}; 5: i32 e (x = «syntax:5», y = "}"), 6: i32 f
        7: i32 g = [1, 2 «syntax::» 3
        8: «unknown-type:Missing» h, 9 «syntax:i32» i
        10: i32 j
      }
      enum E { A, B = «syntax:"x"», C = 7
        D «syntax:7» E
        F }
      service V {
        void a(1: i32 x y«syntax::» i32 z), void b()
        void c(1: i32 x
        «syntax:void» d()
        Unknown e(1: i32 x) throws «syntax:1»: i32 y), void f()
      }
      const S X = {"a": 1, "b": 2}
      const E Y = E.B
      struct T {}
    `);
    const [main] = program.modules;
    expect(main?.structs.map(({ name }) => name)).to.deep.equal(["S", "T"]);
    expect(main?.structs[0]?.fields.map(({ name }) => name)).to.deep.equal(["a", "f", "j"]);
    expect(main?.enums[0]?.members.map(({ name }) => name)).to.deep.equal(["A", "C", "D", "F"]);
    expect(main?.services[0]?.methods.map(({ name }) => name)).to.deep.equal(["b", "d", "f"]);
  });

  it("do not bring others along", () => {
    expectMarked(`
      enum E { A, B = «syntax:B2», C }
      struct S { 1: i32 a, 2: i32 «syntax:=» 5 }
      const E X = E.B
      const S Y = {"b": 1}
      const E Z = 5
    `);
  });

  it("do not take a field's name for the next statement", () => {
    const { program } = expectMarked("struct A { «syntax:,»\n 2: i32 union 3: i32 b,\n 4: i32\n struct }\nstruct C {}");
    expect(program.modules[0]?.structs.map(({ name }) => name)).to.deep.equal(["A", "C"]);
  });

  it("point at where an unclosed body begins", () => {
    const { diagnostics } = expectMarked("struct Abc {\n  1: i32 a\n\n«syntax:struct» B {}");
    expect(diagnostics[0]?.related).to.deep.equal({
      message: "struct `Abc` begins here",
      span: { file: "main.thrift", start: 7, end: 10 },
    });
  });

  it("refuse types and values nested beyond reason", () => {
    const { diagnostics } = expectMarked(`struct S { 1: ${"list<".repeat(201)}«syntax:i32»${">".repeat(201)} a }`);
    expect(diagnostics[0]?.message).to.equal("types are nested more than 200 deep");
    expectMarked(`const X x = ${"[".repeat(201)}«syntax:1»${"]".repeat(201)}`);
  });
});
