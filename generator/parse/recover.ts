/**
 * Where reading goes on after a mistake. One typo costs one field, one member or one method, or one statement that has
 * no body; what follows is read as if nothing had happened.
 */
import { type Cursor, SyntaxFailure } from "./cursor.js";
import { statementWords } from "./keywords.js";
import type { Lexeme } from "./lexeme.js";

/**
 * Reads one thing. After a mistake the tokens it has passed on are taken back, the mistake is reported, and `skip` has to
 * move on; at least one lexeme is gone then. Returns whether all went well.
 */
export function attempt(cursor: Cursor, read: () => void, skip: (first: Lexeme) => void): boolean {
  const tokens = cursor.tokens.length;
  const first = cursor.current;
  try {
    read();
    return true;
  } catch (failure) {
    if (!(failure instanceof SyntaxFailure)) throw failure;
    if (failure.diagnostic !== undefined) cursor.report(failure.diagnostic);
    cursor.tokens.length = tokens;
    skip(first);
    return false;
  }
}

/** To the next thing in a body: behind a separator, at the start of a line, or at the brace that ends the body. */
export function skipToNextInBody(cursor: Cursor, first: Lexeme): void {
  const open: string[] = [];
  for (const lexeme of cursor.since(first)) pass(lexeme, open);
  while (!cursor.is("end")) {
    const { current } = cursor;
    if (current !== first && endsMember(cursor, open)) return;
    const separates = open.length === 0 && (cursor.at(",") || cursor.at(";"));
    pass(cursor.skip(), open);
    if (separates) return;
  }
}

function endsMember(cursor: Cursor, open: readonly string[]): boolean {
  if (beginsStatement(cursor)) return true;
  if (cursor.at("}") && !open.includes("{")) return true;
  if (!cursor.startsLine()) return false;
  return open.length === 0 || beginsField(cursor) || beginsMethod(cursor);
}

/** `1: Type name` at the start of a line: the next field, even if a bracket before it was never closed. */
function beginsField(cursor: Cursor): boolean {
  const type = cursor.peek(2);
  const afterType = cursor.peek(3);
  const name = afterType.kind === "word" || afterType.text === "<";
  return cursor.is("integer") && cursor.peek(1).text === ":" && type.kind === "word" && name;
}

/** `Type name(` at the start of a line. */
function beginsMethod(cursor: Cursor): boolean {
  return cursor.is("word") && cursor.peek(1).kind === "word" && cursor.peek(2).text === "(";
}

const partner: ReadonlyMap<string, string> = new Map([
  ["}", "{"],
  [")", "("],
  ["]", "["],
  [">", "<"],
]);

/** Keeps account of the brackets that are open. A brace closes what is still open in it. */
function pass({ kind, text }: Lexeme, open: string[]): void {
  if (kind !== "punctuation") return;
  if ("{([<".includes(text)) open.push(text);
  const opening = partner.get(text);
  if (opening === undefined) return;
  const at = text === "}" ? open.lastIndexOf(opening) : open.at(-1) === opening ? open.length - 1 : -1;
  if (at !== -1) open.length = at;
}

/** To the next statement. */
export function skipToNextStatement(cursor: Cursor, first: Lexeme): void {
  if (cursor.current === first) cursor.skip();
  while (!cursor.is("end") && !beginsStatement(cursor)) cursor.skip();
}

/** A field can be called `struct`, so such a word counts only at the start of a line, or when it reads `struct Name {`. */
export function beginsStatement(cursor: Cursor): boolean {
  const { kind, text } = cursor.current;
  if (kind !== "word" || !statementWords.has(text) || cursor.peek(1).kind === "punctuation") return false;
  if (cursor.startsLine()) return true;
  const [name, brace] = [cursor.peek(1), cursor.peek(2)];
  return withBody.has(text) && name.kind === "word" && (brace.text === "{" || brace.text === "extends");
}

const withBody: ReadonlySet<string> = new Set(["struct", "union", "exception", "enum", "service"]);
