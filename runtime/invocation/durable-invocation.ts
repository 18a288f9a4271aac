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
  readonly about: InvocationAbout;
  readonly #base: CommitBase;
  readonly #context: FunctionContext;
  readonly #log: StepLog;
  readonly #state: StateBuffer;
  readonly #random: DerivedRandom;

  constructor(about: InvocationAbout, base: CommitBase, context: FunctionContext, log: StepLog) {
    this.about = about;
    this.id = about.id;
    this.root = about.root;
    this.method = about.method;
    this.attempt = about.attempt;
    this.#base = base;
    this.#context = context;
    this.#log = log;
    this.#state = new StateBuffer(base.key.partition, context.store, log);
    this.#random = new DerivedRandom(base.key);
  }

  now(): number {
    const step = this.#log.nextStep();
    const now = Date.now();
    // Nothing that the handler does with it will count.
    if (step === undefined) return now;
    const fingerprint = fingerprintStep("now", "");
    const recorded = this.#log.replayInput(step, fingerprint, "now");
    if (recorded?.value !== undefined) return Buffer.from(recorded.value).readDoubleBE(0);
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
    return this.#log.take((step) => this.#callAt(step, service, method, args));
  }

  async #callAt<A extends Args, Value>(
    step: string,
    service: Service,
    method: Method<A, Value>,
    args: A,
  ): Promise<Value> {
    const label = methodName(service, method);
    // At once, before anything is awaited: the handler may change the arguments afterwards.
    const encoded = encodeArgs(method, args);
    const fingerprint = fingerprintCall(label, encoded);
    const recorded = this.#log.replayCall(step, fingerprint, label);
    if (recorded !== undefined) return unwrapResult(method, recorded);
    await this.#log.flush();
    const { key, expiry } = this.#base;
    const envelope = {
      id: calleeId(this.root, key, step, label),
      root: this.root,
      expiry: BigInt(expiry),
      // An earlier attempt of the caller may have made this call already.
      attempt: this.attempt,
      caller: { ...key, step, fingerprint },
    };
    const { transport, callTimeoutMs } = this.#context;
    try {
      return await sendCall(transport, service, method, encoded, envelope, callTimeoutMs);
    } finally {
      this.#log.executed(step, label);
    }
  }

  /** What the handler's return commits: the state it read and wrote. */
  effects(): Pick<Commit, "reads" | "writes"> {
    return { reads: this.#state.reads, writes: this.#state.writes };
  }
}
