/** What a contract test works on: a fresh store and the clock it reads. */

import type { Store } from "../../../runtime/store/store.js";

/** The store's clock, set by the test. It starts at the real time, because a server's own clock may have a say as well. */
export class Clock {
  now = Math.floor(Date.now());
}

export interface Opened {
  readonly store: Store;
  /** Opens the same store once more, as another process would; `dispose` closes that too. */
  readonly again: () => Promise<Store>;
  /** Closes the store and removes what it left. */
  readonly dispose: () => Promise<void>;
}

/** Opens an empty store that tells the time by `clock`. */
export type OpenForTest = (clock: Clock) => Promise<Opened>;

/** A fresh store for each test. */
export interface Bench extends Opened {
  readonly clock: Clock;
  /** Disposes of the store and opens another one, empty, as the bench of the test from here on. */
  readonly renew: () => Promise<void>;
}
