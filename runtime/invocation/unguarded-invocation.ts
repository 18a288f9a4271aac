/**
 * An invocation with exactly-once switched off: writes happen at once, nothing is recorded, and a retry runs
 * everything again, as with plain Thrift. It exists to compare with: in the demo, in tests, in benchmarks.
 */

import { randomUUID } from "node:crypto";
import { sendCall } from "../client/send-call.js";
import { publish, type InvocationAbout } from "../events.js";
import type { StructCodec } from "../protocol/protocol.js";
import { encodeArgs } from "../service/messages.js";
import { methodName, type Args, type Method, type Service } from "../service/method.js";
import type { StateKey } from "../store/store.js";
import type { FunctionContext } from "./context.js";
import { newRootId } from "./ids.js";
import type { DurableMap, Invocation } from "./invocation.js";
import { decodeState, encodeState } from "./state-codec.js";

export class UnguardedInvocation implements Invocation {
  readonly id: string;
  readonly root: string;
  readonly method: string;
  readonly attempt: number;
  readonly #partition: string;
  readonly #context: FunctionContext;
  #steps = 0;

  constructor(about: InvocationAbout, partition: string, context: FunctionContext) {
    this.id = about.id;
    this.root = about.root;
    this.method = about.method;
    this.attempt = about.attempt;
    this.#partition = partition;
    this.#context = context;
  }

  now(): number {
    return Date.now();
  }

  random(): number {
    return Math.random();
  }

  uuid(): string {
    return randomUUID();
  }

  map<T>(collection: string, codec: StructCodec<T>): DurableMap<T> {
    const { store } = this.#context;
    const at = (key: string): StateKey => ({ partition: this.#partition, collection, key });
    return {
      get: async (key) => {
        const [value] = await store.read([at(key)]);
        return value && decodeState(codec, value);
      },
      put: async (key, value) => {
        await store.writeUnguarded(at(key), encodeState(codec, value));
        publish({ event: "wrote", ...this.#about(), keys: 1 });
      },
      delete: async (key) => {
        await store.writeUnguarded(at(key), undefined);
        publish({ event: "wrote", ...this.#about(), keys: 1 });
      },
    };
  }

  async call<A extends Args, Value>(service: Service, method: Method<A, Value>, args: A): Promise<Value> {
    const { transport, callTimeoutMs } = this.#context;
    const step = String(++this.#steps);
    const caller = { partition: this.#partition, id: this.id, step, fingerprint: "" };
    const envelope = { id: newRootId(), root: this.root, expiry: 0n, attempt: 1, caller };
    try {
      return await sendCall(transport, service, method, encodeArgs(method, args), envelope, callTimeoutMs);
    } finally {
      publish({ event: "executed", ...this.#about(), step, label: methodName(service, method) });
    }
  }

  #about(): InvocationAbout {
    return { id: this.id, root: this.root, method: this.method, attempt: this.attempt };
  }
}
