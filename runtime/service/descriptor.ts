/** How generated code describes a service to the runtime. Generated code holds nouns; every decision is made here. */

import type { Envelope } from "../envelope/envelope.js";
import type { Invocation } from "../invocation/invocation.js";
import type { StructCodec } from "../protocol/protocol.js";

/** What a handler may return: a value, or a promise of it. */
export type Awaitable<T> = T | Promise<T>;

/** The args struct of a method with its reserved field; `$` cannot begin an IDL name, so nothing can clash with it. */
export interface Args {
  readonly $envelope?: Envelope;
}

/** The result struct of a method: at most one of its fields is set. Declared exceptions stand under their IDL names. */
export interface Result<Value> {
  readonly success?: Value;
}

/** One method: its wire structs, and how to call the handler with positional arguments. */
export interface MethodDescriptor<Handler, A extends Args = Args, Value = unknown> {
  readonly name: string;
  readonly oneway: boolean;
  /** True for `void`: a reply without `success` is then a result, not an error. */
  readonly isVoid: boolean;
  readonly args: StructCodec<A>;
  readonly result: StructCodec<Result<Value>>;
  /** The declared exceptions: the result struct's field -> the class. */
  readonly exceptions: Readonly<Record<string, ExceptionClass>>;
  invoke(handler: Handler, args: A, invocation: Invocation): Awaitable<Value>;
}

export type ExceptionClass = abstract new (...fields: never[]) => Error;

export interface ServiceDescriptor<Handler> {
  /** The IDL's name: `TextService`. Also the partition its records live in. */
  readonly name: string;
  /** The function it is deployed as: `text-service`. */
  readonly function: string;
  /** By IDL name, those of the parent service included. */
  readonly methods: ReadonlyMap<string, MethodDescriptor<Handler>>;
}
