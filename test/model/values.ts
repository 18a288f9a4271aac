/** The small values of the model in the types of the real store: numbers as one byte, calls as the bytes of an intent. */

import type { InvocationKey, RecordedResult, StateKey } from "../../runtime/store/store.js";

/** What the workflow reads and writes: `x` and `counter` are the root's, `y` the callee's, `z` the oneway's target's. */
export type Variable = "x" | "counter" | "y" | "z";

/** One logical call, the same for every attempt. */
export interface Call {
  readonly handler: "root" | "callee" | "oneway";
  readonly key: InvocationKey;
  readonly argument: number;
  /** In the store's milliseconds; 0: nobody has minted one (E5). */
  readonly expiry: number;
  /** The step of the root that waits for the result. */
  readonly step?: string | undefined;
}

export const ROOT: InvocationKey = { partition: "A", id: "root" };
export const ONEWAY: InvocationKey = { partition: "C", id: "oneway" };
/** Where the oneway's intent stays when the root's commit does not reach its target's partition. */
export const RELAY: InvocationKey = { partition: "A", id: "oneway" };

const BYTES = Array.from({ length: 256 }, (_, value) => Uint8Array.of(value));

export function bytesOf(value: number): Uint8Array {
  const bytes = BYTES[value];
  if (bytes === undefined) throw new RangeError(`${value} does not fit into the model's one byte`);
  return bytes;
}

export function numberOf(bytes: Uint8Array | undefined): number {
  return bytes?.[0] ?? 0;
}

export function resultOf(value: number): RecordedResult {
  return { kind: "reply", body: bytesOf(value) };
}

export function nameOf({ partition, id }: InvocationKey): string {
  return `${partition}/${id}`;
}

export function stateKey(variable: Variable): StateKey {
  return { partition: "any", collection: "variables", key: variable };
}

export function variableOf({ key }: StateKey): Variable {
  return key as Variable;
}

/** What a log entry says it is. */
export function readLabel(variable: Variable): string {
  return `read ${variable}`;
}

export function variableRead(label: string): Variable {
  return label.slice("read ".length) as Variable;
}

/** Method and arguments, as E6 compares them. */
export function fingerprintOf({ handler, argument }: Pick<Call, "handler" | "argument">): string {
  return `${handler}(${argument})`;
}

const messages = new Map<string, Uint8Array>();

/** The same bytes for the same call: the model makes millions of them. */
export function packCall(call: Call): Uint8Array {
  const text = JSON.stringify(call);
  let message = messages.get(text);
  if (message === undefined) messages.set(text, (message = Buffer.from(text)));
  return message;
}

export function unpackCall(message: Uint8Array): Call {
  return JSON.parse(Buffer.from(message).toString()) as Call;
}
