/**
 * IDL with the expected diagnostics in it: `1: «unknown-type:Usr» user` says that `Usr` is to be reported under that
 * code. The test analyses the IDL without the marks, marks what was found, and compares the two texts.
 */
import { expect } from "chai";
import { type Analysis, analyse, type AnalyseOptions } from "../../../generator/analyse.js";
import type { Diagnostic } from "../../../generator/model.js";

const mark = /«[\w-]+:([^»]*)»/g;

/** Analyses IDL given as text: one file `main.thrift`, or several by name of which the first is the user's. */
export function analyseText(
  files: string | Readonly<Record<string, string>>,
  options: Partial<AnalyseOptions> = {},
): Analysis {
  const texts = new Map(Object.entries(typeof files === "string" ? { "main.thrift": files } : files));
  const [main = ""] = texts.keys();
  return analyse([main], { includePath: [], ...options, readFile: (path) => texts.get(path) });
}

/** Expects exactly the marked diagnostics. Returns the analysis, for further expectations. */
export function expectMarked(
  files: string | Readonly<Record<string, string>>,
  options: Partial<AnalyseOptions> = {},
): Analysis {
  const marked = typeof files === "string" ? { "main.thrift": files } : files;
  const plain = Object.fromEntries(Object.entries(marked).map(([name, text]) => [name, text.replaceAll(mark, "$1")]));
  const analysis = analyseText(plain, options);
  const found = Object.entries(plain).map(([name, text]) => [
    name,
    markAll(
      text,
      analysis.diagnostics.filter(({ span }) => span?.file === name),
    ),
  ]);
  expect(Object.fromEntries(found)).to.deep.equal(marked);
  return analysis;
}

/** Spans must not overlap. */
function markAll(text: string, diagnostics: readonly Diagnostic[]): string {
  let result = text;
  for (const { code, span } of diagnostics.toReversed()) {
    if (span === undefined) continue;
    result = `${result.slice(0, span.start)}«${code}:${result.slice(span.start, span.end)}»${result.slice(span.end)}`;
  }
  return result;
}
