/** Nothing is lost in silence: each definition of a text is in the model, or an error stands in it. Longer: FUZZ_RUNS, FUZZ_LENGTH. */

import { expect } from "chai";
import fc from "fast-check";
import { mutate, mutation } from "../acceptance/mutate.js";
import { randomProgram } from "../acceptance/random-program.js";
import { analyseText } from "../diagnostics/marked.js";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 300);
const LENGTH = Number(process.env["FUZZ_LENGTH"] ?? 4);

const DEFINING = new Set(["struct", "union", "exception", "enum", "service"]);
const WORD = /^[A-Za-z_]\w*$/;

interface Definition {
  readonly name: string;
  readonly start: number;
  /** Behind the brace: where a list that is not closed before it takes its words, the mistake is found there. */
  readonly headerEnd: number;
}

/** What reads `struct Name {`, with the place where it starts in the lexemes as lines. */
function definitionsIn(lexemes: readonly string[]): Definition[] {
  const found: Definition[] = [];
  let start = 0;
  for (const [index, lexeme] of lexemes.entries()) {
    const [name = "", brace = ""] = lexemes.slice(index + 1);
    if (DEFINING.has(lexeme) && WORD.test(name) && ["{", "extends"].includes(brace))
      found.push({ name, start, headerEnd: start + [lexeme, name, brace].join("\n").length });
    start += lexeme.length + 1;
  }
  return found;
}

function expectNoLoss(lexemes: readonly string[]): void {
  const text = lexemes.join("\n");
  const { program, diagnostics } = analyseText(text);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const [main] = program.modules;
  const known = main === undefined ? [] : [...main.structs, ...main.enums, ...main.services];
  const starts = new Set(known.map(({ span }) => span.start));
  const definitions = definitionsIn(lexemes);
  for (const [index, { name, start }] of definitions.entries()) {
    if ([...starts].some((at) => at > start && text.slice(start, at).trim().split("\n").length === 1)) continue;
    const from = definitions[index - 1]?.start ?? 0;
    const to = definitions[index + 1]?.headerEnd ?? text.length;
    const explained = errors.some(({ span }) => span !== undefined && span.start >= from && span.start <= to);
    expect(explained, `${name} is lost in silence:\n${text}`).to.equal(true);
  }
}

describe("nothing is lost in silence", () => {
  it("of random programs with a few lexemes cut, put in or exchanged", () => {
    const edits = fc.array(mutation, { maxLength: 4 });
    fc.assert(
      fc.property(randomProgram, edits, (lexemes, mutations) => expectNoLoss(mutate(lexemes, mutations))),
      { numRuns: RUNS },
    );
  });

  it(`of any ${LENGTH} lexemes or fewer`, function () {
    this.timeout(LENGTH <= 4 ? 60_000 : 0);
    const vocabulary = ["struct", "enum", "const", "S", "{", "}", "(", ":", ",", "=", "1", "i32", '"'];
    const visit = (lexemes: readonly string[]): void => {
      const { program, diagnostics } = analyseText(lexemes.join(" "));
      if (!diagnostics.some(({ severity }) => severity === "error")) {
        const [main] = program.modules;
        const read = (main?.structs.length ?? 0) + (main?.enums.length ?? 0) + (main?.constants.length ?? 0);
        const written = lexemes.filter((lexeme) => ["struct", "enum", "const"].includes(lexeme)).length;
        if (read !== written) expect.fail(`${written} definitions, ${read} read, no error: ${lexemes.join(" ")}`);
      }
      if (lexemes.length < LENGTH) for (const next of vocabulary) visit([...lexemes, next]);
    };
    visit([]);
  });

  it("of what stands behind a comment of any form", () => {
    for (const comment of [
      "/**/",
      "/* */",
      "/***/",
      "/*****/",
      "/** d */",
      "/*/ */",
      "//",
      "#",
      "//\r",
      "/*\n*/",
      "# /*",
    ]) {
      for (const end of ["\n", "\r\n"]) {
        const { program, diagnostics } = analyseText(`${comment}${end}struct A {}${end}${comment}${end}struct B {}`);
        expect(diagnostics, JSON.stringify(comment)).to.deep.equal([]);
        expect(program.modules[0]?.structs.map(({ name }) => name)).to.deep.equal(["A", "B"]);
      }
    }
  });
});
