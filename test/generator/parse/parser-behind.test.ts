/**
 * What is wrong with @creditkarma/thrift-parser and must not get through: one test per defect. Most are kept away by the
 * lexer in front of it, or by `normalise`, which hands it only what it reads without loss.
 */

import { createParser, createScanner, parse as parseByPackage } from "@creditkarma/thrift-parser";
import { expect } from "chai";
import { parse } from "../../../generator/parse/parse.js";
import type { Diagnostic } from "../../../generator/model.js";
import type { FileSyntax } from "../../../generator/parse/syntax.js";
import { analyseText, expectMarked } from "../diagnostics/marked.js";
import { printDiagnostic } from "../../../generator/diagnostics/print.js";

function read(text: string): { readonly syntax: FileSyntax; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const syntax = parse("a.thrift", text, (diagnostic) => diagnostics.push(diagnostic));
  return { syntax, diagnostics };
}

/** What a text costs, counted in characters and calls rather than in time. */
function workOf(text: string, work: (text: string) => void): number {
  let count = 0;
  const restore: (() => void)[] = [];
  const counting = (
    owner: object,
    name: string,
    cost: (self: unknown, args: unknown[], result: unknown) => number,
  ): void => {
    const original: unknown = Reflect.get(owner, name);
    if (typeof original !== "function") throw new Error(`there is no ${name}`);
    const replacement = function counted(this: unknown, ...args: unknown[]): unknown {
      const result: unknown = Reflect.apply(original, this, args);
      count += 1 + cost(this, args, result);
      return result;
    };
    Object.defineProperty(owner, name, { value: replacement, configurable: true, writable: true });
    restore.push(() => Object.defineProperty(owner, name, { value: original, configurable: true, writable: true }));
  };
  const length = (value: unknown): number => (typeof value === "string" ? value.length : 0);
  counting(RegExp.prototype, "exec", (_self, _args, result) => length(Array.isArray(result) ? result[0] : ""));
  for (const name of ["slice", "substring", "trim"])
    counting(String.prototype, name, (_self, _args, result) => length(result));
  for (const name of ["split", "replace", "replaceAll", "includes"])
    counting(String.prototype, name, (self) => length(self));
  for (const name of ["indexOf", "lastIndexOf"])
    counting(String.prototype, name, (self, [, from], result) =>
      Math.abs((result === -1 ? (name === "indexOf" ? length(self) : 0) : Number(result)) - Number(from ?? 0)),
    );
  for (const name of ["charAt", "charCodeAt", "startsWith"]) counting(String.prototype, name, () => 0);
  for (const name of ["concat", "slice", "filter", "map"])
    counting(Array.prototype, name, (_self, _args, result) => (Array.isArray(result) ? result.length : 0));
  try {
    work(text);
  } finally {
    for (const each of restore) each();
  }
  return count;
}

describe("the parser behind", () => {
  it("is still the one that this file speaks of", () => {
    // When one of these fails, an update has mended it, and what keeps it away may go.
    const tokens = createScanner("struct A {}\n/**/\nstruct B {}\n/* */", () => undefined).scan();
    const { body } = createParser(tokens, () => undefined).parse();
    expect(body.length).to.equal(1);
    expect(() => parseByPackage("nonsense")).to.throw(TypeError);
  });

  it("loses no definitions behind comments that are empty or full of stars", () => {
    for (const comment of ["/**/", "/* */", "/***/", "/*****/", "/****** ******/", "/* * */", "/*/*/"]) {
      const { syntax, diagnostics } = read(`${comment}struct A {}${comment}\n${comment} struct B {} ${comment}`);
      expect(diagnostics, comment).to.deep.equal([]);
      expect(
        syntax.structs.map(({ name }) => name.text),
        comment,
      ).to.deep.equal(["A", "B"]);
    }
  });

  it("moves no line: empty comments, line breaks of both kinds, strings and characters of all widths are counted", () => {
    for (const end of ["\n", "\r\n"]) {
      const before = ["//", "#", "// a", "/*", "", "*/", 'const string T = "🎉\\n" //', "", "#🎉", "/**/", "//"];
      const text = [...before, "struct A {}", "//", "struct A {}"].join(end);
      const { diagnostics, sources } = analyseText(text);
      const found = diagnostics.map((diagnostic) => printDiagnostic(diagnostic, sources).split("\n")[0]);
      expect(found).to.deep.equal(["main.thrift:14:8: error[duplicate-declaration]: `A` is declared twice"]);
    }
  });

  it("reads all that Apache's compiler does and the package refuses", () => {
    expectMarked(`
      namespace * a
      namespace js a.b
      namespace xsd c (uri = "d")
      cpp_include "<x.h>"
      typedef i32 A; typedef i32 B, typedef i32 C
      const list<i32> L = [1 2; 3, 4]
      const map<i32, i32> M = { 1: 2 3: 4; 5: 6 }
      const i32 H = -0xFF const i32 P = +5 const double D = .5 const i64 I = -9223372036854775808
      struct S xsd_all {
        0x10: i32 a, +17: i32 b, 18 /* c */ : i32 c, 19: list<i32> cpp_type "L" d, 20: S & e xsd_optional xsd_nillable
      }
    `);
    expect(read("\uFEFFstruct A {}").diagnostics).to.deep.equal([]);
  });

  it("keeps fields with any name, words of the grammar and of JavaScript's objects included", () => {
    const names = (
      "namespace include cpp_include const typedef enum senum struct union exception service extends throws oneway void " +
      "required optional list set map true false bool byte i8 i16 i32 i64 double string binary async slist uuid " +
      "constructor toString valueOf hasOwnProperty isPrototypeOf __proto__ __defineGetter__ prototype"
    ).split(" ");
    const fields = names.map((name, index) => `${index + 1}: i32 ${name}`).join("\n");
    const { syntax, diagnostics } = read(
      `struct S { ${fields} } exception E { ${fields} } service V { void f(${fields}) }`,
    );
    expect(diagnostics).to.deep.equal([]);
    for (const list of [syntax.structs[0]?.fields, syntax.structs[1]?.fields, syntax.services[0]?.methods[0]?.args])
      expect(list?.map(({ name }) => name.text)).to.deep.equal(names);
  });

  it("keeps what JavaScript's objects have as names of types, members, constants and methods", () => {
    const names = ["constructor", "toString", "valueOf", "__proto__", "hasOwnProperty"];
    for (const name of names) {
      const { program } = expectMarked(`
        enum ${name} { ${names.join(", ")} } const ${name} X = ${name}.${name} typedef list<${name}> L
        service V { ${names.map((method) => `${name} ${method}(1: ${name} ${method})`).join(", ")} }
        struct S { 1: ${name} f = ${name}.${name} } const S C = { "f": ${name}.${name} }`);
      const [main] = program.modules;
      expect(main?.enums[0]?.members.map((member) => member.name)).to.deep.equal(names);
      expect(main?.services[0]?.methods.map((method) => method.name)).to.deep.equal(names);
      expect(main?.constants[0]?.value).to.deep.include({ kind: "enum" });
    }
  });

  it("keeps the order of the source, and puts each comment where it belongs", () => {
    const { syntax } = read(`
      /** of V */ service V {}
      // of b
      const i32 b = 1 // of b, too
      /* of A
       *  in two lines */
      struct A { 1: i32 x, // of x
        /** of y */ 2: i32 y }
      const i32 a = 2 # of a
    `);
    expect(syntax.constants.map(({ name, doc }) => [name.text, doc])).to.deep.equal([
      ["b", "of b\nof b, too"],
      ["a", "of a"],
    ]);
    expect(syntax.services[0]?.doc).to.equal("of V");
    expect(syntax.structs[0]?.doc).to.match(/^of A\n *in two lines$/);
    expect(syntax.structs[0]?.fields.map(({ doc }) => doc)).to.deep.equal(["of x", "of y"]);
  });

  it("decodes strings, and knows `uuid`", () => {
    const { program } = expectMarked(`
      const string T = "a\\n\\t\\\\\\"" const string Q = 'it\\'s'
      struct S { 1: uuid id }
    `);
    const [main] = program.modules;
    expect(main?.constants.map(({ value }) => value)).to.deep.equal([
      { kind: "string", value: 'a\n\t\\"' },
      { kind: "string", value: "it's" },
    ]);
    expect(main?.structs[0]?.fields[0]?.type).to.deep.include({ kind: "base", name: "uuid" });
  });

  it("costs no more than in proportion to the text, comments of all forms included", () => {
    const texts: Readonly<Record<string, (n: number) => string>> = {
      "one long comment": (n) => `/* ${"many words ".repeat(n)} */ struct A {}`,
      "one comment of many lines": (n) => `/**\n${" * a line\n".repeat(n)} */\nstruct A {}`,
      "a comment of stars": (n) => `/${"*".repeat(10 * n)}/ struct A {}`,
      "many block comments": (n) => `${"/* a */ /** b */\n".repeat(n)} struct A {}`,
      "many line comments": (n) => `${"// a\n#\n".repeat(n)} struct A {}`,
      "many comments in a line": (n) => `struct A { ${"/* a */".repeat(n)} 1: i32 a }`,
      "commented fields": (n) =>
        `struct A { ${Array.from({ length: n }, (_, i) => `/** a */ ${i + 1}: i32 f${i} // b\n`).join("")} }`,
      "many definitions": (n) => Array.from({ length: n }, (_, i) => `/** a */\nstruct S${i} { 1: i32 a }\n`).join(""),
      "many mistakes": (n) => Array.from({ length: n }, (_, i) => `struct S${i} { 1 i32 a }\n`).join(""),
      "characters without meaning": (n) => "é ".repeat(n),
      "a long string": (n) => `const string A = "${"many\\nwords ".repeat(n)}"`,
      "a long list": (n) => `const list<i32> A = [${"1, ".repeat(n)}]`,
    };
    for (const [title, make] of Object.entries(texts)) {
      const work = (n: number): number => workOf(make(n), (text) => read(text));
      // Without the patterns' one-time costs.
      work(10);
      const [small, large] = [work(400), work(3200)];
      // Eight times the text: in proportion 8, with a logarithm 12, squared 64.
      expect(large / small, `${title}: ${small} and ${large}`).to.be.lessThan(16);
    }
  });

  it("is not sent deeper than the stack is, and a mistake says so", () => {
    const deep = 50_000;
    for (const text of [
      `struct S { 1: ${"list<".repeat(deep)}i32${">".repeat(deep)} a }`,
      `struct S { 1: ${"map<i32,".repeat(deep)}i32${">".repeat(deep)} a }`,
      `const i32 A = ${"[".repeat(deep)}${"]".repeat(deep)}`,
      `const i32 A = ${"{1:".repeat(deep)}1${"}".repeat(deep)}`,
    ]) {
      const [first] = read(text).diagnostics;
      expect(first?.message).to.match(/nested more than 200 deep$/);
    }
    expect(read(`struct S { 1: ${"list<".repeat(200)}i32${">".repeat(200)} a }`).diagnostics).to.deep.equal([]);
  });

  it("neither prints nor throws, whatever stands first", () => {
    const written: string[] = [];
    const streams = [process.stdout, process.stderr];
    const write = (text: string | Uint8Array): boolean => {
      written.push(String(text));
      return true;
    };
    // It hides the one of the streams' class, for as long.
    for (const stream of streams) Object.defineProperty(stream, "write", { value: write, configurable: true });
    const firsts = [
      "nonsense",
      "}",
      "1",
      '"a"',
      "(",
      ",",
      "=",
      "struct",
      "const",
      "enum E {",
      "service V { void",
      "@a",
      "\u0000",
    ];
    const found: [string, number][] = [];
    try {
      for (const first of firsts)
        found.push([first, read(`${first}\nstruct A { 1: i32 } struct B {}`).diagnostics.length]);
    } finally {
      for (const stream of streams) Reflect.deleteProperty(stream, "write");
    }
    expect(written).to.deep.equal([]);
    for (const [first, count] of found) expect(count, first).to.be.greaterThan(0);
  });
});
