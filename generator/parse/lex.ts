/**
 * The lexer. It replaces the scanner of @creditkarma/thrift-parser, which loses definitions after an empty block
 * comment, refuses numbers and names that are valid, and knows no place but the line.
 */
import type { Code } from "../diagnostics/codes.js";
import type { Report } from "../diagnostics/report.js";
import type { Comment, Lexeme } from "./lexeme.js";
import { lexString } from "./lex-string.js";

const blanks = /[ \t\r\n\f\v]+/y;
const lineComment = /(?:\/\/|#)[^\n]*/y;
// A word may hold dots (`shared.Type`) and hyphens (some namespaces); what may not is sorted out by the grammar.
const word = /[A-Za-z_](?:\w|[.-](?=\w))*/y;
const hexadecimal = /[+-]?0x[0-9A-Fa-f]+/y;
const double = /[+-]?(?:\d*\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+)/y;
const integer = /[+-]?\d+/y;
const restOfNumber = /[\w.]+/y;
const punctuation = /[{}()[\]<>,;:=*&]/y;
const unknown = /[^\s{}()[\]<>,;:=*&"'\w]+/y;

/** The lexemes of a text, an `end` lexeme last. What is no Thrift is reported, once per line, and becomes `unknown`. */
export function lex(file: string, text: string, report: Report): Lexeme[] {
  const lexemes: Lexeme[] = [];
  let comments: Comment[] = [];
  let complainedAt: number | undefined;
  let at = text.startsWith("\uFEFF") ? 1 : 0;

  const match = (pattern: RegExp, from = at): string | undefined => {
    pattern.lastIndex = from;
    return pattern.exec(text)?.[0];
  };
  const complain = (code: Code, message: string, start: number, end: number, hint?: string): void =>
    report({ severity: "error", code, message, span: { file, start, end }, hint });
  const add = (kind: Lexeme["kind"], value: string, end: number): void => {
    lexemes.push({ kind, text: value, start: at, end, comments });
    comments = [];
    at = end;
  };

  /** True when a number of this form stands here. A number that runs into a word (`12ab`, `0x`) is no number. */
  const number = (pattern: RegExp, kind: "integer" | "double", value: (digits: string) => string): boolean => {
    const digits = match(pattern);
    if (digits === undefined) return false;
    const rest = match(restOfNumber, at + digits.length) ?? "";
    const end = at + digits.length + rest.length;
    if (rest !== "") complain("bad-number", `\`${text.slice(at, end)}\` is not a number`, at, end);
    add(kind, value(digits), end);
    return true;
  };

  while (at < text.length) {
    const skipped = match(blanks) ?? "";
    at += skipped.length;
    if (at >= text.length) break;

    const line = match(lineComment);
    if (line !== undefined) {
      comments.push({ start: at, end: at + line.length, kind: "line" });
      at += line.length;
      continue;
    }
    if (text.startsWith("/*", at)) {
      const close = text.indexOf("*/", at + 2);
      const end = close === -1 ? text.length : close + 2;
      if (close === -1) {
        complain("unterminated-comment", "this comment is never closed", at, at + 2, "close it with `*/`");
      }
      comments.push({ start: at, end, kind: "block" });
      at = end;
      continue;
    }
    const name = match(word);
    if (name !== undefined) {
      add("word", name, at + name.length);
      continue;
    }
    if (number(hexadecimal, "integer", fromHexadecimal)) continue;
    if (number(double, "double", (digits) => digits)) continue;
    if (number(integer, "integer", (digits) => digits.replace(/^\+/, ""))) continue;
    const mark = match(punctuation);
    if (mark !== undefined) {
      add("punctuation", mark, at + 1);
      continue;
    }
    if (text[at] === '"' || text[at] === "'") {
      const { value, end } = lexString(file, text, at, report);
      add("string", value, end);
      continue;
    }
    const strange = match(unknown) ?? text.slice(at, at + 1);
    const end = at + strange.length;
    const onComplainedLine = complainedAt !== undefined && !text.slice(complainedAt, at).includes("\n");
    if (!onComplainedLine) {
      if (strange.startsWith("@")) {
        complain("fbthrift-dialect", "annotations with `@` belong to fbthrift, another dialect", at, end, AT_HINT);
      } else complain("bad-character", `unexpected ${describeCharacters(strange)}`, at, end);
    }
    complainedAt = at;
    add("unknown", strange, end);
  }
  at = text.length;
  add("end", "", at);
  return lexemes;
}

/** Plain decimal, because the parser behind refuses negative hexadecimal numbers and hexadecimal field IDs. */
function fromHexadecimal(digits: string): string {
  const value = BigInt(digits.replace(/^[+-]/, ""));
  return String(digits.startsWith("-") ? -value : value);
}

function describeCharacters(text: string): string {
  const first = String.fromCodePoint(text.codePointAt(0) ?? 0);
  if (/^[\p{L}\p{N}\p{P}\p{S}]/u.test(first)) return `\`${text.length > 30 ? first : text}\``;
  return `character U+${(text.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

const AT_HINT = 'Apache Thrift writes `(name = "value")` after the declaration';
