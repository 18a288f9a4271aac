/** docs/diagnostics.md, made of the table of codes and of what is printed for the examples. */

import { type Code, CODES } from "../../../../generator/diagnostics/codes.js";
import { printDiagnostic } from "../../../../generator/diagnostics/print.js";
import { analyseText } from "../marked.js";
import { EXAMPLES } from "./examples.js";

export const PAGE = "docs/diagnostics.md";

/** Longer examples show nothing. */
const LONGEST = 1_000;

const INTRODUCTION = `# Diagnostics

What \`thrift-faas\` says of a .thrift file: the place, the code, the message, the line, what it relates to, a hint. Columns count UTF-16 code
units, as editors do. Errors stop the generator with exit code 1 before anything is written; warnings do not. All of them are shown
at once, and a mistake costs no more than the field, member, method or statement that holds it. The codes are stable.
\`thrift-faas gen --json\` prints the same as JSON.

This page is generated: \`npm run diagnostics\`.
`;

/** The example's diagnostics as they are printed; undefined where there is no example. */
export function printExample(code: Code): string | undefined {
  const example = EXAMPLES[code];
  if (example === undefined) return undefined;
  const { diagnostics, sources } = analyseText(example);
  return diagnostics.map((diagnostic) => printDiagnostic(diagnostic, sources)).join("\n");
}

export function page(): string {
  const codes = (Object.keys(CODES) as Code[]).toSorted();
  return [INTRODUCTION, ...codes.map(section)].join("\n");
}

function section(code: Code): string {
  const printed = printExample(code);
  const example = printed === undefined || printed.length > LONGEST ? "" : `\n\`\`\`text\n${printed}\n\`\`\`\n`;
  return `## ${code}\n\n${CODES[code]}\n${example}`;
}
