/**
 * Functions, a gateway and a store in one process, for tests of the protocol: the real processor and the real
 * execution, over a transport that can lose and kill. A killed attempt stops where it is and never goes on; its caller
 * sees what a gateway would show.
 */

import { Background } from "../../runtime/background.js";
import { EdgeCaller } from "../../runtime/client/edge-caller.js";
import { DeliveryError, PendingError, type Transport } from "../../runtime/client/transport.js";
import { collect, type Collected } from "../../runtime/collector/collect.js";
import { processEnvironment, type Environment } from "../../runtime/environment.js";
import { carryOut } from "../../runtime/invocation/carry-out.js";
import type { FunctionContext } from "../../runtime/invocation/context.js";
import { executeUnguarded } from "../../runtime/invocation/execute-unguarded.js";
import type { ServiceDescriptor } from "../../runtime/service/descriptor.js";
import type { Reply } from "../../runtime/service/exchange.js";
import { createExchange } from "../../runtime/service/create-exchange.js";
import { MemoryStore } from "../../runtime/store/memory.js";
import type { RecordedResult, Store } from "../../runtime/store/store.js";
import { makeContext } from "./context.js";
import { withTestState } from "./test-state.js";
import { mortalStore, mortalTransport, type Life } from "./mortal.js";

export interface ClusterOptions {
  readonly killAt?: number;
  readonly guarded?: boolean;
  readonly store?: Store;
  readonly environment?: Environment;
  readonly overrides?: Partial<FunctionContext>;
}

export class Cluster {
  readonly store: Store;
  readonly environment: Environment;
  readonly #guarded: boolean;
  readonly #overrides: Partial<FunctionContext>;
  readonly #functions = new Map<string, Run>();
  readonly #alive = new Set<{ readonly kill: (error: Error) => void; dead: boolean }>();
  /** The boundary at which an attempt dies, counted over everything that happens, from 1. */
  #killAt: number;
  /** What goes on after replies, of all functions. */
  background = new Background();
  /** How many boundaries have been crossed. */
  boundaries = 0;
  /** What was crossed, in order: `commit`, `committed`, `send`, `received` ... with the function before it. */
  readonly trace: string[] = [];
  /** Clusters with stores of their own whose functions can be called from here. */
  readonly peers: Cluster[] = [];
  /** Called with every message to a function; throws to lose it. What it resolves to takes the place of the message. */
  intercept: (functionName: string, body: Uint8Array) => Promise<Uint8Array> = (_, body) => Promise.resolve(body);

  /** Called when a function has its reply; holds it back, or throws to lose it. */
  beforeReply: (functionName: string) => Promise<void> = () => Promise.resolve();

  constructor({ killAt = 0, guarded = true, store = new MemoryStore(), ...options }: ClusterOptions = {}) {
    this.store = store;
    this.#killAt = killAt;
    this.#guarded = guarded;
    this.environment = options.environment ?? processEnvironment;
    this.#overrides = options.overrides ?? {};
  }

  deploy<Handler>(
    service: ServiceDescriptor<Handler>,
    handler: Handler,
    overrides: Partial<FunctionContext> = {},
  ): void {
    const pureResults = new Map<string, RecordedResult>();
    this.#functions.set(service.function, async (life, body) => {
      const run = this.#guarded ? carryOut : executeUnguarded;
      const store = mortalStore(this.store, life);
      const { environment, background } = this;
      const shared = { environment, background, pureResults, ...this.#overrides, ...overrides };
      const context = await makeContext(service.function, store, mortalTransport(this.transport, life), shared);
      return createExchange(withTestState(service), handler, context, run)(body);
    });
  }

  /** What reaches the functions from outside. */
  readonly transport: Transport = {
    post: async (functionName, sent, contentType, timeoutMs) => {
      const run = this.#functions.get(functionName);
      const peer = this.peers.find((other) => other.has(functionName));
      if (run === undefined && peer !== undefined)
        return peer.transport.post(functionName, sent, contentType, timeoutMs);
      const body = await this.intercept(functionName, sent);
      if (run === undefined)
        throw new DeliveryError(`no function ${functionName}`, { outcome: "not-executed", retryable: false });
      let kill: (error: Error) => void = () => {};
      const died = new Promise<never>((_resolve, reject) => (kill = reject));
      const attempt = { kill, dead: false };
      this.#alive.add(attempt);
      const life: Life = async (boundary) => {
        if (attempt.dead) await new Promise<never>(() => {});
        await this.#cross(`${functionName} ${boundary}`, kill);
      };
      const answer = (async () => {
        await life("start");
        const reply = await run(life, body);
        await life("reply");
        await this.beforeReply(functionName);
        return reply;
      })();
      const reply = await Promise.race([answer, died]).finally(() => this.#alive.delete(attempt));
      if (reply.kind === "reply") return reply.body;
      if (reply.kind === "pending") throw new PendingError(reply.reason);
      throw new DeliveryError(reply.reason, { outcome: "unknown", retryable: reply.kind === "unavailable" });
    },
  };

  /** A client outside of every function. */
  edge(timeoutMs = 60_000): EdgeCaller {
    return new EdgeCaller({ transport: this.transport, environment: this.environment }, timeoutMs);
  }

  /** How many attempts occupy a process now. */
  get occupied(): number {
    return this.#alive.size;
  }

  has(functionName: string): boolean {
    return this.#functions.has(functionName);
  }

  /** One pass of the collector, over everything that is not done. */
  collect(idleMs = -1): Promise<Collected> {
    return collect(this.store, this, { idleMs, timeoutMs: 30_000 });
  }

  /** Every process dies: nothing that was under way goes on, and nothing that was in memory is left. */
  killAll(): void {
    this.background = new Background();
    for (const attempt of this.#alive) {
      attempt.dead = true;
      attempt.kill(new DeliveryError("killed", { outcome: "unknown", retryable: true }));
    }
    this.#alive.clear();
  }

  /** The store's commands so far, as `function command`; of one function or of all. */
  commands(functionName = ""): string[] {
    return this.trace
      .filter((boundary) => boundary.startsWith(functionName) && / before (?!send)/.test(boundary))
      .map((boundary) => boundary.replace(" before ", " "));
  }

  async #cross(boundary: string, kill: (error: Error) => void): Promise<void> {
    this.trace.push(boundary);
    if (++this.boundaries !== this.#killAt) return;
    kill(new DeliveryError(`killed at ${boundary}`, { outcome: "unknown", retryable: true }));
    await new Promise<never>(() => {});
  }
}

type Run = (life: Life, body: Uint8Array) => Promise<Reply>;
