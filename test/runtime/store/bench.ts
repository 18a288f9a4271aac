/** What a contract test works on: a fresh store and the clock it reads. */

import type { Store } from "../../../runtime/store/store.js";

/** The store's clock, set by the test. */
export class Clock {
  now = 1_000_000;
}

/** A fresh store for each test. */
export interface Bench {
  readonly store: Store;
  readonly clock: Clock;
}

/** Opens an empty store that tells the time by `clock`; `dispose` closes it and removes what it left. */
export type OpenForTest = (clock: Clock) => Promise<{ readonly store: Store; readonly dispose: () => Promise<void> }>;
