/** Targets that are wrong in each of the ways that fuzzing is to find: what finds nothing in these would find nothing at all. */

import type { Target } from "./target.js";

const seeds = [new Uint8Array(20)];
/** Most inputs pass. */
const isRare = (input: Uint8Array): boolean => input.includes(0x55);

const broken = (name: string, run: Target["run"]): Target => ({
  name,
  seeds,
  run: (input, random) => (isRare(input) ? run(input, random) : undefined),
});

const kept: unknown[] = [];

export const THROWS: readonly Target[] = [
  broken("throws", () => {
    throw new TypeError("x is not a function");
  }),
];
export const REJECTS: readonly Target[] = [broken("rejects", () => Promise.reject(new RangeError("too deep")))];
export const HANGS: readonly Target[] = [
  broken("hangs", () => {
    for (;;);
  }),
];
export const NEVER_ANSWERS: readonly Target[] = [broken("never answers", () => new Promise(() => {}))];
export const HOARDS: readonly Target[] = [
  broken("hoards", () => {
    for (;;) kept.push(Array.from({ length: 1_000_000 }, () => kept));
  }),
];
export const ALLOCATES: readonly Target[] = [broken("allocates", () => void kept.push(new Uint8Array(50_000_000)))];
