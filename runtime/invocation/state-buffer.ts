/** The durable state one attempt has read and written: reads are steps of its log, writes wait for its commit (E3). */

import type { StateAccess } from "../state/access.js";
import type { Commit, StateKey, Store } from "../store/store.js";
import { fingerprintStep } from "./ids.js";
import { parked } from "./parked.js";
import { isSameValue } from "./same-value.js";
import type { Scope } from "./scope.js";
import type { StepLog } from "./step-log.js";

type Value = Uint8Array | undefined;

export class StateBuffer {
  readonly #partition: string;
  readonly #store: Store;
  readonly #log: StepLog;
  readonly #reads: { readonly step: string; readonly key: StateKey; readonly value: Value }[] = [];
  readonly #writes = new Map<string, { readonly key: StateKey; readonly value: Value; readonly scope: Scope }>();

  constructor(partition: string, store: Store, log: StepLog) {
    this.#partition = partition;
    this.#store = store;
    this.#log = log;
  }

  /** What the commit has to check: what was read and is not fixed in the log. */
  get reads(): Commit["reads"] {
    return this.#reads.filter(({ step }) => this.#log.isPending(step)).map(({ key, value }) => ({ key, value }));
  }

  /**
   * Whether a commit would find that something has changed since it was read. Values that belong together were not read at one
   * moment, so until then they may not fit each other.
   */
  async isStale(): Promise<boolean> {
    const { reads } = this;
    if (reads.length === 0) return false;
    const now = await this.#store.read(reads.map(({ key }) => key));
    return reads.some(({ value }, index) => !isSameValue(value, now[index]));
  }

  get writes(): Commit["writes"] {
    return [...this.#writes.values()].map(({ key, value }) => ({ key, value }));
  }

  /** State as one branch reads and writes it. */
  access(scope: Scope): StateAccess {
    return {
      read: (collection, key) => this.#read(scope, { partition: this.#partition, collection, key }),
      write: (collection, key, value) => this.#write(scope, { partition: this.#partition, collection, key }, value),
    };
  }

  #read(scope: Scope, key: StateKey): Promise<Value> {
    const name = describe(key);
    const written = this.#writes.get(name);
    // What a branch has written itself it will write again in a replay; what another one has is a matter of timing.
    if (written?.scope === scope) return this.#log.isOver ? parked() : Promise.resolve(written.value);
    return this.#log.take(scope, async (step) => {
      const label = `read ${name}`;
      const fingerprint = fingerprintStep("read", name);
      const recorded = this.#log.replayInput(step, fingerprint, label);
      if (recorded !== undefined) return recorded.value;
      const value = written === undefined ? await this.#fetch(step, key) : written.value;
      this.#log.record({ step, fingerprint, label, value });
      return value;
    });
  }

  async #fetch(step: string, key: StateKey): Promise<Value> {
    const [value] = await this.#store.read([key]);
    this.#reads.push({ step, key, value });
    return value;
  }

  #write(scope: Scope, key: StateKey, value: Value): Promise<void> {
    if (this.#log.isOver) return parked();
    this.#writes.set(describe(key), { key, value, scope });
    return Promise.resolve();
  }
}

/** A collection's name is an identifier, so the first slash ends it and no two keys read alike. */
function describe(key: StateKey): string {
  return `${key.collection}/${key.key}`;
}
