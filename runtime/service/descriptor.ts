/** How generated code describes a service to the runtime. Generated code holds nouns; every decision is made here. */

import type { Invocation } from "../invocation/invocation.js";
import type { Awaitable } from "./awaitable.js";
import type { Args, Method, Service } from "./method.js";

/** A method, and how to call its handler with positional arguments. */
export interface MethodDescriptor<Handler, A extends Args = Args, Value = unknown> extends Method<A, Value> {
  invoke(handler: Handler, args: A, invocation: Invocation): Awaitable<Value>;
}

export interface ServiceDescriptor<Handler> extends Service {
  /** By IDL name, those of the parent service included. */
  readonly methods: ReadonlyMap<string, MethodDescriptor<Handler>>;
}
