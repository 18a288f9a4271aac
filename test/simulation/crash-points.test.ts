/** Exhaustive where the simulation draws: every crash of every workflow, and every pair of crashes of the small ones. */

import { expect } from "chai";
import { crashOnce, crashTwice, type Crossing } from "./crash-points.js";
import type { Topology } from "./workflows.js";
import { WORKFLOWS, workflowOf } from "./workflows.js";

/** As long as it takes: how many there are counts, not how fast they are. */
const PATIENCE_MS = 1_800_000;

/** Every boundary there is, but for writing without a guard, which is what exactly-once off does. */
const BOUNDARIES = ["commit", "load", "read", "deliver", "claim", "sweep"]
  .flatMap((operation) => [`before ${operation}`, `after ${operation}`])
  .concat("before send", "after receive", "start", "reply");

const settings = WORKFLOWS.flatMap((workflow) =>
  [...new Set(workflow.topologies)].map((topology) => ({ workflow, topology, guarded: true })),
);

describe("crash points", function () {
  this.timeout(PATIENCE_MS);

  it("every boundary of every workflow survives a death, a zombie, a silent death and a failure", async () => {
    const crossed: Crossing[] = [];
    let runs = 0;
    for (const setting of settings) {
      const { crossings, runs: more, failures } = await crashOnce(setting);
      expect(failures).to.deep.equal([]);
      crossed.push(...crossings);
      runs += more;
    }
    expect([...new Set(crossed.map(({ boundary }) => boundary))]).to.have.members(BOUNDARIES);
    expect(crossed.length).to.be.greaterThan(3_000);
    expect(runs).to.be.greaterThan(3 * crossed.length);
  });

  const pairs: readonly (readonly [string, Topology])[] = [
    ["read-modify-write", "one partition"],
    ["read-modify-write", "partitions"],
    ["read-modify-write", "two stores"],
    ["outside-effects", "one partition"],
    ["outside-effects", "partitions"],
    ["outside-effects", "two stores"],
    ["oneway", "one partition"],
    ["race", "one partition"],
    ["two-levels", "one partition"],
    ["parking", "partitions"],
  ];
  for (const [name, topology] of pairs)
    it(`every pair of deaths in ${name}, ${topology}`, async () => {
      const setting = { workflow: workflowOf(name), topology, guarded: true };
      const { crossings, runs, failures } = await crashTwice(setting, "die", "die");
      expect(failures).to.deep.equal([]);
      // At least those of which the second falls on what is crossed anyway.
      expect(runs).to.be.at.least((crossings.length * (crossings.length - 1)) / 4);
    });

  it("every pair of a zombie and a death in outside-effects", async () => {
    const setting = { workflow: workflowOf("outside-effects"), topology: "partitions" as const, guarded: true };
    const { failures } = await crashTwice(setting, "zombie", "die");
    expect(failures).to.deep.equal([]);
  });

  it("does damage at many of them when exactly-once is switched off", async () => {
    const setting = { workflow: workflowOf("two-levels"), topology: "one partition" as const, guarded: false };
    const { runs, failures } = await crashOnce(setting);
    expect(failures.length).to.be.greaterThan(runs / 4);
  });
});
