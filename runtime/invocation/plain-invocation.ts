/**
 * An invocation of which nothing is recorded: what a handler asks for happens at once, and a retry does everything
 * again. For methods that the IDL says need no record, and for exactly-once switched off.
 */

import { sendCall } from "../client/send-call.js";
import { publish, type InvocationAbout } from "../events.js";
import { attemptLog } from "../observability/attempt-log.js";
import type { Log } from "../observability/log.js";
import type { Awaitable } from "../service/awaitable.js";
import { decodeReply, encodeArgs } from "../service/messages.js";
import { methodName, type Args, type Method, type Service } from "../service/method.js";
import type { StateAccess } from "../state/access.js";
import type { StateDescriptor } from "../state/descriptor.js";
import { openState } from "../state/open-state.js";
import type { Envelope } from "../thrift_faas/types.js";
import type { FunctionContext } from "./context.js";
import type { Branches, Invocation } from "./invocation.js";

export interface PlainInvocationOptions {
  readonly about: InvocationAbout;
  /** Inherited by what the handler calls. */
  readonly expiry: bigint;
  /** When the caller no longer waits, in the environment's milliseconds. */
  readonly deadline: number;
  readonly context: FunctionContext;
  readonly state: StateAccess;
  readonly stateDescriptor: StateDescriptor;
  /** Throws if the handler may not call this. */
  readonly assertMayCall: (service: Service, method: Method) => void;
}

export class PlainInvocation implements Invocation {
  readonly id: string;
  readonly root: string;
  readonly method: string;
  readonly attempt: number;
  readonly log: Log;
  readonly state: Readonly<Record<string, unknown>>;
  readonly #options: PlainInvocationOptions;
  #steps = 0;

  constructor(options: PlainInvocationOptions) {
    const { about } = options;
    this.id = about.id;
    this.root = about.root;
    this.method = about.method;
    this.attempt = about.attempt;
    this.log = attemptLog(about);
    this.state = openState(options.stateDescriptor, options.state);
    this.#options = options;
  }

  now(): number {
    return this.#options.context.environment.now();
  }

  random(): number {
    return this.#options.context.environment.random();
  }

  uuid(): string {
    const hex = this.#options.context.environment.randomId();
    return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "$1-$2-4$3-8$4-$5");
  }

  sleep(ms: number): Promise<void> {
    return this.#options.context.environment.sleep(ms);
  }

  async run<T>(_name: string, effect: (stepId: string) => Awaitable<T>): Promise<T> {
    return effect(this.#options.context.environment.randomId());
  }

  all<T extends readonly unknown[]>(branches: Branches<T, Invocation>): Promise<T> {
    return Promise.all(branches.map(async (branch) => branch(this))) as unknown as Promise<T>;
  }

  async call<A extends Args, Value>(service: Service, method: Method<A, Value>, args: A): Promise<Value> {
    const { about, expiry, deadline, context, assertMayCall } = this.#options;
    assertMayCall(service, method as unknown as Method);
    const step = String(++this.#steps);
    const envelope: Envelope = { id: context.environment.randomId(), root: about.root, expiry, attempt: 1 };
    const encoded = encodeArgs(method, args);
    try {
      const timeoutMs = deadline - context.environment.now();
      return await sendCall(context, service, method, encoded, envelope, timeoutMs, (reply, protocol) =>
        decodeReply(method, reply, protocol),
      );
    } finally {
      publish({ event: "executed", ...about, step, label: methodName(service, method) });
    }
  }
}
