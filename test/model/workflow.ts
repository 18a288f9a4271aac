/**
 * The workflow under the model, as its handlers: each is a function of the answers that its steps have had so far, and
 * says what it does next. A replay is the same function with answers from the record.
 *
 *     root:   x = read; r = callee(x); n = read counter; counter = n + 1; oneway(r); return (x, r, n + 1)
 *     callee: y = read; y = y + 1; return y
 *     oneway: z = read; z = z + 1
 */

import type { Call, Variable } from "./values.js";

export type Request =
  | { readonly kind: "read"; readonly variable: Variable }
  | { readonly kind: "call"; readonly argument: number }
  | {
      readonly kind: "return";
      readonly value: number;
      readonly variable: Variable;
      readonly write: number;
      /** The argument of the oneway call that leaves with the result. */
      readonly send?: number;
    };

export function run(handler: Call["handler"], answers: readonly number[]): Request {
  if (handler === "callee") return increment("y", answers);
  if (handler === "oneway") return increment("z", answers);
  const [x, r, n] = answers;
  if (x === undefined) return { kind: "read", variable: "x" };
  if (r === undefined) return { kind: "call", argument: x };
  if (n === undefined) return { kind: "read", variable: "counter" };
  return { kind: "return", value: joinResult({ x, r, n: n + 1 }), variable: "counter", write: n + 1, send: r };
}

function increment(variable: Variable, [value]: readonly number[]): Request {
  if (value === undefined) return { kind: "read", variable };
  return { kind: "return", value: value + 1, variable, write: value + 1 };
}

export interface RootResult {
  readonly x: number;
  readonly r: number;
  readonly n: number;
}

/** The root's three results in one number, digit by digit. */
function joinResult({ x, r, n }: RootResult): number {
  return 100 * x + 10 * r + n;
}

export function splitResult(value: number): RootResult {
  return { x: Math.floor(value / 100), r: Math.floor(value / 10) % 10, n: value % 10 };
}
