/** A replica and whether it may get calls: its watchdog is asked again and again, as Kubernetes does it. */

import { setTimeout as sleep } from "node:timers/promises";
import { isReady, waitUntilReady } from "../wait-until-ready.js";
import { Watchdog, type WatchdogOptions } from "../watchdog/watchdog.js";
import type { Endpoint } from "./deployed.js";

export interface ReplicaOptions extends WatchdogOptions {
  /** The path of the watchdog that says whether the replica is ready. */
  readonly readyPath: string;
  readonly probeMs: number;
}

/** So many looks in vain take a replica out of service. */
const FAILURES = 3;

export class Replica implements Endpoint {
  readonly #watchdog: Watchdog;
  readonly #onLine: (line: string) => void;
  #ready = false;
  #wasReady = false;

  static async start(options: ReplicaOptions): Promise<Replica> {
    return new Replica(await Watchdog.start(options), options);
  }

  private constructor(watchdog: Watchdog, options: ReplicaOptions) {
    this.#watchdog = watchdog;
    this.#onLine = options.onLine;
    void this.#probe(options).catch(() => {});
  }

  get port(): number {
    return this.#watchdog.port;
  }

  get exited(): Promise<number> {
    return this.#watchdog.exited;
  }

  /** Whether it gets calls. */
  get ready(): boolean {
    return this.#ready;
  }

  /** Whether it ever got calls. */
  get wasReady(): boolean {
    return this.#wasReady;
  }

  signal(signal: NodeJS.Signals): boolean {
    return this.#watchdog.signal(signal);
  }

  kill(): void {
    this.signal("SIGKILL");
  }

  /** In order: SIGTERM. */
  terminate(): Promise<void> {
    return this.#watchdog.terminate();
  }

  /** Tells the function to end, and ends it if it is not gone in time. */
  async stop(graceMs: number): Promise<void> {
    this.signal("SIGTERM");
    await Promise.race([this.exited, this.#watchdog.ended, sleep(graceMs, undefined, { ref: false })]);
    await this.#watchdog.kill();
  }

  async #probe({ readyPath, probeMs }: ReplicaOptions): Promise<void> {
    const gone = new AbortController();
    void this.exited.then(() => {
      this.#ready = false;
      gone.abort();
    });
    const { signal } = gone;
    const begun = Date.now();
    await waitUntilReady(this.port, signal, readyPath);
    this.#ready = this.#wasReady = !signal.aborted;
    this.#onLine(`ready after ${Date.now() - begun} ms, process ${this.#watchdog.pid}`);
    for (let failures = 0; ;) {
      await sleep(probeMs, undefined, { signal, ref: false });
      failures = (await isReady(this.port, readyPath)) ? 0 : failures + 1;
      this.#ready = failures < FAILURES && !signal.aborted;
      if (failures === FAILURES)
        this.#onLine(`${readyPath} has failed ${FAILURES} times: no calls until it answers 200 again`);
    }
  }
}
