/**
 * Everything the runtime takes from the process it runs in that is not the same each time: the clock, timers, chance.
 * One seam, so that a simulation can hold all of it in its hand.
 */

import { randomBytes } from "./random-bytes.js";
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
  /**
   * Resolves when the code that runs now has nothing left to do but wait for the event loop: for time, for an answer. It
   * comes before anything else of that kind does.
   */
  drained(): Promise<void>;
}

/** So many ticks and microtasks may follow from each other: what a stream or an emitter takes that waits for nothing. */
const TICKS = 16;

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
  async drained() {
    // Timers, sockets and immediates have to wait for all of them: only microtasks and other ticks can come between.
    for (let tick = 0; tick < TICKS; tick++) await new Promise<void>((resolve) => process.nextTick(resolve));
  },
};
