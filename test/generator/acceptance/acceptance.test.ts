/**
 * Whatever Apache's compiler accepts, we accept, and what we generate for it passes the strictest flags; what it calls a
 * mistake in the meaning, so do we. More programs: ACCEPTANCE_RUNS=5000.
 */

import { expect } from "chai";
import fc from "fast-check";
import { analyse } from "../../../generator/analyse.js";
import { printDiagnostic } from "../../../generator/diagnostics/print.js";
import type { I64 } from "../../../generator/model.js";
import { baseTypes, otherWords, statementWords } from "../../../generator/parse/keywords.js";
import { generate } from "../../../generator/generate.js";
import { Project } from "../../support/project.js";
import { Apache } from "./apache.js";
import { accepted, type Idl, refused } from "./idioms.js";
import { mutate, mutation } from "./mutate.js";
import { randomProgram, typeset } from "./random-program.js";

const RUNS = Number(process.env["ACCEPTANCE_RUNS"] ?? 40);

/** What we refuse though Apache's compiler forgets to; each has an idiom. */
const FORGOTTEN: ReadonlySet<string> = new Set([
  "constant-loop",
  "constant-overflow",
  "duplicate-key",
  "field-id-range",
  "missing-field",
  "oneway-result",
  "recursive-required-struct",
  "type-mismatch",
  "typedef-loop",
  "union-value",
  "unknown-type",
]);

/** A sign without digits, which 0.17 takes for the double 0, is forgotten, too. */
function isForgotten({ code, text }: { readonly code: string; readonly text: string }): boolean {
  return FORGOTTEN.has(code) || (code === "bad-character" && text.includes("unexpected `-`"));
}

/** What 0.17 refuses and later versions or we do not: names that are words of the grammar or of some language. */
const STRICTER = new RegExp(
  "reserved language keyword|is unqualified|" +
    `last token was '(?:${[...baseTypes.keys(), ...statementWords.keys(), ...otherWords.keys(), "async", "xsd_\\w+", "cpp_type"].join("|")})'`,
);

function errorsOf(
  idl: Idl,
  options: { readonly allowNegativeIds?: boolean; readonly i64?: I64 } = {},
): { code: string; text: string }[] {
  const texts = new Map(Object.entries(typeof idl === "string" ? { "main.thrift": idl } : idl));
  const [main = ""] = texts.keys();
  const { diagnostics, sources } = analyse([main], {
    includePath: [],
    readFile: (path) => texts.get(path),
    ...options,
  });
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  return errors.map((diagnostic) => ({ code: diagnostic.code, text: printDiagnostic(diagnostic, sources) }));
}

describe("Apache's compiler and ours", () => {
  let apache: Apache;

  before(() => {
    apache = new Apache();
  });

  after(() => apache.remove());

  const judge = (idl: Idl) => apache.judge(typeof idl === "string" ? { "main.thrift": idl } : idl);

  for (const [title, idl, options] of accepted) {
    it(`both accept ${title}`, () => {
      if (options?.newer !== true) expect(judge(idl)).to.deep.equal({ kind: "accepted" });
      expect(errorsOf(idl)).to.deep.equal([]);
    });
  }

  for (const [title, code, idl, options] of refused) {
    it(`${options?.forgotten === true ? "we refuse" : "both refuse"} ${title}`, () => {
      if (options?.forgotten !== true) expect(judge(idl)).not.to.deep.equal({ kind: "accepted" });
      const found = errorsOf(idl);
      expect(found.map((error) => error.code)).to.include(code);
    });
  }

  it("what is generated for all that both accept compiles, by TypeScript 5.9 and 7", async function () {
    this.timeout(600_000);
    const project = new Project();
    for (const [index, [title, idl]] of accepted.entries()) {
      const files = typeof idl === "string" ? { "main.thrift": idl } : idl;
      for (const [name, text] of Object.entries(files)) project.write(`idl${index}/${name}`, text);
      const out = project.path(`gen${index}`);
      const options = { includePath: [], dryRun: false, out };
      const { changes } = await generate([project.path(`idl${index}`, "main.thrift")], options);
      expect(changes, title).not.to.equal(undefined);
    }
    for (const compiler of ["typescript", "typescript-5.9"] as const)
      expect(await project.tsc(compiler), compiler).to.deep.equal({ status: 0, stdout: "", stderr: "" });
    project.remove();
  });

  it("agree on random programs, and what is generated for them compiles", async function () {
    this.timeout(600_000);
    const project = new Project();
    let programs = 0;
    let numbers = 0;
    const property = fc.asyncProperty(randomProgram, fc.nat(), async (lexemes, seed) => {
      const text = typeset(lexemes, seed);
      const verdict = judge(text);
      if (verdict.kind !== "accepted") return;
      expect(errorsOf(text), text).to.deep.equal([]);
      project.write(`idl/p${programs}.thrift`, text);
      const exact = errorsOf(text, { i64: "number" }).length === 0;
      const i64 = exact && seed % 2 === 0 ? "number" : "bigint";
      if (i64 === "number") numbers++;
      const options = { includePath: [], dryRun: false, i64 } as const;
      await generate([project.path(`idl/p${programs}.thrift`)], { out: project.path(`gen${programs}`), ...options });
      programs++;
    });
    await fc.assert(property, { numRuns: RUNS });
    expect(programs).to.be.greaterThan(RUNS / 2);
    expect(numbers).to.be.greaterThan(0);
    for (const compiler of ["typescript", "typescript-5.9"] as const)
      expect(await project.tsc(compiler), compiler).to.deep.equal({ status: 0, stdout: "", stderr: "" });
    project.remove();
  });

  it("agree on random programs with a few lexemes cut, put in or exchanged", function () {
    this.timeout(600_000);
    const verdicts = { accepted: 0, syntax: 0, meaning: 0 };
    const property = fc.property(
      randomProgram,
      fc.array(mutation, { minLength: 1, maxLength: 2 }),
      (lexemes, edits) => {
        const text = mutate(lexemes, edits).join(" ");
        const verdict = judge(text);
        verdicts[verdict.kind]++;
        const errors = errorsOf(text);
        if (verdict.kind === "accepted") {
          expect(
            errors.filter((error) => !isForgotten(error)).map((error) => error.text),
            text,
          ).to.deep.equal([]);
        } else if (!STRICTER.test(verdict.message)) {
          expect(errors.length, `${verdict.message}\n${text}`).to.be.greaterThan(0);
        }
      },
    );
    fc.assert(property, { numRuns: RUNS });
    expect(verdicts.accepted + verdicts.meaning, JSON.stringify(verdicts)).to.be.greaterThan(0);
  });
});
