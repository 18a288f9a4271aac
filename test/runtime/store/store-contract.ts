/** What every store must do, as tests: run by the test of each implementation. */

import { type Bench, Clock, type OpenForTest } from "./bench.js";
import { describeCallbacks } from "./contract-callbacks.js";
import { describeClaims } from "./contract-claims.js";
import { describeCommits } from "./contract-commits.js";
import { describeRefusals } from "./contract-refusals.js";
import { describeState } from "./contract-state.js";

export function describeStoreContract(name: string, open: OpenForTest): void {
  describe(`the contract of a store: ${name}`, () => {
    let current: (Bench & { readonly dispose: () => Promise<void> }) | undefined;

    beforeEach(async () => {
      const clock = new Clock();
      current = { clock, ...(await open(clock)) };
    });
    afterEach(() => current?.dispose());

    const bench = (): Bench => {
      if (current === undefined) throw new Error("no store is open");
      return current;
    };
    describeCommits(bench);
    describeRefusals(bench);
    describeCallbacks(bench);
    describeClaims(bench);
    describeState(bench);
  });
}
