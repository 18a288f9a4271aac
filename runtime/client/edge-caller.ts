import { newRootId } from "../invocation/ids.js";
import { encodeArgs } from "../service/messages.js";
import type { Args, Method, Service } from "../service/method.js";
import type { Caller } from "./caller.js";
import { sendCall } from "./send-call.js";
import type { Transport } from "./transport.js";

/** Makes calls from outside every function: each begins a new root invocation, and is retried under its ID. */
export class EdgeCaller implements Caller {
  readonly #transport: Transport;
  readonly #timeoutMs: number;

  constructor(transport: Transport, timeoutMs: number) {
    this.#transport = transport;
    this.#timeoutMs = timeoutMs;
  }

  async call<A extends Args, Value>(service: Service, method: Method<A, Value>, args: A): Promise<Value> {
    const id = newRootId();
    return sendCall(
      this.#transport,
      service,
      method,
      encodeArgs(method, args),
      { id, root: id, expiry: 0n, attempt: 1 },
      this.#timeoutMs,
    );
  }
}
