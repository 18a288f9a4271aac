import { readFileSync } from "node:fs";
import { expect } from "chai";
import fc from "fast-check";
import { printDiagnostic, toJson } from "../../../generator/diagnostics/print.js";
import { analyseText } from "../diagnostics/marked.js";

const idl = ["bookshop", "social_network"].map((name) => readFileSync(`idl-examples/${name}.thrift`, "utf8"));
const pieces = [
  ..."{}()[]<>,;:=*&\"'#@\\\n\t\r.-+ \u0000\uFEFFé".split(""),
  "🎉",
  ..."struct union exception enum service const typedef include namespace required optional list set map i32".split(
    " ",
  ),
  ..."string void oneway throws extends senum slist async uuid S a b.C faas.state faas.ordered faas.pure 0x 0x1F -1 1.5 1e9 /* */ /** // true".split(
    " ",
  ),
];

/** Whatever the text, the analysis ends, throws nothing, and every diagnostic can be shown. */
function expectSurvived(text: string): void {
  const { diagnostics, sources } = analyseText(text);
  for (const diagnostic of diagnostics) {
    const { span } = diagnostic;
    if (span !== undefined) {
      expect(span.start).to.be.within(0, text.length);
      expect(span.end).to.be.within(span.start, text.length);
    }
    expect(printDiagnostic(diagnostic, sources)).to.be.a("string");
  }
  expect(JSON.parse(JSON.stringify(toJson(diagnostics, sources)))).to.have.length(diagnostics.length);
}

describe("analyse, given anything", () => {
  it("survives arbitrary text", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 200 }), expectSurvived), { numRuns: 300 });
  });

  it("survives words of the grammar in any order", () => {
    const words = fc.array(fc.constantFrom(...pieces), { maxLength: 60 });
    fc.assert(
      fc.property(words, (parts) => expectSurvived(parts.join(" "))),
      { numRuns: 500 },
    );
  });

  it("survives real files with pieces cut out and others put in", () => {
    const edit = fc.record({ at: fc.nat(20_000), cut: fc.nat(40), insert: fc.constantFrom("", ...pieces) });
    fc.assert(
      fc.property(fc.constantFrom(...idl), fc.array(edit, { minLength: 1, maxLength: 4 }), (text, edits) => {
        let edited = text;
        for (const { at, cut, insert } of edits) {
          const start = at % edited.length;
          edited = edited.slice(0, start) + insert + edited.slice(start + cut);
        }
        expectSurvived(edited);
      }),
      { numRuns: 200 },
    );
  });

  it("survives deep nesting and long files in good time", () => {
    expectSurvived(`struct S { 1: ${"list<".repeat(20_000)}i32${">".repeat(20_000)} deep }`);
    expectSurvived(`const i32 X = ${"[".repeat(20_000)}${"]".repeat(20_000)}`);
    expectSurvived(`/* ${"long comment ".repeat(100_000)} */ struct S {}`);
    expectSurvived("//\n".repeat(100_000));
    const names = Array.from({ length: 20_000 }, (_, index) => index);
    expectSurvived(
      `struct S { ${names
        .slice(0, 2_000)
        .map((n) => `${n}: Unknown${n} f${n}`)
        .join("\n")} } enum Unknown {}`,
    );
    expectSurvived(names.map((n) => `typedef T${n + 1} T${n}`).join("\n"));
    const { diagnostics, program } = analyseText(
      Array.from({ length: 5_000 }, (_, index) => `struct S${index} { 1: optional S${(index + 1) % 5_000} next }`).join(
        "\n",
      ),
    );
    expect(diagnostics).to.deep.equal([]);
    expect(program.modules[0]?.structs).to.have.length(5_000);
  });
});
