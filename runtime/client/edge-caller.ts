/**
 * Calls from outside every function: each begins a root invocation, under an ID of its own or one that the caller
 * chooses, and is retried under it.
 */

import { setMaxListeners } from "node:events";
import type { Protocol } from "../protocol/protocol.js";
import { decodeReply, encodeArgs, unwrapResult } from "../service/messages.js";
import type { Args, Method, Service } from "../service/method.js";
import { LIFETIME } from "../store/expiry.js";
import { AttachMethod, type AttachArgs, type AttachedResult } from "../system/system-methods.js";
import type { Envelope } from "../thrift_faas/types.js";
import type { Caller } from "./caller.js";
import { sendCall, type Sender } from "./send-call.js";
import { DeliveryError, type Transport } from "./transport.js";

/** What can be done from outside every function. Whatever fails for want of an answer says under which `invocationId`. */
export interface Edge extends Caller {
  /**
   * The same, for calls under this ID: repeated by whatever process, a call has happened once and gets the same answer,
   * for a day; after that it may happen again. In one service, or one part of it where `faas.partition` spreads it, an ID
   * belongs to one call; with another method or other arguments it is refused.
   */
  withId(id: string): Edge;
  /**
   * The same, for calls that end at once with a `CancelledError` when the signal is aborted: no more tries, no more
   * waiting. What has left by then may still be carried out, once; the error says whether it can have been. The time limit
   * of the connection holds as well.
   */
  withSignal(signal: AbortSignal): Edge;
  /**
   * Makes a call without waiting for its result: resolves to its ID as soon as it is certain to be carried out, which a
   * record in the function's store says.
   * @throws DeliveryError when it was not accepted in time; ApplicationException when it was refused
   */
  submit<A extends Args, Value>(service: Service, method: Method<A, Value>, args: A): Promise<string>;
  /**
   * Puts a call into the gateway's queue and resolves to its ID, for `attach`: the function need not run, or have room,
   * now. That is all that is certain then: the queue delivers a message once or several times, which is one call, and may
   * lose it, or deliver it when the function is not there and never again. As soon as the function has got it once, it is as
   * certain as a submitted one. The gateway does not say whether there is such a function, and takes less in one message
   * (256 KB in its Community Edition) than a call may hold.
   * @throws DeliveryError when the queue did not take it in time
   */
  enqueue<A extends Args, Value>(service: Service, method: Method<A, Value>, args: A): Promise<string>;
  /**
   * Waits for the result of the invocation with this ID, or fetches it if it is done; in whatever process. The ID may also
   * be the `X-Call-Id` that the gateway gave to a plain Thrift message.
   * @throws what the call throws; ApplicationException if there is no such invocation; PendingError or DeliveryError when
   *   there is no result in time
   */
  attach<A extends Args, Value>(service: Service, method: Method<A, Value>, id: string): Promise<Value>;
}

/** What it takes to make calls from outside. */
export interface EdgeSender extends Sender {
  /** Leads into a queue: it replies with nothing, as soon as the message is in it. Absent: there is no queue. */
  readonly queue?: Transport;
}

interface EdgeOptions {
  /** Of all calls; absent: each gets one of its own. */
  readonly id?: string;
  readonly signal?: AbortSignal;
}

export class EdgeCaller implements Edge {
  readonly #sender: EdgeSender;
  readonly #timeoutMs: number;
  readonly #options: EdgeOptions;

  /** @param timeoutMs how long a call is tried, in milliseconds */
  constructor(sender: EdgeSender, timeoutMs: number, options: EdgeOptions = {}) {
    this.#sender = sender;
    this.#timeoutMs = timeoutMs;
    this.#options = options;
  }

  withId(id: string): Edge {
    if (id === "") throw new TypeError("An invocation ID has at least one character");
    return new EdgeCaller(this.#sender, this.#timeoutMs, { ...this.#options, id });
  }

  withSignal(signal: AbortSignal): Edge {
    const { signal: other } = this.#options;
    const both = other === undefined ? signal : AbortSignal.any([other, signal]);
    // One signal for many calls at once is no leak, which Node would warn of.
    setMaxListeners(0, both);
    return new EdgeCaller(this.#sender, this.#timeoutMs, { ...this.#options, signal: both });
  }

  async call<A extends Args, Value>(service: Service, method: Method<A, Value>, args: A): Promise<Value> {
    return this.#send(service, method, args, this.#newEnvelope(), (reply, protocol) =>
      decodeReply(method, reply, protocol),
    );
  }

  async submit<A extends Args, Value>(service: Service, method: Method<A, Value>, args: A): Promise<string> {
    const envelope = this.#submitEnvelope(method, "submitted");
    // The answer is a result without a value; an exception says that the call was refused.
    await this.#send(service, method, args, envelope, (reply, protocol) =>
      decodeReply({ ...method, isVoid: true }, reply, protocol),
    );
    return envelope.id;
  }

  async enqueue<A extends Args, Value>(service: Service, method: Method<A, Value>, args: A): Promise<string> {
    const { queue, environment } = this.#sender;
    if (queue === undefined) throw new TypeError("This connection leads to no queue; submit the call instead");
    // Submitted, because a queue may drop what a function fails at: once it has the message, a collector cares for it.
    const envelope = this.#submitEnvelope(method, "put into a queue");
    await this.#send(service, method, args, envelope, () => {}, { transport: queue, environment });
    return envelope.id;
  }

  async attach<A extends Args, Value>(service: Service, method: Method<A, Value>, id: string): Promise<Value> {
    const args: AttachArgs = { method: method.name, id };
    const read = (reply: Uint8Array, protocol: Protocol): AttachedResult => decodeReply(AttachMethod, reply, protocol);
    const { kind, body } = await this.#send(service, AttachMethod, args, this.#newEnvelope(id), read);
    return unwrapResult(method, { kind: kind === "exception" ? kind : "reply", body });
  }

  async #send<A extends Args, Value, T>(
    service: Service,
    method: Method<A, Value>,
    args: A,
    envelope: Envelope,
    read: (reply: Uint8Array, protocol: Protocol) => T,
    sender: Sender = this.#sender,
  ): Promise<T> {
    const encoded = encodeArgs(method, args);
    try {
      return await sendCall(sender, service, method, encoded, envelope, this.#timeoutMs, read, this.#options.signal);
    } catch (error) {
      if (error instanceof DeliveryError) error.invocationId = envelope.id;
      throw error;
    }
  }

  #submitEnvelope({ name, effects }: Pick<Method, "name" | "effects">, what: string): Envelope {
    if (effects === undefined) return { ...this.#newEnvelope(), submit: true };
    throw new TypeError(`${name} is faas.${effects}: nothing is recorded of it, so it cannot be ${what}`);
  }

  /**
   * With an expiry by this process's clock: what fences an ID has to be in the first message already, for duplicates of
   * that one are what it fences off (E5). A clock that is wrong makes the ID's life longer or shorter, and never lets
   * one message run twice.
   */
  #newEnvelope(id = this.#options.id ?? this.#sender.environment.randomId()): Envelope {
    return { id, root: id, expiry: BigInt(this.#sender.environment.now() + LIFETIME), attempt: 1 };
  }
}
