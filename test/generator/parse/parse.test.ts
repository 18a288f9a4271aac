import { expect } from "chai";
import type { Diagnostic } from "../../../generator/model.js";
import { parse } from "../../../generator/parse/parse.js";
import type { FileSyntax, TypeSyntax, ValueSyntax } from "../../../generator/parse/syntax.js";

/** Parses what must be valid. */
function parseValid(text: string): FileSyntax {
  const diagnostics: Diagnostic[] = [];
  const syntax = parse("a.thrift", text, (diagnostic) => diagnostics.push(diagnostic));
  expect(diagnostics.filter(({ severity }) => severity === "error")).to.deep.equal([]);
  return syntax;
}

function fieldsOf(body: string): FileSyntax["structs"][number]["fields"] {
  return parseValid(`struct S { ${body} }`).structs[0]?.fields ?? [];
}

function valueOf(text: string): unknown {
  const simple = (value: ValueSyntax | undefined): unknown => {
    switch (value?.kind) {
      case "list":
        return value.elements.map(simple);
      case "map":
        return new Map(value.entries.map(([key, element]) => [simple(key), simple(element)]));
      case "reference":
        return value.name;
      default:
        return value?.value;
    }
  };
  return simple(parseValid(`const X x = ${text}`).constants[0]?.value);
}

describe("parse", () => {
  it("loses no definition after empty comments", () => {
    const { structs } = parseValid(
      "/**/ struct A {}\n/* */ struct B {}\n/*****/ struct C {}\n//\n#\nstruct D {} /* end */",
    );
    expect(structs.map(({ name }) => name.text)).to.deep.equal(["A", "B", "C", "D"]);
  });

  it("reads headers of all forms", () => {
    const { includes } =
      parseValid(`\uFEFFnamespace * a.b\r\nnamespace js c (x = "y")\r\nnamespace smalltalk.category d-e
      cpp_include "x.h"\ninclude 'shared.thrift'`);
    expect(includes.map(({ text }) => text)).to.deep.equal(["shared.thrift"]);
  });

  it("gives names their exact place, after a BOM and CRLF too", () => {
    const text = "\uFEFF//\r\n\r\nservice S extends shared.Base { list<i32> f(1: i32 a) }";
    const [service] = parseValid(text).services;
    for (const name of [
      service?.name,
      service?.extends,
      service?.methods[0]?.name,
      service?.methods[0]?.args[0]?.name,
    ]) {
      expect(text.slice(name?.span.start, name?.span.end)).to.equal(name?.text);
    }
  });

  it("takes any word as the name of a field", () => {
    const names = "list struct namespace required string const true uuid constructor toString __proto__ valueOf".split(
      " ",
    );
    const body = names.map((name, index) => `${index + 1}: i32 ${name}`).join("\n");
    expect(fieldsOf(body).map(({ name }) => name.text)).to.deep.equal(names);
  });

  it("reads field IDs of all forms", () => {
    const ids = fieldsOf("1: i32 a; +2: i32 b, 0x10: i32 c -1: i32 d, i32 e, 6 /* six */ : i32 f").map(({ id }) => id);
    expect(ids).to.deep.equal([1, 2, 16, -1, undefined, 6]);
  });

  it("reads what only other languages care about", () => {
    const fields = fieldsOf(`1: map cpp_type "M" <i32, i32> a, 2: list<i32> cpp_type "L" b, 3: S & c,
      4: i32 d = 1 xsd_optional xsd_nillable xsd_attrs { 1: i32 e } (x = "y")`);
    expect(fields.map(({ name }) => name.text)).to.deep.equal(["a", "b", "c", "d"]);
    parseValid("struct T xsd_all { 1: i32 a }");
  });

  it("reads annotations everywhere", () => {
    const { structs, typedefs, enums, services, constants } = parseValid(`
      struct S { 1: i32 (on = "type") a (b, c = "d"; e.f = 'g') } (h)
      typedef list<i32 (i)> (j) L (k)
      enum E { A (l), B = 2 (m) } (n)
      service V { i32 (o) f(1: i32 a (p)) throws (1: X x (q)) (r = "s") } (t)
      const i32 C = 1 (u)
    `);
    const names = ({ annotations }: { annotations: TypeSyntax["annotations"] }) =>
      annotations.map(({ name }) => name.text);
    const field = structs[0]?.fields[0];
    expect(field?.annotations.map(({ name, value }) => [name.text, value])).to.deep.equal([
      ["b", "1"],
      ["c", "d"],
      ["e.f", "g"],
    ]);
    const [method] = services[0]?.methods ?? [];
    const annotated = [field?.type, structs[0], typedefs[0]?.type, typedefs[0], ...(enums[0]?.members ?? []), enums[0]];
    const others = [method?.returns, method?.args[0], method?.throws[0], method, services[0], constants[0]];
    expect([...annotated, ...others].map((each) => each && names(each).join())).to.deep.equal(
      "on h j k l m n o p q r t u".split(" "),
    );
  });

  it("reads constants of all forms", () => {
    expect(valueOf("[1, -0x10; +3 4,]")).to.deep.equal([1n, -16n, 3n, 4n]);
    expect(valueOf("[.5 -1.5e3, 2E-1]")).to.deep.equal([0.5, -1500, 0.2]);
    expect(valueOf(`{"a": [] 'b': {}; "c": [[1]],}`)).to.deep.equal(
      new Map<string, unknown>([
        ["a", []],
        ["b", new Map()],
        ["c", [[1n]]],
      ]),
    );
    expect(valueOf("[true, false, shared.Color.RED]")).to.deep.equal([true, false, "shared.Color.RED"]);
    expect(valueOf("9223372036854775808")).to.equal(2n ** 63n);
  });

  it("decodes the escapes of strings", () => {
    expect(valueOf(`"\\r\\n\\t\\"\\'\\\\ 'é🎉 // no comment"`)).to.equal("\r\n\t\"'\\ 'é🎉 // no comment");
  });

  it("reads separators after typedefs and constants, and none anywhere", () => {
    const { typedefs, constants } = parseValid(
      "typedef i32 A; typedef A B, const i32 C = 1; const i32 D = 2 typedef i8 E",
    );
    expect([...typedefs, ...constants].map(({ name }) => name.text)).to.deep.equal(["A", "B", "E", "C", "D"]);
  });

  it("reads obsolete words with a warning", () => {
    const diagnostics: Diagnostic[] = [];
    const text = "namespace smalltalk.prefix p struct S { 1: slist a } service V { async void f() }";
    const { structs, services } = parse("a.thrift", text, (diagnostic) => diagnostics.push(diagnostic));
    expect(structs[0]?.fields[0]?.type).to.deep.include({ kind: "base", name: "string" });
    expect(services[0]?.methods[0]?.oneway).to.equal(true);
    expect(diagnostics.map(({ severity, hint }) => [severity, hint])).to.deep.equal([
      ["warning", "write `st`"],
      ["warning", "write `string`"],
      ["warning", "write `oneway`"],
    ]);
  });
});
