import { expect } from "chai";
import { parse } from "../../../generator/parse/parse.js";
import type { FileSyntax } from "../../../generator/parse/syntax.js";

function parseText(text: string): FileSyntax {
  return parse("a.thrift", text, ({ message }) => expect.fail(message));
}

function structDoc(before: string): string | undefined {
  return parseText(`${before}struct S {}`).structs[0]?.doc;
}

describe("doc comments", () => {
  it("lose their marks and common indentation, and keep what lies deeper", () => {
    expect(structDoc("/**\n * A struct.\n *\n *   indented\n */\n")).to.equal("A struct.\n\n  indented");
    expect(structDoc("/* A struct.\n   More. */\n")).to.equal("A struct.\nMore.");
    expect(structDoc("/** One line. */ ")).to.equal("One line.");
    expect(structDoc("\t/**\r\n\t * With CRLF.\r\n\t */\r\n")).to.equal("With CRLF.");
  });

  it("may be runs of line comments directly above", () => {
    expect(structDoc("// not this\n\n// One.\n//\n//   two\n# three\n")).to.equal("One.\n\n  two\nthree");
    expect(structDoc("// ------\n// Title\n// ======\n")).to.equal("Title");
  });

  it("must not stand apart by an empty line", () => {
    expect(structDoc("// licence\n\n")).to.equal(undefined);
    expect(structDoc("/* licence */\n\n")).to.equal(undefined);
  });

  it("belong to the nearest of several", () => {
    expect(structDoc("/** far */\n/** near */\n")).to.equal("near");
  });

  it("may stand behind a field, a member, a method or a constant", () => {
    const { structs, enums, services, constants } = parseText(`
      struct S { // not of the first field
        1: i32 a, // the a
        // above b
        2: list<i32> b; /* behind b */
        3: i32 c
        4: /* inside */ i32 d # the d
      }
      enum E { A, // the A
        B = 2 /* the B */ }
      service V {
        oneway void f(1: i32 x, /* the y */ 2: i32 y), // calls f
        /** Calls g. */ map<i32, i32> g()
      }
      const i32 C = 1; // the C
    `);
    expect(structs[0]?.fields.map(({ doc }) => doc)).to.deep.equal(["the a", "above b\nbehind b", undefined, "the d"]);
    expect(enums[0]?.members.map(({ doc }) => doc)).to.deep.equal(["the A", undefined]);
    const [f, g] = services[0]?.methods ?? [];
    expect([f?.doc, g?.doc, ...(f?.args ?? []).map(({ doc }) => doc)]).to.deep.equal([
      "calls f",
      "Calls g.",
      undefined,
      "the y",
    ]);
    expect(constants[0]?.doc).to.equal("the C");
  });

  it("describe the file when they stand at its top and belong to nothing else", () => {
    expect(parseText("/** The file. */\nnamespace js a").doc).to.equal("The file.");
    expect(parseText("/** The file. */\n\nstruct S {}").doc).to.equal("The file.");
    expect(parseText("/** The struct. */\nstruct S {}").doc).to.equal(undefined);
    expect(parseText("/* licence */\nnamespace js a").doc).to.equal(undefined);
  });
});
