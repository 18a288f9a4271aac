/**
 * Chance without a state: what is drawn at one moment follows from the seed and the moment alone. So a schedule from
 * which a fault is taken away draws everything else as before, which is what makes shrinking work.
 */

/** In [0, 1). @param use tells draws at one moment apart */
export function chance(seed: number, moment: number, use: number): number {
  let hash =
    Math.imul(seed + 0x7f4a7c15, 0x9e3779b1) ^ Math.imul(moment + 1, 0x85ebca6b) ^ Math.imul(use + 1, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 16), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x297a2d39);
  hash = Math.imul(hash ^ (hash >>> 13), 0x21f0aaad);
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32;
}

/** One of these, each as likely as the others. */
export function pick<T>(choices: readonly T[], fraction: number): T {
  const chosen = choices[Math.floor(fraction * choices.length)];
  if (chosen === undefined) throw new RangeError("there is nothing to pick from");
  return chosen;
}
