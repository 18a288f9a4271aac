/** Small changes to a program, most of which make it wrong. */

import fc from "fast-check";

export interface Mutation {
  readonly at: number;
  readonly kind: "cut" | "insert" | "replace" | "repeat" | "borrow";
  /** Where a borrowed lexeme comes from. */
  readonly from: number;
  readonly lexeme: string;
}

const LEXEMES = (
  "{ } ( ) [ ] < > , ; : = * struct union enum const typedef service exception extends throws oneway void required " +
  "optional list set map i32 string double namespace include cpp_include cpp_type senum async xsd_all xsd_optional " +
  "true 0 1 -1 0x7F 300 99999 3000000000 1.5 \"a\" 'b' a.b Enum0 Enum0.M0 Struct0 id Unknown & - ."
).split(" ");

/** A word that takes another one's place makes a mistake in the meaning rather than in the grammar. */
const WORD = /^\w+$/;

export const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat(),
  kind: fc.constantFrom("cut", "insert", "replace", "repeat", "borrow", "borrow", "borrow", "borrow"),
  from: fc.nat(),
  lexeme: fc.constantFrom(...LEXEMES),
});

export function mutate(lexemes: readonly string[], mutations: readonly Mutation[]): string[] {
  const result = [...lexemes];
  for (const { at, kind, from, lexeme } of mutations) {
    const index = result.length === 0 ? 0 : at % result.length;
    const other = result[result.length === 0 ? 0 : from % result.length] ?? lexeme;
    if (kind === "cut") result.splice(index, 1);
    else if (kind === "insert") result.splice(index, 0, lexeme);
    else if (kind === "replace") result.splice(index, 1, lexeme);
    else if (kind === "repeat") result.splice(index, 0, result[index] ?? lexeme);
    else if (WORD.test(result[index] ?? "") && WORD.test(other)) result.splice(index, 1, other);
  }
  return result;
}
