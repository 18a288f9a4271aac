/** What the lexer makes of a text: words, numbers, strings and punctuation, each with the comments before it. */

export interface Comment {
  readonly start: number;
  readonly end: number;
  readonly kind: "block" | "line";
}

export interface Lexeme {
  /** `unknown` is what the lexer has already reported; the grammar need not complain about it again. */
  readonly kind: "word" | "integer" | "double" | "string" | "punctuation" | "unknown" | "end";
  /** A string's decoded value, an integer in plain decimal; else as it stands in the source. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** The comments between the lexeme before and this one. */
  readonly comments: readonly Comment[];
}
