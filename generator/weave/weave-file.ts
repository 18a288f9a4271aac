/** One file of an IDL with the envelope in the open: a text with a few insertions, all else as the user has written it. */

import { ENVELOPE_FIELD } from "../envelope-field.js";
import { header } from "../header.js";
import type { Method, Module } from "../model.js";
import { statementWords } from "../parse/keywords.js";
import { lex } from "../parse/lex.js";
import type { Lexeme } from "../parse/lexeme.js";
import { untaken } from "../plan/names.js";
import { type Edit, edit } from "./edit.js";

export interface Weaving {
  /** What to insert before the first definition: definitions, or another include. */
  readonly definitions: string;
  /** The envelope's type, as a method names it. */
  readonly envelope: string;
  /** The path that an include gets; what it says now is `written`. */
  readonly includePath: (included: Module, written: string) => string;
}

/**
 * @param text without mistakes, of the module
 * @param source the file's name, without its folder
 */
export function weaveFile(module: Module, text: string, source: string, weaving: Weaving): string {
  const lexemes = lex(module.file, text, () => {});
  const methods = module.services.flatMap((service) => service.methods);
  const indexAt = new Map(lexemes.map(({ start }, index) => [start, index]));
  const edits = [
    ...includeEdits(module, lexemes, weaving.includePath),
    ...(weaving.definitions === "" ? [] : [definitionsEdit(module, text, lexemes, weaving.definitions)]),
    ...methods.flatMap((method) => {
      // An annotated return type has brackets as well; the arguments' are behind the name.
      const open = (indexAt.get(method.span.start) ?? 0) + 1;
      return envelopeEdits(method, text, lexemes.slice(open, closingBracket(lexemes, open) + 1), weaving.envelope);
    }),
  ];
  const woven = header(source) + edit(text, edits).replace("\uFEFF", "");
  return text.includes("\r\n") ? woven.replace(/\r?\n/g, "\r\n") : woven;
}

function includeEdits(module: Module, lexemes: readonly Lexeme[], includePath: Weaving["includePath"]): Edit[] {
  return lexemes.flatMap(({ kind, text, start, end }, index) => {
    const statement = lexemes[index - 1];
    if (kind !== "string" || statement?.kind !== "word" || statement.text !== "include") return [];
    const included = module.includes.find(({ file }) => fileName(file) === fileName(text));
    return included === undefined ? [] : [{ start, end, text: `"${includePath(included, text)}"` }];
  });
}

/** A path's last part. */
export function fileName(path: string): string {
  return path.replace(/^.*[\\/]/, "");
}

/** Before the first definition and the comments directly above it, and so behind all headers. */
function definitionsEdit(module: Module, text: string, lexemes: readonly Lexeme[], definitions: string): Edit {
  const { typedefs, enums, structs, constants, services } = module;
  const names = [...typedefs, ...enums, ...structs, ...constants, ...services].map(({ span }) => span.start);
  const [name = -1] = names.toSorted((a, b) => a - b);
  const first = lexemes.findLastIndex(
    ({ kind, text: word, start }) => start < name && kind === "word" && statementWords.has(word),
  );
  const at = startWithComments(text, lexemes[first], lexemes[first - 1]);
  return { start: at, end: at, text: `${definitions}\n\n` };
}

function startWithComments(text: string, first: Lexeme | undefined, previous: Lexeme | undefined): number {
  let start = first?.start ?? text.length;
  for (const comment of first?.comments.toReversed() ?? []) {
    const emptyLineBetween = text.slice(comment.end, start).split("\n").length > 2;
    const isBehindPrevious = previous !== undefined && !text.slice(previous.end, comment.start).includes("\n");
    if (emptyLineBetween || isBehindPrevious) break;
    start = comment.start;
  }
  return start;
}

/** The last argument: on a line of its own where the bracket that closes the arguments is. */
function envelopeEdits(method: Method, text: string, brackets: readonly Lexeme[], type: string): Edit[] {
  const [last, closing] = brackets.slice(-2);
  if (last === undefined || closing === undefined) throw new Error(`${method.name} has no arguments to weave`);
  const name = untaken("envelope", new Set(method.args.map((arg) => arg.name)));
  const argument = `${ENVELOPE_FIELD}: ${type} ${name}`;
  const isFirst = brackets.length === 2;
  const isSeparated = isFirst || isMark(last, ",") || isMark(last, ";");
  const line = lineStart(text, closing.start);
  if (line <= last.end || text.slice(line, closing.start).trim() !== "") {
    const separator = isFirst ? "" : isSeparated ? " " : ", ";
    return [insertion(last.end, separator + argument)];
  }
  const comma = isSeparated || !brackets.some((lexeme) => isMark(lexeme, ",")) ? "" : ",";
  const indent = isFirst ? `${indentation(text, line)}  ` : indentation(text, lineStart(text, last.start));
  return [insertion(last.end, comma), insertion(line, `${indent}${argument}\n`)];
}

function closingBracket(lexemes: readonly Lexeme[], open: number): number {
  let [at, depth] = [open, 0];
  for (; at < lexemes.length; at++) {
    if (isMark(lexemes[at], "(")) depth++;
    if (isMark(lexemes[at], ")") && --depth === 0) break;
  }
  return at;
}

function isMark(lexeme: Lexeme | undefined, mark: string): boolean {
  return lexeme?.kind === "punctuation" && lexeme.text === mark;
}

function insertion(at: number, text: string): Edit {
  return { start: at, end: at, text };
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf("\n", at - 1) + 1;
}

function indentation(text: string, line: number): string {
  return /^[ \t]*/.exec(text.slice(line))?.[0] ?? "";
}
