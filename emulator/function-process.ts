/** One function in a process of its own: started by the first call, and again by the first call after it has ended. */

import { setTimeout as sleep } from "node:timers/promises";
import { DevError } from "./dev-error.js";
import { findFreePort } from "./free-port.js";
import type { FunctionEndpoint } from "./function-registry.js";
import { spawnFunction, type SpawnedFunction, type SpawnOptions } from "./spawn-function.js";

const START_LIMIT_MS = 10_000;
/** After SIGTERM. What a function was doing then is finished by whoever called it, under the same ID. */
const STOP_GRACE_MS = 1_000;
/** Between a connection that breaks and the news that the process behind it has ended. */
const NEWS_MS = 50;

export interface FunctionProcessOptions extends Pick<SpawnOptions, "env" | "preload" | "onLine"> {
  /** Makes the module to run, before every start; resolves to its path. */
  readonly build: () => Promise<string>;
  /** Milliseconds until a start that does not get ready has failed; 10 s if absent. */
  readonly startLimitMs?: number;
}

export class FunctionProcess implements FunctionEndpoint {
  readonly #options: FunctionProcessOptions;
  #port: Promise<number> | undefined;
  #spawned: SpawnedFunction | undefined;
  #stopping = false;

  constructor(options: FunctionProcessOptions) {
    this.#options = options;
  }

  /** Starts the process if there is none. Concurrent calls wait for the same start; a start that failed is not kept. */
  port(): Promise<number> {
    this.#port ??= this.#start().catch((error: unknown) => {
      this.#port = undefined;
      if (!this.#stopping) this.#report(error);
      throw error;
    });
    return this.#port;
  }

  /** Whether anybody has called the function yet. */
  get wasCalled(): boolean {
    return this.#spawned !== undefined;
  }

  async suspect(): Promise<void> {
    await Promise.race([this.#spawned?.ended, sleep(NEWS_MS)]);
  }

  /** Sends a signal; false if there is no process. */
  kill(signal: NodeJS.Signals): boolean {
    return this.#spawned?.child.kill(signal) ?? false;
  }

  /** Ends the process for good: with SIGTERM, or with SIGKILL if it does not go. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.kill("SIGTERM");
    await Promise.race([this.#spawned?.ended, sleep(STOP_GRACE_MS, undefined, { ref: false })]);
    this.kill("SIGKILL");
    await this.#spawned?.ended;
  }

  async #start(): Promise<number> {
    const { build, startLimitMs = START_LIMIT_MS, ...options } = this.#options;
    const [file, port] = await Promise.all([build(), findFreePort()]);
    if (this.#stopping) throw new DevError("is stopping");
    const begun = Date.now();
    const spawned = spawnFunction({ ...options, file, port });
    this.#spawned = spawned;
    await spawned.ready(startLimitMs);
    options.onLine(`ready after ${Date.now() - begun} ms, process ${spawned.child.pid}`);
    void spawned.ended.then((how) => {
      this.#port = undefined;
      if (!this.#stopping) options.onLine(`ended (${how}); the next call starts it again`);
    });
    return port;
  }

  #report(error: unknown): void {
    const text = error instanceof DevError ? error.message : String(error);
    for (const line of `could not start: ${text}`.split("\n")) this.#options.onLine(line);
  }
}
