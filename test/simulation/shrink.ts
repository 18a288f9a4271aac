/** Makes a failing schedule as simple as it gets: every fault that it fails without is taken away. */

import type { Verdict } from "./schedule.js";
import { simulate } from "./simulate.js";
import type { Workflow } from "./workflows.js";

/** @returns the moments of the faults that are left: of none of them can it do without */
export async function shrink(
  workflow: Workflow,
  seed: number,
  { happened }: Verdict,
  guarded = true,
): Promise<number[]> {
  let moments = happened.map(({ moment }) => moment);
  // In halves first, then one by one, until nothing more can go: most faults have nothing to do with it.
  for (let size = Math.ceil(moments.length / 2); size >= 1;) {
    const before = moments.length;
    for (let at = 0; at < moments.length;) {
      const fewer = moments.filter((_, index) => index < at || index >= at + size);
      const verdict = await simulate(workflow, seed, { guarded, only: new Set(fewer) });
      if (verdict.violations.length === 0) at += size;
      // What is left may bring others about, or not come about itself; what has happened is what counts.
      else moments = verdict.happened.map(({ moment }) => moment);
    }
    if (size > 1) size = Math.floor(size / 2);
    else if (moments.length === before) break;
  }
  return moments;
}

/** How to see it again. */
export function replayCommand(workflow: Workflow, seed: number, moments: readonly number[]): string {
  return `npm run simulate -- --workflow ${workflow.name} --seed ${seed} --faults ${moments.join(",") || "none"}`;
}
