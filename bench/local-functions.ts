/** Functions in this process, called without a network: what is left to measure is the store. */

import { Background } from "../runtime/background.js";
import { readStoreIdentity } from "../runtime/callback/store-identity.js";
import { EdgeCaller } from "../runtime/client/edge-caller.js";
import { DeliveryError, type Transport } from "../runtime/client/transport.js";
import { processEnvironment } from "../runtime/environment.js";
import type { FunctionContext } from "../runtime/invocation/context.js";
import type { ServiceDescriptor } from "../runtime/service/descriptor.js";
import type { Exchange } from "../runtime/service/exchange.js";
import { createExchange } from "../runtime/service/create-exchange.js";
import type { Store } from "../runtime/store/store.js";

export class LocalFunctions {
  readonly #store: Store;
  readonly #functions = new Map<string, Exchange>();
  readonly #background = new Background();
  readonly transport: Transport = {
    post: async (name, body) => {
      const exchange = this.#functions.get(name);
      if (exchange === undefined)
        throw new DeliveryError(`there is no function ${name}`, { outcome: "not-executed", retryable: false });
      const reply = await exchange(body);
      if (reply.kind === "reply") return reply.body;
      throw new DeliveryError(reply.reason, { outcome: "unknown", retryable: true });
    },
  };

  constructor(store: Store) {
    this.#store = store;
  }

  /** What calls from outside are made with. */
  get edge(): EdgeCaller {
    return new EdgeCaller({ transport: this.transport, environment: processEnvironment }, 10_000);
  }

  async deploy<Handler>(service: ServiceDescriptor<Handler>, handler: Handler): Promise<void> {
    const context: FunctionContext = {
      functionName: service.function,
      store: this.#store,
      identity: await readStoreIdentity(this.#store),
      transport: this.transport,
      environment: processEnvironment,
      callTimeoutMs: 10_000,
      suspendAfterMs: 10_000,
      background: this.#background,
      pureResults: new Map(),
    };
    this.#functions.set(service.function, createExchange(service, handler, context));
  }

  /** Resolves when nothing goes on behind the replies any more. */
  settled(): Promise<void> {
    return this.#background.settled();
  }
}
