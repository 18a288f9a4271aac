/**
 * A clock that only moves when nothing else can: whatever waits for time waits for no time at all, and in the order in
 * which it would have come. Tests of timeouts, parking and expiry need no real second and no patience.
 */

import { setImmediate as immediate } from "node:timers/promises";
import { processEnvironment, type Environment } from "../../runtime/environment.js";

interface Sleeper {
  readonly until: number;
  readonly ms: number;
  readonly wake: () => void;
}

/** So many rounds of the event loop in which no step has ended: by then all code that could run has run. */
const QUIET_ROUNDS = 12;

export class VirtualTime {
  /** In milliseconds since 1970. A test may set it. */
  now: number;
  /** Who sleeps now, in the order in which they fell asleep. */
  readonly sleepers: Sleeper[] = [];
  readonly environment: Environment;
  #quietRounds = 0;

  constructor(now = 1_700_000_000_000) {
    this.now = now;
    this.environment = {
      ...processEnvironment,
      now: () => this.now,
      random: () => 0,
      nextTurn: () => {
        this.#quietRounds = 0;
        return immediate();
      },
      sleep: (ms, signal) => this.#sleep(ms, signal),
    };
  }

  /** Lets everything run that needs no time. */
  async quiet(): Promise<void> {
    for (this.#quietRounds = 0; this.#quietRounds < QUIET_ROUNDS; this.#quietRounds++) await immediate();
  }

  /** Moves on by so many milliseconds and wakes who is to wake until then, one after the other. */
  async pass(ms: number): Promise<void> {
    const end = this.now + ms;
    await this.quiet();
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) await this.#wake(next);
    this.now = Math.max(this.now, end);
    await this.quiet();
  }

  /** Moves on for as long as the promise needs. @throws what it is rejected with; Error if nothing ever settles it */
  async during<T>(promise: Promise<T>): Promise<T> {
    let settled = false;
    const done = (): void => void (settled = true);
    promise.then(done, done);
    for (await this.quiet(); !settled;) {
      const next = this.#next(Infinity);
      if (next === undefined) throw new Error("nothing can go on any more, and this has not come to its end");
      await this.#wake(next);
    }
    return promise;
  }

  async #wake(sleeper: Sleeper): Promise<void> {
    this.now = Math.max(this.now, sleeper.until);
    this.sleepers.splice(this.sleepers.indexOf(sleeper), 1);
    sleeper.wake();
    await this.quiet();
  }

  #next(end: number): Sleeper | undefined {
    const [first] = this.sleepers.toSorted((a, b) => a.until - b.until);
    return first !== undefined && first.until <= end ? first : undefined;
  }

  #sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const sleeper: Sleeper = { ms, until: this.now + ms, wake: resolve };
      const abort = (): void => {
        if (this.sleepers.includes(sleeper)) this.sleepers.splice(this.sleepers.indexOf(sleeper), 1);
        reject(new Error("aborted"));
      };
      if (signal?.aborted === true) return abort();
      signal?.addEventListener("abort", abort, { once: true });
      this.sleepers.push(sleeper);
    });
  }
}
