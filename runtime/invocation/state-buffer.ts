/** The durable state one attempt has read and written: reads are steps of its log, writes wait for its commit (E3). */

import type { StructCodec } from "../protocol/protocol.js";
import type { Commit, StateKey, Store } from "../store/store.js";
import { fingerprintStep } from "./ids.js";
import type { DurableMap } from "./invocation.js";
import { decodeState, encodeState } from "./state-codec.js";
import type { StepLog } from "./step-log.js";

type Value = Uint8Array | undefined;

export class StateBuffer {
  readonly #partition: string;
  readonly #store: Store;
  readonly #log: StepLog;
  readonly #reads: { readonly key: StateKey; readonly value: Value }[] = [];
  readonly #writes = new Map<string, { readonly key: StateKey; readonly value: Value }>();

  constructor(partition: string, store: Store, log: StepLog) {
    this.#partition = partition;
    this.#store = store;
    this.#log = log;
  }

  get reads(): Commit["reads"] {
    return this.#reads;
  }

  get writes(): Commit["writes"] {
    return [...this.#writes.values()];
  }

  map<T>(collection: string, codec: StructCodec<T>): DurableMap<T> {
    const at = (key: string): StateKey => ({ partition: this.#partition, collection, key });
    return {
      get: async (key) => {
        const value = await this.#read(this.#log.nextStep(), at(key));
        return value && decodeState(codec, value);
      },
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
    const [value] = await this.#log.take(step, label, () => this.#store.read([key]));
    this.#reads.push({ key, value });
    this.#log.record({ step, fingerprint, label, value });
    return value;
  }

  #write(key: StateKey, value: Value): void {
    this.#writes.set(describe(key), { key, value });
  }
}

/** A collection's name is an identifier, so the first slash ends it and no two keys read alike. */
function describe(key: StateKey): string {
  return `${key.collection}/${key.key}`;
}
