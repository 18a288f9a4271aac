/** The comment of a field: what the IDL says of it, and its default as TypeScript has it. */

import type { Field } from "../model.js";
import { docOf } from "./doc.js";
import { literal } from "./literals.js";
import type { Scope } from "./scope.js";

export function fieldDoc(field: Field, scope: Scope): string {
  const { type, defaultValue, defaultConstant } = field;
  if (defaultValue === undefined) return docOf(field, "  ");
  const text =
    defaultConstant === undefined ? literal(type, defaultValue, scope.aside()) : scope.ownName(defaultConstant);
  return docOf(field, "  ", [`@defaultValue ${code(text)}`]);
}

/** In Markdown: between more backticks than there are in a row in the text. */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  if (text.includes("\n")) {
    const fence = "`".repeat(Math.max(3, longest + 1));
    return `\n${fence}ts\n${text}\n${fence}`;
  }
  const marks = "`".repeat(longest + 1);
  return longest === 0 ? `${marks}${text}${marks}` : `${marks} ${text} ${marks}`;
}
