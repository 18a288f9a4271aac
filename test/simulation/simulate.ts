/** The schedule of one seed: everything about it follows from the workflow and the seed. */

import { seededPlan } from "./plan.js";
import { runSchedule, type Verdict } from "./schedule.js";
import type { Workflow } from "./workflows.js";
import { drawOptions } from "./world.js";

export interface SimulateOptions {
  /** False switches exactly-once off. */
  readonly guarded?: boolean;
  /** The moments at which something may go wrong; absent: at every one. */
  readonly only?: ReadonlySet<number> | undefined;
  /** Hears everything that happens, in words. */
  readonly onTrace?: ((line: string) => void) | undefined;
}

export function simulate(
  workflow: Workflow,
  seed: number,
  { guarded = true, only, onTrace }: SimulateOptions = {},
): Promise<Verdict> {
  const plan = seededPlan(seed, only);
  return runSchedule(workflow, { plan, guarded, onTrace, ...drawOptions(plan, workflow) });
}
