/** How generated code describes a service to the runtime. Generated code holds nouns; every decision is made here. */

import type { Invocation } from "../invocation/invocation.js";
import type { Args, Method, Service } from "./method.js";

/** What a handler may return: a value, or a promise of it. */
export type Awaitable<T> = T | Promise<T>;

/** A method, and how to call its handler with positional arguments. */
export interface MethodDescriptor<Handler, A extends Args = Args, Value = unknown> extends Method<A, Value> {
  invoke(handler: Handler, args: A, invocation: Invocation): Awaitable<Value>;
}

export interface ServiceDescriptor<Handler> extends Service {
  /** By IDL name, those of the parent service included. */
  readonly methods: ReadonlyMap<string, MethodDescriptor<Handler>>;
}
