/** What the lexer makes of a text: words, numbers, strings and punctuation, each with the comments before it. */

export interface Comment {
  readonly start: number;
  readonly end: number;
  readonly kind: "block" | "line";
}

export interface Lexeme {
  readonly kind: "word" | "integer" | "double" | "string" | "punctuation" | "end";
  /** A string's decoded value, an integer in plain decimal; else as it stands in the source. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** The comments between the lexeme before and this one. */
  readonly comments: readonly Comment[];
}
