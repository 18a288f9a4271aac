/** What every store must do, as tests: run by the test of each implementation. */

import { type Bench, Clock, type OpenForTest } from "./bench.js";
import { describeCallbacks } from "./contract-callbacks.js";
import { describeClaims } from "./contract-claims.js";
import { describeCommits } from "./contract-commits.js";
import { describeExpiry } from "./contract-expiry.js";
import { describeOutbox } from "./contract-outbox.js";
import { describeParking } from "./contract-parking.js";
import { describePartitions } from "./contract-partitions.js";
import { describeRefusals } from "./contract-refusals.js";
import { describeState } from "./contract-state.js";
import { describeSweeps } from "./contract-sweeps.js";

export function describeStoreContract(name: string, open: OpenForTest): void {
  describe(`the contract of a store: ${name}`, () => {
    const bench = useBench(open);
    describeCommits(bench);
    describeRefusals(bench);
    describeExpiry(bench);
    describeCallbacks(bench);
    describeParking(bench);
    describeOutbox(bench);
    describeClaims(bench);
    describeSweeps(bench);
    describePartitions(bench);
    describeState(bench);
  });
}

/** Gives each test of the suite that calls it a fresh store. */
export function useBench(open: OpenForTest): () => Bench {
  let current: Bench | undefined;

  async function begin(): Promise<void> {
    const clock = new Clock();
    current = { clock, renew, ...(await open(clock)) };
  }
  async function end(): Promise<void> {
    await current?.dispose();
    current = undefined;
  }
  async function renew(): Promise<void> {
    await end();
    await begin();
  }
  beforeEach(begin);
  afterEach(end);

  return () => {
    if (current === undefined) throw new Error("no store is open");
    return current;
  };
}
