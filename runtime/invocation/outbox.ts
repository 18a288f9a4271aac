/**
 * The `oneway` calls of one attempt: nobody waits for them, so they leave with the invocation's result, or not at all.
 * The result's commit puts each into its callee's record as an intent; the nudge afterwards only saves time.
 */

import { peerOf, type Transport } from "../client/transport.js";
import type { InvocationAbout } from "../events.js";
import { currentTraceparent } from "../observability/find-tracer.js";
import { loadProtocol } from "../protocol/load-protocol.js";
import { encodeArgs, encodeCall } from "../service/messages.js";
import { methodName, type Args, type Method, type Service } from "../service/method.js";
import type { Intent, InvocationKey, OutboxEntry, Store } from "../store/store.js";
import { calleeId } from "./ids.js";
import { parked } from "./parked.js";
import { partitionOf } from "./partition.js";
import type { Scope } from "./scope.js";
import type { StepLog } from "./step-log.js";

interface Message {
  readonly id: string;
  readonly service: Service;
  readonly method: Method;
  readonly args: Uint8Array;
  /** Where the callee's record will be. */
  readonly partition: string;
}

/** A message to send once the commit has been applied. */
export interface Departure {
  readonly entry: OutboxEntry;
  /** The same message, as the first to be sent. */
  readonly first: Intent;
  /** Whether the callee's commit closes the intent; else whoever hears that it is done does. */
  readonly isReached: boolean;
}

export class Outbox {
  readonly #about: InvocationAbout;
  readonly #caller: InvocationKey;
  readonly #secret: Uint8Array;
  readonly #log: StepLog;
  readonly #messages: Message[] = [];

  /** @param secret of the store, for the callees' IDs */
  constructor(about: InvocationAbout, caller: InvocationKey, secret: Uint8Array, log: StepLog) {
    this.#about = about;
    this.#secret = secret;
    this.#caller = caller;
    this.#log = log;
  }

  get isEmpty(): boolean {
    return this.#messages.length === 0;
  }

  add<A extends Args, Value>(scope: Scope, service: Service, method: Method<A, Value>, args: A): Promise<unknown> {
    const step = this.#log.nextStep(scope);
    if (step === undefined) return parked();
    const label = methodName(service, method);
    const id = calleeId(this.#secret, this.#caller, step, label);
    const partition = partitionOf(service, method, args);
    this.#messages.push({
      id,
      service,
      method: method as unknown as Method,
      args: encodeArgs(method, args),
      partition,
    });
    this.#log.executed(step, label);
    return Promise.resolve(undefined);
  }

  /** What the commit takes along. The invocation's expiry must be known by now: the messages inherit it. */
  async departures(store: Store, transport: Transport): Promise<Departure[]> {
    const { root } = this.#about;
    const expiry = BigInt(this.#log.expiry);
    const traceparent = currentTraceparent();
    const common = { root, expiry, ...(traceparent !== undefined && { traceparent }) };
    const departures = this.#messages.map(async ({ id, service, method, args, partition }) => {
      const protocol = await loadProtocol(peerOf(transport, service.function).protocol);
      const message = (attempt: number): Intent => ({
        function: service.function,
        message: encodeCall(service, method, args, { id, attempt, ...common }, protocol),
      });
      // Where the commit does not reach the callee's record, or there will be none, it leaves one of its own.
      const reached = method.effects === undefined && store.joins(this.#caller.partition, partition);
      const key = { partition: reached ? partition : this.#caller.partition, id };
      // Whoever sends it later may not be the first: the callee looks for a record before it begins.
      return { entry: { key, intent: message(2) }, first: message(1), isReached: reached };
    });
    return Promise.all(departures);
  }
}
