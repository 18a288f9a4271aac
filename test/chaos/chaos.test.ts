/**
 * Real functions and clients on a real Redis, all of them killed, stopped and cut off: one line per logical effect, and no
 * patient client sees an error. And the negative control: without exactly-once the same seed shows violations.
 *
 * `npm run chaos -- --minutes 10 --seed 1` does the same for longer.
 */

import { expect } from "chai";
import { judge, type Violation } from "./judge.js";
import { storm, type Summary } from "./storm.js";
import { makeWorkspace, type ChaosWorkspace } from "./workspace.js";

const SEED = Number(process.env["CHAOS_SEED"] ?? Date.now() % 1_000_000);

describe(`a storm (CHAOS_SEED=${SEED})`, function () {
  // Storms wait for what they strike; on a slow machine that takes as long as it takes.
  this.timeout(300_000);
  let workspace: ChaosWorkspace;

  before(async () => {
    workspace = await makeWorkspace();
  });

  after(() => workspace.remove());

  /** One round of blows. */
  async function survive(exactlyOnce: boolean): Promise<{ violations: readonly Violation[]; summary: Summary }> {
    const { remains, summary } = await storm({ ...workspace, seed: SEED, exactlyOnce, goOn: () => false });
    return { violations: judge(remains), summary };
  }

  it("leaves one line per effect, and no error for a client that waits", async () => {
    const { violations, summary } = await survive(true);
    expect(violations).to.deep.equal([]);
    // It was a storm.
    for (const blow of ["functions killed", "functions stopped", "clients killed", "redis restarted"])
      expect(summary[blow], blow).to.be.at.least(1);
    expect(summary["orders answered"]).to.be.at.least(10);
  });

  it("leaves doubled and orphaned lines when exactly-once is switched off", async () => {
    const { violations } = await survive(false);
    expect(violations.filter(({ kind }) => kind === "twice" || kind === "orphan")).not.to.deep.equal([]);
  });
});
