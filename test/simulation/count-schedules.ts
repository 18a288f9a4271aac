/** Runs the schedules of many seeds, one after the other, and counts. */

import { setImmediate as immediate } from "node:timers/promises";
import { simulate } from "./simulate.js";
import { workflowAt } from "./workflows.js";

export interface Seeds {
  readonly first: number;
  readonly step: number;
  /** Not included. */
  readonly until: number;
  readonly guarded: boolean;
}

export interface Failure {
  readonly seed: number;
  readonly workflow: string;
  readonly violations: readonly string[];
}

export interface Counts {
  readonly schedules: number;
  readonly faults: number;
  readonly roots: number;
  readonly answers: number;
  /** How many schedules failed, and the first few of them. */
  readonly failures: number;
  readonly failed: readonly Failure[];
}

const MOST_KEPT = 5;

export async function countSchedules({ first, step, until, guarded }: Seeds): Promise<Counts> {
  // Errors are made by the million here, and nobody reads where.
  Error.stackTraceLimit = 0;
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  process.on("unhandledRejection", note);
  const counts = { schedules: 0, faults: 0, roots: 0, answers: 0, failures: 0, failed: [] as Failure[] };
  for (let seed = first; seed < until; seed += step) {
    const workflow = workflowAt(seed);
    const { violations, happened, roots, answers } = await simulate(workflow, seed, { guarded });
    // A rejection that nobody handles is told of after a turn of the event loop.
    await immediate();
    const all = [...violations, ...unhandled.splice(0).map((reason) => `nobody handled ${String(reason)}`)];
    counts.schedules++;
    counts.faults += happened.length;
    counts.roots += roots;
    counts.answers += answers;
    if (all.length === 0) continue;
    counts.failures++;
    if (counts.failed.length < MOST_KEPT) counts.failed.push({ seed, workflow: workflow.name, violations: all });
  }
  process.off("unhandledRejection", note);
  return counts;
}
