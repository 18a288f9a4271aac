/**
 * What every mutant has to face, as a process of its own: the simulation first calmly, then with faults, then some crash
 * points. Prints what noticed something and exits 1, or exits 0.
 *
 * Argument: how many schedules of each workflow.
 */

import { setImmediate as immediate } from "node:timers/promises";
import { crashOnce } from "../simulation/crash-points.js";
import { simulate } from "../simulation/simulate.js";
import { WORKFLOWS, workflowOf, type Workflow } from "../simulation/workflows.js";

const SCHEDULES = Number(process.argv[2]);
const CALM_SCHEDULES = 12;

Error.stackTraceLimit = 0;
process.on("unhandledRejection", (reason) => noticed("nobody handles a rejection", String(reason)));

for (const workflow of WORKFLOWS) for (let seed = 0; seed < CALM_SCHEDULES; seed++) await face(workflow, seed, true);
for (let seed = 0; seed < SCHEDULES; seed++) for (const workflow of WORKFLOWS) await face(workflow, seed, false);
for (const name of ["outside-effects", "oneway", "parking", "race", "submit"]) {
  const workflow = workflowOf(name);
  for (const topology of new Set(workflow.topologies)) {
    const { failures } = await crashOnce({ workflow, topology, guarded: true });
    if (failures[0] !== undefined) noticed(`crash points of ${name}`, failures[0]);
  }
}

async function face(workflow: Workflow, seed: number, isCalm: boolean): Promise<void> {
  const { violations, roots, answers } = await simulate(workflow, seed, isCalm ? { only: new Set() } : {});
  await immediate();
  const all = isCalm && answers < roots ? [...violations, "somebody got no answer"] : violations;
  if (all[0] !== undefined) noticed(`${isCalm ? "calm" : "simulation"}: ${workflow.name}, seed ${seed}`, all[0]);
}

function noticed(where: string, what: string): never {
  console.log(`${where}\t${what.replaceAll(/\s+/g, " ")}`);
  process.exit(1);
}
