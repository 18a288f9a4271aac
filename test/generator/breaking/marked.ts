/** What is found between two versions of an IDL that are given as text. */

import { expect } from "chai";
import { findBreaking } from "../../../generator/breaking/find-breaking.js";
import type { Finding } from "../../../generator/breaking/finding.js";
import type { Program } from "../../../generator/model.js";
import { analyseText } from "../diagnostics/marked.js";

type Files = string | Readonly<Record<string, string>>;

export function breaking(old: Files, next: Files): Finding[] {
  return findBreaking(program(old), program(next), 1);
}

/** `kind code: what the old place shows -> what the new one shows` */
export function describeBreaks(old: string, next: string): string[] {
  return breaking(old, next).map(({ kind, code, old: before, new: after }) => {
    const shown = [before && old.slice(before.start, before.end), after && next.slice(after.start, after.end)];
    return `${kind} ${code}: ${shown.map((text) => text ?? "-").join(" -> ")}`;
  });
}

function program(files: Files): Program {
  const { program: resolved, diagnostics } = analyseText(files);
  expect(diagnostics.filter(({ severity }) => severity === "error")).to.deep.equal([]);
  return resolved;
}
