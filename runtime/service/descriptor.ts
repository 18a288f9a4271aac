/** How generated code describes a service to the runtime. Generated code holds nouns; every decision is made here. */

import type { Invocation } from "../invocation/invocation.js";
import type { StateDescriptor } from "../state/descriptor.js";
import type { Awaitable } from "./awaitable.js";
import type { Args, Method, Service } from "./method.js";

/** A method, and how to call its handler with positional arguments. `State` is what the service's state opens as. */
export interface MethodDescriptor<Handler, A extends Args = Args, Value = unknown, State = unknown> extends Method<
  A,
  Value
> {
  invoke(handler: Handler, args: A, invocation: Invocation<State>): Awaitable<Value>;
}

export interface ServiceDescriptor<Handler> extends Service {
  /** By IDL name, those of the parent service included. */
  readonly methods: ReadonlyMap<string, MethodDescriptor<Handler>>;
  /** The durable state that the IDL gives it (`faas.state`), that of its parent service included; absent: none. */
  readonly state?: StateDescriptor;
}
