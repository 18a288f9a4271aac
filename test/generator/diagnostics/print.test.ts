import { expect } from "chai";
import { locate, printDiagnostic, toJson } from "../../../generator/diagnostics/print.js";
import type { Diagnostic } from "../../../generator/model.js";

function at(text: string, part: string, more: Partial<Diagnostic> = {}): Diagnostic {
  const start = text.indexOf(part);
  const span = { file: "a.thrift", start, end: start + part.length };
  return { severity: "error", code: "unknown-type", message: "unknown type", span, ...more };
}

function print(text: string, diagnostic: Diagnostic): string[] {
  return printDiagnostic(diagnostic, new Map([["a.thrift", text]])).split("\n");
}

describe("printDiagnostic", () => {
  it("shows the place, the line, a caret per character, and a hint", () => {
    const text = "struct S {\r\n  1: Usr user\r\n}\r\n";
    expect(print(text, at(text, "Usr", { hint: "did you mean `User`?" }))).to.deep.equal([
      "a.thrift:2:6: error[unknown-type]: unknown type",
      "    1: Usr user",
      "       ^^^",
      "  hint: did you mean `User`?",
    ]);
  });

  it("shows what it relates to", () => {
    const text = "struct A {}\nstruct A {}";
    const related = { message: "first here", span: { file: "a.thrift", start: 7, end: 8 } };
    expect(print(text, at(text, "A", { severity: "warning", related })).slice(3)).to.deep.equal([
      "  a.thrift:1:8: note: first here",
      "  struct A {}",
      "         ^",
    ]);
  });

  it("keeps tabs before the caret", () => {
    const text = "\t1:\tUsr user";
    expect(print(text, at(text, "Usr")).slice(1)).to.deep.equal(["  \t1:\tUsr user", "  \t  \t^^^"]);
  });

  it("counts columns in UTF-16 code units and carets in terminal columns", () => {
    const text = 'const string S = "🎉漢é" Usr';
    const [first, , caret] = print(text, at(text, "Usr"));
    expect(first).to.contain(`a.thrift:1:${text.indexOf("Usr") + 1}:`);
    // The emoji is two code units and two columns wide, the Han character one and two.
    expect(caret).to.equal(`  ${" ".repeat(text.indexOf("Usr") + 1)}^^^`);
  });

  it("gives an empty span one caret, also at the end of a file", () => {
    const text = "struct S {";
    expect(print(text, at(text, "", { span: { file: "a.thrift", start: 10, end: 10 } })).slice(1)).to.deep.equal([
      "  struct S {",
      "            ^",
    ]);
  });

  it("marks only the first line of a span over several", () => {
    const text = "const X = [\n1]";
    expect(print(text, at(text, "[\n1]"))[2]).to.equal("            ^");
  });

  it("does not pass control characters on to the terminal", () => {
    const text = "\u001B[2J Usr\u0007";
    expect(print(text, at(text, "Usr"))[1]).to.equal("  \uFFFD[2J Usr\uFFFD");
  });

  it("is one line when there is nothing to show", () => {
    const diagnostic: Diagnostic = { severity: "error", code: "missing-file", message: "x.thrift does not exist" };
    expect(printDiagnostic(diagnostic, new Map())).to.equal("error[missing-file]: x.thrift does not exist");
  });
});

describe("toJson", () => {
  it("gives lines and columns of both ends", () => {
    const text = "struct S {\n  1: Usr user\n}";
    const related = { message: "here", span: { file: "a.thrift", start: 0, end: 6 } };
    expect(toJson([at(text, "Usr", { hint: "h", related })], new Map([["a.thrift", text]]))).to.deep.equal([
      {
        file: "a.thrift",
        line: 2,
        column: 6,
        endLine: 2,
        endColumn: 9,
        severity: "error",
        code: "unknown-type",
        message: "unknown type",
        hint: "h",
        related: { file: "a.thrift", line: 1, column: 1, endLine: 1, endColumn: 7, message: "here" },
      },
    ]);
  });
});

describe("locate", () => {
  it("counts lines and columns from 1", () => {
    expect([0, 1, 2, 3, 99].map((offset) => locate("a\n\nb", offset))).to.deep.equal([
      { line: 1, column: 1 },
      { line: 1, column: 2 },
      { line: 2, column: 1 },
      { line: 3, column: 1 },
      { line: 3, column: 2 },
    ]);
  });
});
