/**
 * `npm run simulate`: runs schedules and shrinks those that fail, or replays one and tells what happens in it.
 *
 *   --schedules N   how many to run (100000)      --from N       their first seed (0)
 *   --seed N        replays one                   --workflow X   its workflow, if it is not the seed's own
 *   --faults N,M    only these of its faults      --off          exactly-once is switched off
 */

import { parseArgs } from "node:util";
import { runMany } from "./run-many.js";
import { replayCommand, shrink } from "./shrink.js";
import { simulate } from "./simulate.js";
import { workflowAt, workflowOf } from "./workflows.js";

const { values } = parseArgs({
  options: {
    schedules: { type: "string", default: "100000" },
    from: { type: "string", default: "0" },
    seed: { type: "string" },
    workflow: { type: "string" },
    faults: { type: "string" },
    off: { type: "boolean", default: false },
  },
});

process.exitCode = values.seed === undefined ? await search() : await replay(Number(values.seed));

async function search(): Promise<number> {
  const begun = Date.now();
  const counts = await runMany(Number(values.schedules), Number(values.from), !values.off);
  const seconds = (Date.now() - begun) / 1000;
  console.log(
    `${counts.schedules} schedules in ${seconds.toFixed(1)} s: ${counts.faults} faults, ${counts.roots} roots, ` +
      `${counts.answers} answers; ${counts.failures} schedules broke a promise`,
  );
  for (const { seed, workflow: name, violations } of counts.failed) {
    const workflow = workflowOf(name);
    console.log(`\nseed ${seed}, ${name}: ${violations.join("\n  ")}`);
    if (values.off) continue;
    const verdict = await simulate(workflow, seed);
    console.log(replayCommand(workflow, seed, await shrink(workflow, seed, verdict)));
  }
  return counts.failures === 0 ? 0 : 1;
}

async function replay(seed: number): Promise<number> {
  const workflow = values.workflow === undefined ? workflowAt(seed) : workflowOf(values.workflow);
  const only = values.faults?.split(",").map(Number);
  const { violations } = await simulate(workflow, seed, {
    guarded: !values.off,
    only: only && new Set(only),
    onTrace: (line) => console.log(line),
  });
  console.log(violations.length === 0 ? "every promise was kept" : violations.join("\n"));
  return violations.length === 0 ? 0 : 1;
}
