/** What the formatter makes of the lexemes of a file: statements of tokens and bracketed groups, ready to be laid out. */
import type { Lexeme } from "../parse/lexeme.js";

export interface Token {
  readonly kind: "token";
  readonly lexeme: Lexeme;
  /** Whether a space stands before it, unless a line begins with it. */
  readonly spaced: boolean;
}

/** Brackets around items, all on one line or each on a line of its own. */
export interface Group {
  readonly kind: "group";
  readonly open: Token;
  readonly items: readonly Item[];
  readonly close: Lexeme;
  /** The body of a definition: its items have lines of their own however short they are. */
  readonly isBody: boolean;
}

export type Node = Token | Group;
export type Item = readonly Node[];

export interface Statement {
  readonly item: Item;
  /** `block` is a definition with a body. */
  readonly kind: "header" | "line" | "block";
}

/** The first lexeme of what is laid out. */
export function firstLexeme(item: Item): Lexeme | undefined {
  const [first] = item;
  return first?.kind === "group" ? first.open.lexeme : first?.lexeme;
}
