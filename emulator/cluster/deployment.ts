/** A function's replicas: as many as wanted, started again when they end, none while nobody calls if the stack says so. */

import { setTimeout as sleep } from "node:timers/promises";
import { DevError } from "../dev-error.js";
import { parseGoDuration } from "../stack/duration.js";
import type { StackFunction } from "../stack/stack.js";
import type { Timing } from "../timing.js";
import type { Deployed, Endpoint } from "./deployed.js";
import { Replica } from "./replica.js";

export interface DeploymentOptions {
  readonly source: Pick<StackFunction, "name" | "namespace" | "labels" | "annotations">;
  /** Makes the module to run, before every start; resolves to its path. */
  readonly build: () => Promise<string>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly preload?: readonly string[];
  readonly onLine: (line: string) => void;
  readonly timing: Pick<Timing, "probeMs" | "restartMs" | "longestRestartMs">;
}

/** After SIGTERM, when everything ends. What a function was doing then is finished by whoever called it, under the same ID. */
const STOP_GRACE_MS = 1_000;
const ZERO_DURATION = "15m";
/** What lives shorter than this has not really started. */
const LEAST_LIFE_MS = 1_000;
const HEALTH_PATH = "/_/health";

export class Deployment implements Deployed {
  readonly name: string;
  readonly namespace: string;
  readonly minimum: number;
  readonly #options: DeploymentOptions;
  readonly #slots: Slot[] = [];
  /** Those that end in order, while others may take their places. */
  readonly #leaving = new Set<Slot>();
  readonly #idleMs: number | undefined;
  #building: Promise<string> | undefined;
  #turn = 0;
  #underway = 0;
  #idle: NodeJS.Timeout | undefined;
  #stopped = false;

  /** Without any replica, like a function that nobody has called for long. */
  constructor(options: DeploymentOptions) {
    const { name, namespace, labels } = options.source;
    this.name = name;
    this.namespace = namespace;
    this.#options = options;
    this.minimum = Number(labels["com.openfaas.scale.min"] ?? 1);
    if (labels["com.openfaas.scale.zero"] === "true")
      this.#idleMs = parseGoDuration(labels["com.openfaas.scale.zero-duration"] ?? ZERO_DURATION);
  }

  get replicas(): number {
    return this.#slots.length;
  }

  get available(): number {
    return this.#endpoints().length;
  }

  scale(replicas: number): void {
    if (this.#stopped) return;
    for (const slot of this.#slots.splice(replicas)) {
      this.#leaving.add(slot);
      void slot.terminate().finally(() => this.#leaving.delete(slot));
    }
    while (this.#slots.length < replicas) this.#slots.push(new Slot(this.#options, () => this.#build()));
  }

  next(): Endpoint | undefined {
    const endpoints = this.#endpoints();
    return endpoints[this.#turn++ % endpoints.length];
  }

  begin(): () => void {
    this.#underway++;
    clearTimeout(this.#idle);
    return () => {
      if (--this.#underway > 0 || this.#idleMs === undefined || this.#stopped) return;
      this.#idle = setTimeout(() => {
        if (this.replicas > 0) this.#options.onLine("nobody calls: scaled to zero until somebody does");
        this.scale(0);
      }, this.#idleMs).unref();
    };
  }

  /** Sends a signal to the process of the first replica; false if there is none. */
  kill(signal: NodeJS.Signals): boolean {
    return this.#slots[0]?.replica?.signal(signal) ?? false;
  }

  /** Ends all replicas for good. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#idle);
    await Promise.all([...this.#slots.splice(0), ...this.#leaving].map((slot) => slot.stop()));
  }

  #endpoints(): Replica[] {
    return this.#slots.flatMap(({ replica }) => (replica?.ready === true ? [replica] : []));
  }

  /** Replicas that start together run the same module. */
  #build(): Promise<string> {
    return (this.#building ??= this.#options.build().finally(() => (this.#building = undefined)));
  }
}

/** A place for one replica after the other. */
class Slot {
  replica: Replica | undefined;
  readonly #options: DeploymentOptions;
  readonly #build: () => Promise<string>;
  readonly #closed = new AbortController();
  readonly #done: Promise<void>;

  constructor(options: DeploymentOptions, build: () => Promise<string>) {
    this.#options = options;
    this.#build = build;
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
    const { source, env, preload, onLine, timing } = this.#options;
    try {
      const file = await this.#build();
      if (this.#closed.signal.aborted) return undefined;
      const readyPath = source.annotations["com.openfaas.ready.http.path"] ?? HEALTH_PATH;
      const replica = await Replica.start({
        file,
        env,
        ...(preload === undefined ? {} : { preload }),
        onLine,
        readyPath,
        probeMs: timing.probeMs,
      });
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
