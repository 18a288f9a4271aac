/** A thread that runs inputs, with a small heap: what takes too much of it ends the thread, and no more. */

import { setImmediate as immediate } from "node:timers/promises";
import { parentPort, workerData } from "node:worker_threads";
import { inputAt, runInput } from "./run-input.js";
import { loadTargets, type TargetsModule } from "./load-targets.js";

export interface Share {
  readonly targets: TargetsModule;
  readonly seed: number;
  /** It takes every n-th input from the first on. */
  readonly first: number;
  readonly step: number;
  /** Where it ends: before this input, or at this time in milliseconds since 1970. */
  readonly until: number;
  readonly deadline: number;
  /** Shared: the number of the input it is at. */
  readonly progress: Int32Array;
}

/** What a thread tells at its end: of the input that it ended with, if anything was wrong with it. */
export interface Report {
  readonly failed?: { readonly number: number; readonly what: string };
}

/** What waits for the event loop's next turn, timers and finalizers among it, stays in memory until there is one. */
const INPUTS_PER_TURN = 1_000;

const { targets, seed, first, step, until, deadline, progress } = workerData as Share;
const fuzzed = await loadTargets(targets);

parentPort?.postMessage(await run());

async function run(): Promise<Report> {
  let left = INPUTS_PER_TURN;
  for (let number = first; number < until && Date.now() < deadline; number += step) {
    Atomics.store(progress, 0, number);
    if (--left === 0) {
      left = INPUTS_PER_TURN;
      await immediate();
    }
    try {
      await runInput(inputAt(fuzzed, seed, number));
    } catch (error) {
      return { failed: { number, what: error instanceof Error ? (error.stack ?? error.message) : String(error) } };
    }
  }
  return {};
}
