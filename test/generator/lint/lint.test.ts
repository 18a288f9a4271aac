import { readFileSync } from "node:fs";
import { expect } from "chai";
import { lint } from "../../../generator/lint/lint.js";
import { lintRules, warnings } from "../../../generator/lint/rules.js";
import { analyseText } from "../diagnostics/marked.js";

/** What one rule says of `main.thrift`: the texts that it points at. */
function found(code: string, files: string | Readonly<Record<string, string>>): string[] {
  const analysis = analyseText(files);
  expect(analysis.diagnostics.filter(({ severity }) => severity === "error")).to.deep.equal([]);
  return lint(analysis, 1, new Map([[code, "warning"]]))
    .filter((diagnostic) => diagnostic.code === code)
    .map(({ span }) => analysis.sources.get(span?.file ?? "")?.slice(span?.start, span?.end) ?? "");
}

describe("lint", () => {
  it("says nothing unless a rule is switched on", () => {
    const analysis = analyseText("struct Date { 1: required i64 constructor, 2: set<binary> b }");
    expect(lint(analysis, 1, new Map())).to.deep.equal([]);
    expect(lint(analysis, 1, new Map(lintRules.map(({ code }) => [code, "off"])))).to.deep.equal([]);
  });

  it("is in step with docs/evolve.md", () => {
    const docs = readFileSync("docs/evolve.md", "utf8");
    const codes = [...lintRules.map(({ code }) => code), ...warnings.keys()];
    expect(codes.filter((code) => !docs.includes(`\`${code}\``))).to.deep.equal([]);
  });

  it("gives warnings of gen the severity that is asked for", () => {
    const analysis = analyseText("struct S { i32 a }");
    const severities = (level: "error" | "warning" | "off") =>
      lint(analysis, 1, new Map([["implicit-field-id", level]])).map(({ severity }) => severity);
    expect(severities("error")).to.deep.equal(["error"]);
    expect(severities("warning")).to.deep.equal(["warning"]);
    expect(severities("off")).to.deep.equal([]);
  });

  it("cannot switch errors off, and adds nothing to them", () => {
    const analysis = analyseText("struct S { 1: X x, 2: required i32 y }");
    const config = new Map([
      ["unknown-type", "off"],
      ["required-fields", "error"],
    ] as const);
    expect(lint(analysis, 1, config).map(({ code }) => code)).to.deep.equal(["unknown-type"]);
  });

  it("looks at the files that are named only, and shows what it finds by place", () => {
    const files = {
      "main.thrift": `include "b.thrift" struct S { 1: required i32 a }`,
      "b.thrift": "struct B { 1: required i32 b }",
    };
    expect(found("required-fields", files)).to.deep.equal(["a"]);
    const config = new Map(lintRules.map(({ code }) => [code, "error"] as const));
    const starts = lint(analyseText("struct S { 1: required i64 a } struct T {}"), 1, config).map(
      ({ span }) => span?.start,
    );
    expect(starts)
      .to.deep.equal(starts.toSorted((a = 0, b = 0) => a - b))
      .and.have.length(5);
  });

  it("missing-docs: declarations and methods", () => {
    const text = `/** a */ struct A { 1: i32 x } struct B {} enum E { M } const i32 C = 1 // c\ntypedef i32 T union U {} exception X {}
      service V { void f() /** g */ void g() }`;
    expect(found("missing-docs", text)).to.deep.equal(["B", "E", "T", "U", "X", "V", "f"]);
  });

  it("missing-field-docs: fields and enum members", () => {
    expect(
      found("missing-field-docs", "struct A { 1: i32 x /** y */ 2: i32 y } enum E { M, /** N */ N }"),
    ).to.deep.equal(["x", "M"]);
  });

  it("bare-i64: what is no typedef with a comment", () => {
    const text = `/** Cents. */ typedef i64 Good typedef i64 Bad struct S { 1: i64 a, 2: Good b, 3: map<string, list<i64>> c, 4: Bad d, 5: i32 e }
      const i64 C = 1 service V { i64 f(1: i64 g, 2: Good h) }`;
    expect(found("bare-i64", text)).to.deep.equal(["Bad", "a", "c", "C", "f", "g"]);
  });

  it("bare-i64: is content with faas.i64, and says what to write", () => {
    const text = `typedef i64 T (faas.i64 = "number") typedef i64 (faas.i64 = "bigint") U
      struct S { 1: i64 a (faas.i64 = "number"), 2: list<i64 (faas.i64 = "bigint")> b, 3: map<i64, T> c }
      const i64 (faas.i64 = "number") C = 1 service V { i64 f(1: i64 g (faas.i64 = "bigint")) }`;
    expect(found("bare-i64", text)).to.deep.equal(["c", "f"]);
    const [bigint] = lint(analyseText("struct S { 1: i64 a }"), 1, new Map([["bare-i64", "error"]]));
    expect(bigint?.message).to.include("a bigint here");
    expect(bigint?.hint).to.include('`(faas.i64 = "number")`');
    const [number] = lint(analyseText("struct S { 1: i64 a }", { i64: "number" }), 1, new Map([["bare-i64", "error"]]));
    expect(number?.message).to.include("a number here, which refuses what is beyond 2^53 - 1");
  });

  it("awkward-names: what is renamed, and what hides a global", () => {
    const text = `struct Date {} struct class { 1: i32 length } exception E { 1: string message, 2: string stack, 3: i32 constructor }
      struct P { 1: i32 __proto__, 2: i32 constructor } service V { void constructor(1: i32 arguments, 2: i32 name) }`;
    expect(found("awkward-names", text)).to.deep.equal([
      "Date",
      "class",
      "stack",
      "constructor",
      "__proto__",
      "constructor",
      "constructor",
      "arguments",
    ]);
  });

  it("awkward-names: what it says of TypeScript is so", () => {
    const text = "exception E { 1: i32 stack, 2: i32 stack_ } struct yield {} struct T {} const bool T = true";
    const messages = lint(analyseText(text), 1, new Map([["awkward-names", "error"]])).map(({ message }) => message);
    expect(messages).to.deep.equal([
      "`E.stack` is called `stack__` in TypeScript",
      "`yield` is called `yield_` in TypeScript",
      "`T` is called `T_` in TypeScript, for a type has its name",
    ]);
  });

  it("incomparable-keys: structs, containers and binaries, typedefs looked through, wherever a type is written", () => {
    const text = `struct K {} enum E { A } typedef binary Bytes typedef set<K> Ks
      struct S { 1: map<string, i32> a, 2: map<Bytes, i32> b, 3: set<list<i32>> c, 4: Ks d, 5: list<map<K, E>> e, 6: set<E> f }
      service V { set<K> g(1: map<set<i32>, i32> h) }`;
    expect(found("incomparable-keys", text)).to.deep.equal(["Ks", "b", "c", "e", "g", "h"]);
  });

  it("required-fields: those of structs and exceptions", () => {
    expect(
      found("required-fields", "struct S { 1: required i32 a, 2: i32 b } exception X { 1: required i32 c }"),
    ).to.deep.equal(["a", "c"]);
  });
});
