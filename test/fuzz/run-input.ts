/** One input of a run: which it is follows from the run's seed and its number, and from nothing else. */

import { getHeapStatistics } from "node:v8";
import { seededRandom, type SeededRandom } from "../chaos/seeded-random.js";
import { mutate } from "./mutate.js";
import type { Target } from "./target.js";

export interface Input {
  readonly target: Target;
  readonly bytes: Uint8Array;
  readonly random: SeededRandom;
}

export function inputAt(targets: readonly Target[], seed: number, number: number): Input {
  const random = seededRandom(Math.imul(seed, 1_000_003) + number);
  const target = targets[number % targets.length]!;
  return { target, bytes: mutate(random, target.seeds), random };
}

/** Memory outside of the heap that an input of no bytes may take, for buffers of a first size, and each byte of others. */
const BYTES = 4_000_000;
const BYTES_PER_BYTE = 20;

/** Throws what is wrong with how the target takes it. */
export async function runInput({ target, bytes, random }: Input): Promise<void> {
  const before = getHeapStatistics().external_memory;
  await target.run(bytes, random);
  const grown = getHeapStatistics().external_memory - before;
  if (grown > BYTES + BYTES_PER_BYTE * bytes.length)
    throw new Error(`${bytes.length} bytes took ${grown} bytes of memory outside of the heap`);
}
