/** What both sides of a call know of a method: its name and its wire structs. */

import type { StructCodec } from "../protocol/protocol.js";
import type { Envelope } from "../thrift_faas/types.js";

/** The reserved field of every args struct: the highest field ID there is. */
export const ENVELOPE_FIELD = 32767;

/** The args struct of a method with its reserved field; `$` cannot begin an IDL name, so nothing can clash with it. */
export interface Args {
  readonly $envelope?: Envelope | undefined;
}

/** The result struct of a method: at most one of its fields is set. Declared exceptions stand under their IDL names. */
export interface Result<Value> {
  readonly success?: Value;
}

export type ExceptionClass = abstract new (...fields: never[]) => Error;

export interface Method<A extends Args = Args, Value = unknown> {
  readonly name: string;
  readonly oneway: boolean;
  /** True for `void`: a reply without `success` is then a result, not an error. */
  readonly isVoid: boolean;
  readonly args: StructCodec<A>;
  readonly result: StructCodec<Result<Value>>;
  /** The declared exceptions: the result struct's field -> the class. */
  readonly exceptions: Readonly<Record<string, ExceptionClass>>;
  /**
   * What the IDL says of its effects (`faas.readonly`, `faas.pure`, `faas.idempotent`); absent: it may have any, and is
   * recorded. The others are not recorded by the callee: their callers log what they answered, as they log a read.
   * - `readonly` reads state and calls methods that are not recorded either;
   * - `pure` depends on its arguments and its code alone, so a process may remember its results;
   * - `idempotent` has effects, outside of the store, that may happen more than once.
   */
  readonly effects?: "readonly" | "pure" | "idempotent";
  /** `faas.timeout`: how long one call is tried, in milliseconds; absent: as long as the caller says. */
  readonly timeoutMs?: number;
  /** `faas.retry`: at most so many tries of one call, the first included; absent: as many as the time allows. */
  readonly tries?: number;
  /** `faas.partition`: what tells which part of the service a call belongs to; absent: the service has one part. */
  partitionBy?(args: A): string;
}

/** A service as its callers know it. */
export interface Service {
  /** The IDL's name: `TextService`. Also the partition its records live in. */
  readonly name: string;
  /** The function it is deployed as: `text-service`. */
  readonly function: string;
  /** Whether that function has other services as well, so that a call must say which one it means. */
  readonly multiplexed?: boolean;
}

/**
 * A method's name in the header of a call: with the service's before it, as Apache's `TMultiplexedProtocol` writes it, where
 * the function has several.
 */
export function wireName({ name, multiplexed }: Service, method: { readonly name: string }): string {
  return multiplexed === true ? `${name}${SEPARATOR}${method.name}` : method.name;
}

/** The parts of a name in the header of a call. */
export function splitWireName(name: string): { readonly service?: string; readonly method: string } {
  const at = name.indexOf(SEPARATOR);
  return at < 0 ? { method: name } : { service: name.slice(0, at), method: name.slice(at + 1) };
}

const SEPARATOR = ":";

/** `Service.Method`, as it stands in IDs, logs and messages. */
export function methodName(service: Service, method: { readonly name: string }): string {
  return `${service.name}.${method.name}`;
}
