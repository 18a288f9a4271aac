/**
 * The canonical form of a .thrift file. Nothing but blanks changes: every word, mark and comment stays, in its order, so
 * that what is generated stays the same as well.
 */
import type { Diagnostic } from "../model.js";
import { lex } from "../parse/lex.js";
import { parse } from "../parse/parse.js";
import { printStatements } from "./print-statements.js";
import { readStatements } from "./read-statements.js";

export interface Formatted {
  /** Absent if there are syntax errors: then nothing can be said about the file's form. */
  readonly text?: string;
  /** The syntax errors. */
  readonly diagnostics: readonly Diagnostic[];
}

export function format(file: string, text: string): Formatted {
  const diagnostics: Diagnostic[] = [];
  parse(file, text, (diagnostic) => {
    if (diagnostic.severity === "error") diagnostics.push(diagnostic);
  });
  if (diagnostics.length > 0) return { diagnostics };
  const lexemes = lex(file, text, () => {});
  const end = lexemes.at(-1);
  if (end === undefined) return { text: "", diagnostics };
  return { text: printStatements(text, readStatements(lexemes), end), diagnostics };
}
