/** How generated code says which services, with which handlers, make up a function. It serves nothing by itself. */

import type { carryOut } from "../invocation/carry-out.js";
import type { FunctionContext } from "../invocation/context.js";
import type { Awaitable } from "./awaitable.js";
import { createExchange } from "./create-exchange.js";
import type { ServiceDescriptor } from "./descriptor.js";
import type { Exchange } from "./exchange.js";
import type { Member } from "./multiplex.js";

/**
 * What the module of a handler exports: the handler, or `init`, which makes it. `init` runs once per process, before the
 * function is ready; the connections and caches that it opens are shared by all invocations of the process.
 */
export type HandlerModule<Handler> = { readonly handler: Handler } | { readonly init: () => Awaitable<Handler> };

/** A service with its handler, which need not be there yet. */
export interface HostedService {
  readonly service: Member["service"];
  /** Runs `init`, if there is one. Rejects with what it throws. */
  load(): Promise<LoadedService>;
}

export interface LoadedService {
  /** @param run how a call is carried out */
  createExchange(context: FunctionContext, run: typeof carryOut): Exchange;
}

export interface FunctionDefinition {
  /** As the gateway knows it: `text-service`. */
  readonly name: string;
  /** At least one. */
  readonly services: readonly HostedService[];
}

export function defineFunction(name: string, services: readonly HostedService[]): FunctionDefinition {
  return { name, services };
}

export function hostService<Handler>(
  service: ServiceDescriptor<Handler>,
  module: HandlerModule<Handler>,
): HostedService {
  return {
    service,
    async load() {
      const handler = "init" in module ? await module.init() : module.handler;
      if (typeof handler !== "object" || handler === null)
        throw new Error(`the init of ${service.name} has returned no handler: return an object with its methods`);
      return { createExchange: (context, run) => createExchange(service, handler, context, run) };
    },
  };
}
