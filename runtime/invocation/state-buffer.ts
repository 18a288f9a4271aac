/** The durable state one attempt has read and written: reads are steps of its log, writes wait for its commit (E3). */

import type { StructCodec } from "../protocol/protocol.js";
import type { Commit, StateKey, Store } from "../store/store.js";
import { fingerprintStep } from "./ids.js";
import type { DurableMap } from "./invocation.js";
import { parked } from "./parked.js";
import { decodeState, encodeState } from "./state-codec.js";
import type { StepLog } from "./step-log.js";

type Value = Uint8Array | undefined;

export class StateBuffer {
  readonly #partition: string;
  readonly #store: Store;
  readonly #log: StepLog;
  readonly #reads: { readonly step: string; readonly key: StateKey; readonly value: Value }[] = [];
  readonly #writes = new Map<string, { readonly key: StateKey; readonly value: Value }>();

  constructor(partition: string, store: Store, log: StepLog) {
    this.#partition = partition;
    this.#store = store;
    this.#log = log;
  }

  /** What the commit has to check: what was read and is not fixed in the log. */
  get reads(): Commit["reads"] {
    return this.#reads.filter(({ step }) => this.#log.isPending(step)).map(({ key, value }) => ({ key, value }));
  }

  get writes(): Commit["writes"] {
    return [...this.#writes.values()];
  }

  map<T>(collection: string, codec: StructCodec<T>): DurableMap<T> {
    if (!/^\w+$/.test(collection))
      throw new TypeError(`A map of durable state is named with letters, digits and _, not "${collection}"`);
    const at = (key: string): StateKey => ({ partition: this.#partition, collection, key });
    return {
      get: (key) =>
        this.#log.take(async (step) => {
          const value = await this.#read(step, at(key));
          return value && decodeState(codec, value);
        }),
      put: async (key, value) => this.#write(at(key), encodeState(codec, value)),
      delete: async (key) => this.#write(at(key), undefined),
    };
  }

  async #read(step: string, key: StateKey): Promise<Value> {
    const label = `read ${describe(key)}`;
    const written = this.#writes.get(describe(key));
    if (written !== undefined) return written.value;
    const fingerprint = fingerprintStep("read", describe(key));
    const recorded = this.#log.replayInput(step, fingerprint, label);
    if (recorded !== undefined) return recorded.value;
    const [value] = await this.#store.read([key]);
    this.#reads.push({ step, key, value });
    this.#log.record({ step, fingerprint, label, value });
    return value;
  }

  #write(key: StateKey, value: Value): Promise<void> {
    if (this.#log.isOver) return parked();
    this.#writes.set(describe(key), { key, value });
    return Promise.resolve();
  }
}

/** A collection's name is an identifier, so the first slash ends it and no two keys read alike. */
function describe(key: StateKey): string {
  return `${key.collection}/${key.key}`;
}
