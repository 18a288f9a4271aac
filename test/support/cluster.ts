/**
 * Functions, a gateway and a store in one process, for tests of the protocol: the real processor and the real
 * execution, over a transport that can lose and kill. A killed attempt stops where it is and never goes on; its caller
 * sees what a gateway would show.
 */

import { DeliveryError, PendingError, type Transport } from "../../runtime/client/transport.js";
import { carryOut } from "../../runtime/invocation/carry-out.js";
import { executeUnguarded } from "../../runtime/invocation/execute-unguarded.js";
import type { ServiceDescriptor } from "../../runtime/service/descriptor.js";
import type { Reply } from "../../runtime/service/exchange.js";
import { createSystemHandler } from "../../runtime/system/system-handler.js";
import { createProcessor } from "../../runtime/service/processor.js";
import { MemoryStore } from "../../runtime/store/memory.js";
import type { Store } from "../../runtime/store/store.js";
import { makeContext } from "./context.js";

export class Cluster {
  readonly store: MemoryStore;
  readonly #guarded: boolean;
  readonly #functions = new Map<string, Run>();
  /** The boundary at which an attempt dies, counted over everything that happens, from 1. */
  #killAt: number;
  /** How many boundaries have been crossed. */
  boundaries = 0;
  /** What was crossed, in order: `commit`, `committed`, `send`, `received` ... with the function before it. */
  readonly trace: string[] = [];

  constructor(options: { readonly killAt?: number; readonly guarded?: boolean } = {}) {
    this.store = new MemoryStore();
    this.#killAt = options.killAt ?? 0;
    this.#guarded = options.guarded ?? true;
  }

  deploy<Handler>(service: ServiceDescriptor<Handler>, handler: Handler): void {
    this.#functions.set(service.function, async (life, body) => {
      const run = this.#guarded ? carryOut : executeUnguarded;
      const store = mortalStore(this.store, life);
      const context = await makeContext(service.function, store, mortalTransport(this.transport, life));
      const system = createSystemHandler(service, context);
      return createProcessor(service, { execute: (call) => run(call, handler, context), system })(body);
    });
  }

  /** What reaches the functions from outside. */
  readonly transport: Transport = {
    post: async (functionName, body) => {
      const run = this.#functions.get(functionName);
      if (run === undefined)
        throw new DeliveryError(`no function ${functionName}`, { outcome: "not-executed", retryable: false });
      let kill: (error: Error) => void = () => {};
      const died = new Promise<never>((_resolve, reject) => (kill = reject));
      const life: Life = (boundary) => this.#cross(`${functionName} ${boundary}`, kill);
      const answer = (async () => {
        await life("start");
        const reply = await run(life, body);
        await life("reply");
        return reply;
      })();
      const reply = await Promise.race([answer, died]);
      if (reply.kind === "reply") return reply.body;
      if (reply.kind === "pending") throw new PendingError(reply.reason);
      throw new DeliveryError(reply.reason, { outcome: "unknown", retryable: reply.kind === "unavailable" });
    },
  };

  async #cross(boundary: string, kill: (error: Error) => void): Promise<void> {
    this.trace.push(boundary);
    if (++this.boundaries !== this.#killAt) return;
    kill(new DeliveryError(`killed at ${boundary}`, { outcome: "unknown", retryable: true }));
    await new Promise<never>(() => {});
  }
}

/** Crosses a boundary: returns, or never does because the attempt has died there. */
type Life = (boundary: string) => Promise<void>;
type Run = (life: Life, body: Uint8Array) => Promise<Reply>;

function mortalStore(store: Store, life: Life): Store {
  const mortal =
    <A extends unknown[], R>(name: string, operation: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      await life(`before ${name}`);
      const result = await operation(...args);
      await life(`after ${name}`);
      return result;
    };
  return {
    commit: mortal("commit", (commit) => store.commit(commit)),
    load: mortal("load", (key) => store.load(key)),
    read: mortal("read", (keys) => store.read(keys)),
    writeUnguarded: mortal("write", (key, value) => store.writeUnguarded(key, value)),
    deliver: mortal("deliver", (callback) => store.deliver(callback)),
    secret: () => store.secret(),
    joins: (partition, other) => store.joins(partition, other),
    sweep: (limit) => store.sweep(limit),
    deadLetters: () => store.deadLetters(),
    claim: (idle, limit) => store.claim(idle, limit),
    scan: (partition, collection) => store.scan(partition, collection),
    scanInvocations: (partition) => store.scanInvocations(partition),
    close: () => store.close(),
  };
}

function mortalTransport(transport: Transport, life: Life): Transport {
  return {
    post: async (...message) => {
      await life("before send");
      const reply = await transport.post(...message);
      await life("after receive");
      return reply;
    },
  };
}
