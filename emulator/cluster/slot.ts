/** A place for one replica after the other: the next one is started when the one before has ended. */

import { setTimeout as sleep } from "node:timers/promises";
import { DevError } from "../dev-error.js";
import type { Timing } from "../timing.js";
import { Replica, type ReplicaOptions } from "./replica.js";

export interface SlotOptions extends Omit<ReplicaOptions, "file" | "probeMs"> {
  /** Makes the module to run, before every start; resolves to its path. */
  readonly build: () => Promise<string>;
  readonly timing: Pick<Timing, "probeMs" | "restartMs" | "longestRestartMs">;
}

/** After SIGTERM, when everything ends. What a function was doing then is finished by whoever called it, under the same ID. */
const STOP_GRACE_MS = 1_000;
/** What lives shorter than this has not really started. */
const LEAST_LIFE_MS = 1_000;

export class Slot {
  replica: Replica | undefined;
  readonly #options: SlotOptions;
  readonly #closed = new AbortController();
  readonly #done: Promise<void>;

  constructor(options: SlotOptions) {
    this.#options = options;
    this.#done = this.#run();
  }

  async terminate(): Promise<void> {
    this.#closed.abort();
    await this.replica?.terminate();
  }

  async stop(): Promise<void> {
    this.#closed.abort();
    await this.replica?.stop(STOP_GRACE_MS);
    await this.#done;
  }

  /** Never rejects. */
  async #run(): Promise<void> {
    const { restartMs, longestRestartMs } = this.#options.timing;
    const { signal } = this.#closed;
    let delay = restartMs;
    let said = "";
    while (!signal.aborted) {
      const failure = await this.#runOnce();
      if (signal.aborted) return;
      if (failure === undefined) {
        delay = restartMs;
        said = "";
        this.#options.onLine("is started again");
        continue;
      }
      // The same again and again would bury everything else.
      if (failure !== said) for (const line of `could not start: ${failure}`.split("\n")) this.#options.onLine(line);
      said = failure;
      await sleep(delay, undefined, { signal, ref: false }).catch(() => {});
      delay = Math.min(delay * 2, longestRestartMs);
    }
  }

  /** One replica, from its start to its end; resolves to why it came to nothing, if it did. */
  async #runOnce(): Promise<string | undefined> {
    const { build, timing, ...options } = this.#options;
    try {
      const file = await build();
      if (this.#closed.signal.aborted) return undefined;
      const replica = await Replica.start({ ...options, file, probeMs: timing.probeMs });
      const begun = Date.now();
      this.replica = replica;
      if (this.#closed.signal.aborted) await replica.stop(0);
      const code = await replica.exited;
      if (replica.wasReady && Date.now() - begun > LEAST_LIFE_MS) return undefined;
      return `its watchdog has ended with exit code ${code} ${replica.wasReady ? "at once" : "before it was ready"}`;
    } catch (error) {
      return error instanceof DevError ? error.message : String(error);
    }
  }
}
