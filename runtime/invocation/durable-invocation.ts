/**
 * One attempt of an invocation, as its handler sees it. It replays what the record holds, buffers what is new, and
 * makes the buffered inputs durable before anything leaves (E2).
 */

import { sendCall } from "../client/send-call.js";
import type { InvocationAbout } from "../events.js";
import type { StructCodec } from "../protocol/protocol.js";
import { methodName, type Args, type Method, type Service } from "../service/method.js";
import { encodeArgs, unwrapResult } from "../service/messages.js";
import type { Commit } from "../store/store.js";
import type { FunctionContext } from "./context.js";
import { DerivedRandom } from "./derived-random.js";
import { calleeId, fingerprintCall, fingerprintStep } from "./ids.js";
import type { DurableMap, Invocation } from "./invocation.js";
import { StateBuffer } from "./state-buffer.js";
import type { CommitBase, StepLog } from "./step-log.js";

export class DurableInvocation implements Invocation {
  readonly id: string;
  readonly root: string;
  readonly method: string;
  readonly attempt: number;
  readonly #base: CommitBase;
  readonly #context: FunctionContext;
  readonly #log: StepLog;
  readonly #state: StateBuffer;
  readonly #random: DerivedRandom;

  constructor(about: InvocationAbout, base: CommitBase, context: FunctionContext, log: StepLog) {
    this.id = about.id;
    this.root = about.root;
    this.method = about.method;
    this.attempt = about.attempt;
    this.#base = base;
    this.#context = context;
    this.#log = log;
    this.#state = new StateBuffer(base.key.partition, context.store, log);
    this.#random = new DerivedRandom(about.id);
  }

  now(): number {
    const step = this.#log.nextStep();
    const fingerprint = fingerprintStep("now", "");
    const recorded = this.#log.replayInput(step, fingerprint, "now");
    if (recorded?.value !== undefined) return Buffer.from(recorded.value).readDoubleBE(0);
    const now = Date.now();
    const value = Buffer.alloc(8);
    value.writeDoubleBE(now, 0);
    this.#log.record({ step, fingerprint, label: "now", value });
    return now;
  }

  random(): number {
    return this.#random.number();
  }

  uuid(): string {
    return this.#random.uuid();
  }

  map<T>(name: string, codec: StructCodec<T>): DurableMap<T> {
    return this.#state.map(name, codec);
  }

  call<A extends Args, Value>(service: Service, method: Method<A, Value>, args: A): Promise<Value> {
    // Before anything is awaited: steps are numbered in the order in which the handler takes them.
    const step = this.#log.nextStep();
    return this.#callAt(step, service, method, args);
  }

  async #callAt<A extends Args, Value>(
    step: string,
    service: Service,
    method: Method<A, Value>,
    args: A,
  ): Promise<Value> {
    const label = methodName(service, method);
    const recorded = this.#log.replayCall(step, fingerprintCall(label, encodeArgs(method, args)), label);
    if (recorded !== undefined) return unwrapResult(method, recorded);
    await this.#log.flush();
    const envelope = {
      id: calleeId(this.root, this.id, step, label),
      root: this.root,
      expiry: BigInt(this.#base.expiry),
      // An earlier attempt of the caller may have made this call already.
      attempt: this.attempt,
      caller: { ...this.#base.key, step },
    };
    const { transport, callTimeoutMs } = this.#context;
    return this.#log.take(step, label, () => sendCall(transport, service, method, args, envelope, callTimeoutMs));
  }

  /** What the handler's return commits: the state it read and wrote. */
  effects(): Pick<Commit, "reads" | "writes"> {
    return { reads: this.#log.hasLeft ? [] : this.#state.reads, writes: this.#state.writes };
  }
}
