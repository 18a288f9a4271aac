/** The protocol under a hundred thousand schedules of crashes, losses, duplicates, zombies, delays and expiry. */

import { expect } from "chai";
import type { Counts } from "./count-schedules.js";
import { runMany } from "./run-many.js";
import { replayCommand, shrink } from "./shrink.js";
import { simulate } from "./simulate.js";
import { WORKFLOWS, workflowOf } from "./workflows.js";

const SCHEDULES = 100_000;
/** As long as it takes: how many there are counts, not how fast they are. */
const PATIENCE_MS = 1_800_000;

/** The failures with everything that is not needed to fail taken away, and how to see each again. */
async function explain({ failed }: Counts): Promise<string[]> {
  const explained: string[] = [];
  for (const { seed, workflow: name, violations } of failed) {
    const workflow = workflowOf(name);
    const moments = await shrink(workflow, seed, await simulate(workflow, seed));
    explained.push(`${violations.join("; ")}\n${replayCommand(workflow, seed, moments)}`);
  }
  return explained;
}

describe("simulation", function () {
  this.timeout(PATIENCE_MS);

  it(`keeps every promise in ${SCHEDULES} schedules`, async () => {
    const counts = await runMany(SCHEDULES, 0);
    expect(await explain(counts)).to.deep.equal([]);
    expect(counts.failures).to.equal(0);
    expect(counts.schedules).to.equal(SCHEDULES);
    // Things do go wrong, and clients get their answers all the same.
    expect(counts.faults).to.be.greaterThan(3 * SCHEDULES);
    expect(counts.answers).to.be.greaterThan(0.8 * counts.roots);
  });

  it("answers everybody when nothing goes wrong", async () => {
    for (const workflow of WORKFLOWS)
      for (let seed = 0; seed < 20; seed++) {
        const { violations, roots, answers } = await simulate(workflow, seed, { only: new Set() });
        expect(violations, `${workflow.name} ${seed}`).to.deep.equal([]);
        expect(answers, `${workflow.name} ${seed}`).to.be.at.least(roots);
      }
  });

  it("sees promises broken in most of the same schedules when exactly-once is switched off", async () => {
    const counts = await runMany(2_000, 0, false);
    expect(counts.failures).to.be.greaterThan(1_000);
  });

  it("replays a seed as it was", async () => {
    const [one, other] = [await trace(5), await trace(5)];
    expect(one.length).to.be.greaterThan(10);
    expect(other).to.deep.equal(one);
  });

  it("shrinks a failing schedule to faults of which it needs each", async () => {
    const workflow = workflowOf("read-modify-write");
    const fails = async (seed: number, only?: ReadonlySet<number>): Promise<boolean> =>
      (await simulate(workflow, seed, { guarded: false, only })).violations.length > 0;
    let shrunk = 0;
    for (let seed = 0; seed < 200; seed++) {
      // One that fails because of what goes wrong in it.
      if (!(await fails(seed)) || (await fails(seed, new Set()))) continue;
      const verdict = await simulate(workflow, seed, { guarded: false });
      const moments = await shrink(workflow, seed, verdict, false);
      expect(await fails(seed, new Set(moments)), `seed ${seed}`).to.equal(true);
      for (const moment of moments)
        expect(await fails(seed, new Set(moments.filter((other) => other !== moment))), `seed ${seed}`).to.equal(false);
      if (moments.length < verdict.happened.length) shrunk++;
    }
    expect(shrunk).to.be.greaterThan(5);
  });
});

async function trace(seed: number): Promise<string[]> {
  const lines: string[] = [];
  await simulate(workflowOf("three-levels"), seed, { onTrace: (line) => lines.push(line) });
  return lines;
}
