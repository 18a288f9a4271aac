/**
 * Everything the runtime takes from the process it runs in that is not the same each time: the clock, timers, chance.
 * One seam, so that a simulation can hold all of it in its hand.
 */

import { randomBytes } from "node:crypto";
import { setImmediate as immediate, setTimeout as timeout } from "node:timers/promises";

export interface Environment {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after `ms` milliseconds; rejects at once when `signal` is aborted. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /** In [0, 1): for jitter. */
  random(): number;
  /** 128 random bits as hex: the ID of an invocation that nobody has named. */
  randomId(): string;
  /** Resolves when all code that could run now has run: after the microtasks, and those they cause. */
  nextTurn(): Promise<void>;
}

/** Node ends a longer timer at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The real one. */
export const processEnvironment: Environment = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    // Once at least: whoever waits again and again for nothing must let others go on.
    for (let left = ms, first = true; first || left > 0; left -= LONGEST_TIMER_MS, first = false)
      await timeout(Math.max(0, Math.min(left, LONGEST_TIMER_MS)), undefined, { ...(signal && { signal }) });
  },
  random: () => Math.random(),
  randomId: () => randomBytes(16).toString("hex"),
  nextTurn: () => immediate(),
};
