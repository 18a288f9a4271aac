/** A function's replicas: as many as wanted, started again when they end, none while nobody calls if the stack says so. */

import { parseGoDuration } from "../stack/duration.js";
import type { StackFunction } from "../stack/stack.js";
import type { Deployed, Endpoint } from "./deployed.js";
import type { Replica } from "./replica.js";
import { Slot, type SlotOptions } from "./slot.js";

export interface DeploymentOptions extends Omit<SlotOptions, "readyPath"> {
  readonly source: Pick<StackFunction, "name" | "namespace" | "labels" | "annotations">;
}

const ZERO_DURATION = "15m";
/** Where readiness is asked for unless an annotation says otherwise: there it is no news of the function. */
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
    const readyPath = this.#options.source.annotations["com.openfaas.ready.http.path"] ?? HEALTH_PATH;
    while (this.#slots.length < replicas)
      this.#slots.push(new Slot({ ...this.#options, readyPath, build: () => this.#build() }));
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
