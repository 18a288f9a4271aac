/**
 * Every crash there is: one run for each boundary that a workflow crosses, in which the process that crosses it dies there,
 * or is only taken for dead; and one for each pair.
 */

import { setImmediate as immediate } from "node:timers/promises";
import type { Boundary, Fault, Role } from "./faults.js";
import { exactPlan } from "./plan.js";
import { runSchedule, type Verdict } from "./schedule.js";
import type { Topology, Workflow } from "./workflows.js";

export interface Crossing {
  readonly role: Role;
  readonly boundary: Boundary;
}

export interface Enumerated {
  /** The boundaries that are crossed when nothing goes wrong. */
  readonly crossings: readonly Crossing[];
  /** How many schedules were run. */
  readonly runs: number;
  readonly failures: readonly string[];
}

/** The seed whose clients and collector all come early. */
const SEED = 12;
const FAULTS: readonly Fault[] = ["die", "zombie", "vanish", "fail"];

interface Setting {
  readonly workflow: Workflow;
  readonly topology: Topology;
  readonly guarded: boolean;
}

async function run(
  { workflow, topology, guarded }: Setting,
  faults: ReadonlyMap<number, Fault>,
): Promise<{ crossings: Crossing[]; verdict: Verdict }> {
  const crossings: Crossing[] = [];
  const verdict = await runSchedule(workflow, {
    plan: exactPlan(SEED, faults),
    topology,
    guarded,
    suspendAfterMs: 20,
    slowTurns: false,
    isPlain: workflow.manner === "plain",
    onCross: (role, boundary) => crossings.push({ role, boundary }),
  });
  await immediate();
  return { crossings, verdict };
}

function explain({ workflow, topology }: Setting, faults: ReadonlyMap<number, Fault>, verdict: Verdict): string[] {
  if (verdict.violations.length === 0) return [];
  const planned = [...faults].map(([moment, fault]) => `${fault} at ${moment}`).join(", ");
  const where = verdict.happened.map((one) => one.where).join(", ");
  return [`${workflow.name}, ${topology}, ${planned} (${where}): ${verdict.violations.join("; ")}`];
}

/** One crash each, of every kind. */
export async function crashOnce(setting: Setting): Promise<Enumerated> {
  const { crossings, verdict } = await run(setting, new Map());
  const failures = explain(setting, new Map(), verdict);
  let runs = 1;
  for (const [index, { role, boundary }] of crossings.entries())
    for (const fault of FAULTS) {
      if (fault === "zombie" && role !== "attempt") continue;
      if (fault === "fail" && (boundary === "start" || boundary === "reply")) continue;
      const faults = new Map([[index + 1, fault]]);
      failures.push(...explain(setting, faults, (await run(setting, faults)).verdict));
      runs++;
    }
  return { crossings, runs, failures };
}

/** Two deaths: the second at every boundary that is crossed after the first. */
export async function crashTwice(setting: Setting, first: Fault, second: Fault): Promise<Enumerated> {
  const { crossings } = await run(setting, new Map());
  const failures: string[] = [];
  let runs = 0;
  for (let one = 1; one <= crossings.length; one++) {
    const after = (await run(setting, new Map([[one, first]]))).crossings.length;
    for (let other = one + 1; other <= after; other++) {
      const faults = new Map([
        [one, first],
        [other, second],
      ]);
      failures.push(...explain(setting, faults, (await run(setting, faults)).verdict));
      runs++;
    }
  }
  return { crossings, runs, failures };
}
