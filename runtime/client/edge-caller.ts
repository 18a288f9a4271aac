/**
 * Calls from outside every function: each begins a root invocation, under an ID of its own or one that the caller
 * chooses, and is retried under it.
 */

import type { Envelope } from "../envelope/envelope.js";
import { decodeReply, encodeArgs, unwrapResult } from "../service/messages.js";
import type { Args, Method, Service } from "../service/method.js";
import { LIFETIME } from "../store/expiry.js";
import { AttachMethod, type AttachArgs, type AttachedResult } from "../system/system-methods.js";
import type { Caller } from "./caller.js";
import { sendCall, type Sender } from "./send-call.js";

/** What can be done from outside every function. */
export interface Edge extends Caller {
  /**
   * The same, for calls under this ID: repeated by whatever process, a call has happened once and gets the same answer,
   * for a day; after that it may happen again. In one service, or one part of it where `faas.partition` spreads it, an ID
   * belongs to one call; with another method or other arguments it is refused.
   */
  withId(id: string): Edge;
  /**
   * Makes a call without waiting for its result: resolves to its ID as soon as it is certain to be carried out.
   * @throws DeliveryError when it was not accepted in time; ApplicationException when it was refused
   */
  submit<A extends Args, Value>(service: Service, method: Method<A, Value>, args: A): Promise<string>;
  /**
   * Waits for the result of the invocation with this ID, or fetches it if it is done; in whatever process.
   * @throws what the call throws; ApplicationException if there is no such invocation; PendingError or DeliveryError when
   *   there is no result in time
   */
  attach<A extends Args, Value>(service: Service, method: Method<A, Value>, id: string): Promise<Value>;
}

export class EdgeCaller implements Edge {
  readonly #sender: Sender;
  readonly #timeoutMs: number;
  readonly #id: string | undefined;

  /**
   * @param timeoutMs how long a call is tried, in milliseconds
   * @param id of all calls; absent: each gets one of its own
   */
  constructor(sender: Sender, timeoutMs: number, id?: string) {
    this.#sender = sender;
    this.#timeoutMs = timeoutMs;
    this.#id = id;
  }

  withId(id: string): Edge {
    if (id === "") throw new TypeError("An invocation ID has at least one character");
    return new EdgeCaller(this.#sender, this.#timeoutMs, id);
  }

  async call<A extends Args, Value>(service: Service, method: Method<A, Value>, args: A): Promise<Value> {
    return this.#send(service, method, args, this.#newEnvelope(), (reply) => decodeReply(method, reply));
  }

  async submit<A extends Args, Value>(service: Service, method: Method<A, Value>, args: A): Promise<string> {
    if (method.effects !== undefined)
      throw new TypeError(
        `${method.name} is faas.${method.effects}: nothing is recorded of it, so it cannot be submitted`,
      );
    const envelope = { ...this.#newEnvelope(), submit: true };
    // The answer is a result without a value; an exception says that the call was refused.
    await this.#send(service, method, args, envelope, (reply) => decodeReply({ ...method, isVoid: true }, reply));
    return envelope.id;
  }

  async attach<A extends Args, Value>(service: Service, method: Method<A, Value>, id: string): Promise<Value> {
    const args: AttachArgs = { method: method.name, id };
    const read = (reply: Uint8Array): AttachedResult => decodeReply(AttachMethod, reply);
    const { kind, body } = await this.#send(service, AttachMethod, args, this.#newEnvelope(), read);
    return unwrapResult(method, { kind: kind === "exception" ? kind : "reply", body });
  }

  #send<A extends Args, Value, T>(
    service: Service,
    method: Method<A, Value>,
    args: A,
    envelope: Envelope,
    read: (reply: Uint8Array) => T,
  ): Promise<T> {
    return sendCall(this.#sender, service, method, encodeArgs(method, args), envelope, this.#timeoutMs, read);
  }

  /**
   * With an expiry by this process's clock: what fences an ID has to be in the first message already, for duplicates of
   * that one are what it fences off (E5). A clock that is wrong makes the ID's life longer or shorter, and never lets
   * one message run twice.
   */
  #newEnvelope(): Envelope {
    const { environment } = this.#sender;
    const id = this.#id ?? environment.randomId();
    return { id, root: id, expiry: BigInt(environment.now() + LIFETIME), attempt: 1 };
  }
}
