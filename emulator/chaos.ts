/** Failures at random, decided by a seed and the number of the call: the same seed has the same thing happen to the same call. */

/** What happens to one call through the gateway. */
export type Mishap =
  /** The function never gets the call. */
  | { readonly kind: "request lost" }
  /** The function carries the call out, and its watchdog says that it has failed. */
  | { readonly kind: "reply lost" }
  /** The function's process gets SIGKILL, if it still works then. */
  | { readonly kind: "killed"; readonly afterMs: number }
  | { readonly kind: "busy" }
  /** The gateway gives up. */
  | { readonly kind: "timeout"; readonly afterMs: number }
  | { readonly kind: "late"; readonly byMs: number }
  /** The call is carried out, and the caller's connection breaks. */
  | { readonly kind: "reset" }
  /** The reply is cut off after a share of its body. */
  | { readonly kind: "cut"; readonly share: number };

/** Of a thousand calls. */
const SHARES: readonly (readonly [number, (random: () => number) => Mishap])[] = [
  [20, () => ({ kind: "request lost" })],
  [20, () => ({ kind: "reply lost" })],
  [10, (random) => ({ kind: "killed", afterMs: Math.floor(random() * 20) })],
  [20, () => ({ kind: "busy" })],
  [20, (random) => ({ kind: "timeout", afterMs: Math.floor(random() * 50) })],
  [40, (random) => ({ kind: "late", byMs: Math.floor(random() * 500) })],
  [20, () => ({ kind: "reset" })],
  [20, (random) => ({ kind: "cut", share: random() })],
];
/** Of a thousand queued calls. */
const DUPLICATES = 200;

export class Chaos {
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** What happens to a call. @param call its number, counted from 0 as calls come to the gateway */
  ofCall(call: number): Mishap | undefined {
    const random = generator(this.#seed, 0, call);
    let left = random() * 1_000;
    for (const [share, make] of SHARES) if ((left -= share) < 0) return make(random);
    return undefined;
  }

  /** Whether a queued call is delivered a second time. @param message its number, counted from 0 as it is queued */
  duplicates(message: number): boolean {
    return generator(this.#seed, 1, message)() * 1_000 < DUPLICATES;
  }
}

export function randomSeed(): number {
  return Math.floor(Math.random() * 2 ** 31);
}

/** Numbers from 0 to 1 that follow from three. */
function generator(...from: readonly number[]): () => number {
  let state = from.reduce((mixed, next) => mix(mixed ^ next), 0x9e3779b9);
  return () => (state = mix((state + 0x9e3779b9) | 0)) / 2 ** 32;
}

/** Spreads every bit of a 32-bit number over all of them. */
function mix(number: number): number {
  let mixed = Math.imul(number ^ (number >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
