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
const punctuation = "{}()[]<>,;:=*&";
const unknown = /[^\s{}()[\]<>,;:=*&"'\w]+/y;

const noComments: readonly Comment[] = [];

/** The lexemes of a text, an `end` lexeme last. */
export function lex(file: string, text: string, report: Report): Lexeme[] {
  const next = lexer(file, text, report);
  const lexemes: Lexeme[] = [];
  do lexemes.push(next());
  while (lexemes.at(-1)?.kind !== "end");
  return lexemes;
}

/**
 * Reads a text lexeme by lexeme: each call returns the next one, and `end` behind the last. What is no Thrift is reported,
 * once per line, and becomes `unknown`.
 */
export function lexer(file: string, text: string, report: Report): () => Lexeme {
  let comments = noComments;
  let complainedAt: number | undefined;
  let at = text.startsWith("\uFEFF") ? 1 : 0;

  /** Where what has this form ends; `from` when nothing of it stands there. */
  const endOf = (pattern: RegExp, from = at): number => {
    pattern.lastIndex = from;
    return pattern.test(text) ? pattern.lastIndex : from;
  };
  const complain = (code: Code, message: string, start: number, end: number, hint?: string): void =>
    report({ severity: "error", code, message, span: { file, start, end }, hint });
  const lexeme = (kind: Lexeme["kind"], value: string, end: number): Lexeme => {
    const start = at;
    at = end;
    return { kind, text: value, start, end, comments };
  };

  const endOfBlockComment = (): number => {
    const close = text.indexOf("*/", at + 2);
    if (close !== -1) return close + 2;
    complain("unterminated-comment", "this comment is never closed", at, at + 2, "close it with `*/`");
    return text.length;
  };
  const passComments = (): readonly Comment[] => {
    const passed: Comment[] = [];
    for (at = endOf(blanks); text[at] === "/" || text[at] === "#"; at = endOf(blanks)) {
      const kind = text[at + 1] === "*" && text[at] === "/" ? "block" : "line";
      const end = kind === "block" ? endOfBlockComment() : endOf(lineComment);
      if (end === at) break;
      passed.push({ start: at, end, kind });
      at = end;
    }
    return passed.length === 0 ? noComments : passed;
  };

  /** A number of this form, if one stands here. One that runs into a word (`12ab`, `0x`) is none. */
  const number = (
    pattern: RegExp,
    kind: "integer" | "double",
    value: (digits: string) => string,
  ): Lexeme | undefined => {
    const endOfDigits = endOf(pattern);
    if (endOfDigits === at) return undefined;
    const end = endOf(restOfNumber, endOfDigits);
    if (end > endOfDigits) complain("bad-number", `\`${text.slice(at, end)}\` is not a number`, at, end);
    return lexeme(kind, value(text.slice(at, endOfDigits)), end);
  };
  const strange = (): Lexeme => {
    const end = Math.max(endOf(unknown), at + 1);
    const found = text.slice(at, end);
    const onComplainedLine = complainedAt !== undefined && !text.slice(complainedAt, at).includes("\n");
    if (!onComplainedLine) {
      if (found.startsWith("@")) {
        complain("fbthrift-dialect", "annotations with `@` belong to fbthrift, another dialect", at, end, AT_HINT);
      } else complain("bad-character", `unexpected ${describeCharacters(found)}`, at, end);
    }
    complainedAt = at;
    return lexeme("unknown", found, end);
  };

  return () => {
    comments = passComments();
    const first = text[at];
    if (first === undefined) return lexeme("end", "", at);
    // The most frequent ones come first: no two of them begin in the same way.
    const endOfWord = endOf(word);
    if (endOfWord > at) return lexeme("word", text.slice(at, endOfWord), endOfWord);
    if (punctuation.includes(first)) return lexeme("punctuation", first, at + 1);
    if (first === '"' || first === "'") {
      const { value, end } = lexString(file, text, at, report);
      return lexeme("string", value, end);
    }
    return (
      number(hexadecimal, "integer", fromHexadecimal) ??
      number(double, "double", (digits) => digits) ??
      number(integer, "integer", (digits) => digits.replace(/^\+/, "")) ??
      strange()
    );
  };
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
