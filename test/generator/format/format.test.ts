import { readdirSync, readFileSync } from "node:fs";
import { expect } from "chai";
import fc from "fast-check";
import { analyse } from "../../../generator/analyse.js";
import { format } from "../../../generator/format/format.js";
import { lex } from "../../../generator/parse/lex.js";
import { plan } from "../../../generator/plan/plan.js";
import { render } from "../../../generator/render/render.js";
import { randomIdl } from "./random-idl.js";

const examples = readdirSync("idl-examples").map((name) => `idl-examples/${name}`);

function formatted(text: string): string {
  const result = format("main.thrift", text);
  expect(result.diagnostics).to.deep.equal([]);
  return result.text ?? expect.fail("no text, and no diagnostic");
}

/** Every word, mark and literal as it is written, and every comment where it stands among them; blanks left out. */
function everything(text: string): string[] {
  const source = text.replaceAll("\r", "");
  const trimmed = (start: number, end: number): string =>
    source.slice(start, end).split("\n").map((line) => line.trim()).join("\n"); // prettier-ignore
  return lex("main.thrift", source, () => {}).flatMap(({ comments, start, end }) => [
    ...comments.map((comment) => trimmed(comment.start, comment.end)),
    source.slice(start, end),
  ]);
}

/** The resolved program without its places: what docs, types and values there are. */
function model(text: string): unknown {
  const { program, diagnostics } = analyse(["main.thrift"], { includePath: [], readFile: () => text });
  expect(diagnostics.filter(({ severity }) => severity === "error")).to.deep.equal([]);
  const seen = new Set<unknown>();
  return JSON.parse(
    JSON.stringify(program, (key, value: unknown) => {
      if (key === "span") return undefined;
      if (value instanceof Map) return [...(value as ReadonlyMap<string, unknown>)];
      if (typeof value === "bigint") return String(value);
      if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
      if (seen.has(value)) return "above";
      seen.add(value);
      return value;
    }),
  );
}

async function generated(path: string, text: string): Promise<unknown> {
  const readFile = (name: string): string => (name === path ? text : readFileSync(name, "utf8"));
  const { program } = analyse([path], { includePath: [], readFile });
  return render(plan(program, new Set(program.modules.slice(0, 1))));
}

describe("format", () => {
  it("gives everything its line, and one blank line between definitions", () => {
    const text =
      `include "a.thrift"\nnamespace js x\nconst i32 A=1 const i32 B=2\n` +
      `struct S{1:required i32 a,2:optional map<string,list<i32>>b={"x":[1,2]}(deprecated)}enum E{A=1,B}\n` +
      `service V extends a.W{void f(1:i32 a)throws(1:X x)oneway void g()}(faas.state="S")union U{}`;
    expect(formatted(text)).to.equal(
      [
        `include "a.thrift"`,
        `namespace js x`,
        ``,
        `const i32 A = 1`,
        `const i32 B = 2`,
        ``,
        `struct S {`,
        `  1: required i32 a,`,
        `  2: optional map<string, list<i32>> b = { "x": [1, 2] } (deprecated)`,
        `}`,
        ``,
        `enum E {`,
        `  A = 1,`,
        `  B`,
        `}`,
        ``,
        `service V extends a.W {`,
        `  void f(1: i32 a) throws (1: X x)`,
        `  oneway void g()`,
        `} (faas.state = "S")`,
        ``,
        `union U {}`,
        ``,
      ].join("\n"),
    );
  });

  it("breaks what is too long, and what has a separator behind its last item", () => {
    const long = "x".repeat(60);
    const text = `service V { void f(1: i32 ${long}, 2: i32 ${long}) throws (1: X x) void g(1: i32 a,) }`;
    expect(formatted(text)).to.equal(
      [
        `service V {`,
        `  void f(`,
        `    1: i32 ${long},`,
        `    2: i32 ${long}`,
        `  ) throws (1: X x)`,
        `  void g(`,
        `    1: i32 a,`,
        `  )`,
        `}`,
        ``,
      ].join("\n"),
    );
  });

  it("keeps comments with what they speak of, and the stars of a block below each other", () => {
    const text = `// File.\n\n/** Of S.\n      * More. */ struct S { // of nothing\n1: i32 a // of a\n\n\n# of b\n 2: /* in b */ i32 b,\n/* last */ } // of S\n`;
    expect(formatted(text)).to.equal(
      [
        `// File.`,
        ``,
        `/** Of S.`,
        ` * More. */`,
        `struct S { // of nothing`,
        `  1: i32 a // of a`,
        ``,
        `  # of b`,
        `  2: /* in b */ i32 b,`,
        `  /* last */`,
        `} // of S`,
        ``,
      ].join("\n"),
    );
  });

  it("does not bring a comment closer to an argument than it stands", () => {
    expect(formatted(`service V { void f(1: i32 a, /* of a */\n 2: i32 b, /* of c */ 3: i32 c) }`)).to.equal(
      `service V {\n  void f(\n    1: i32 a, /* of a */\n    2: i32 b,\n    /* of c */\n    3: i32 c\n  )\n}\n`,
    );
  });

  it("moves a block without stars as a whole", () => {
    expect(formatted(`struct S {\n      /* a\n           b\n         c */\n      1: i32 a\n}`)).to.equal(
      `struct S {\n  /* a\n       b\n     c */\n  1: i32 a\n}\n`,
    );
  });

  it("breaks a group or not whatever becomes of the next one", () => {
    const reason = `because = "a long reason that has to be given here, in full, again and again"`;
    const once = formatted(`service S { void f(1: i32 a) throws (1: E e) (${reason} /* a */, /* b */ since = "1") }`);
    expect(once).to.contain("  void f(1: i32 a) throws (1: E e) (\n");
    expect(formatted(once)).to.equal(once);
  });

  it("makes of an empty file an empty file, and keeps one that holds comments only", () => {
    expect(formatted(" \n\n")).to.equal("");
    expect(formatted("\n\n  // only\n\n")).to.equal("// only\n");
  });

  it("leaves a file with syntax errors alone, and says where they are", () => {
    const { text, diagnostics } = format("main.thrift", "struct S { 1 i32 a }\n");
    expect(text).to.equal(undefined);
    expect(diagnostics.map(({ severity }) => severity)).to.deep.equal(["error"]);
  });

  it("is idempotent, loses nothing and changes nothing that is generated, on random programs", () => {
    fc.assert(
      fc.property(randomIdl, (text) => {
        const once = formatted(text);
        expect(formatted(once)).to.equal(once);
        expect(everything(once)).to.deep.equal(everything(text.replace("\uFEFF", "")));
        expect(model(once)).to.deep.equal(model(text));
      }),
      { numRuns: 200 },
    );
  });

  for (const path of examples) {
    it(`leaves ${path} as it is, and brings it back from any layout`, async () => {
      const text = readFileSync(path, "utf8");
      expect(formatted(text)).to.equal(text);
      const strange = text.replace(/^ +/gm, "\t \t").replaceAll(" = ", "=").replaceAll("\n", "  \r\n");
      expect(formatted(strange)).to.equal(text);
      const flat = text.replace(/,\n *(?=\d+: )/g, ",   ").replaceAll("\n\n", "\n\n\n\n");
      expect(flat).not.to.equal(text);
      expect(await generated(path, formatted(flat))).to.deep.equal(await generated(path, flat));
    });
  }
});
