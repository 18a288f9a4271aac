/**
 * Deterministic IDs (E1): what a call's ID is follows from who makes it, at which step, and what it calls. Nothing is
 * stored just to choose an ID, and every attempt of the caller chooses the same.
 */

import { sha256Hex } from "../sha256.js";
import type { InvocationKey } from "../store/store.js";

/** In hex digits: 128 bits, enough that two never meet, short enough to read in a log. */
const ID_LENGTH = 32;

/**
 * The ID of the invocation that `caller` starts at `step`. An ID is unique in its partition only, so both count.
 * @param secret of the caller's store: who knows the caller's ID only cannot use its callees' IDs before it does
 */
export function calleeId(secret: Uint8Array, caller: InvocationKey, step: string, method: string): string {
  return digest(secret, caller.partition, caller.id, step, method);
}

/** What a step is, so that a replay that does something else is noticed (E6): its kind and what it is about. */
export function fingerprintStep(kind: string, about: string): string {
  return digest(kind, about);
}

/** What a call is: the method and its arguments in the binary protocol, without the envelope. */
export function fingerprintCall(method: string, args: Uint8Array): string {
  return digest(method, args);
}

/** What an effect outside of Thrift can use as an idempotency key: the same in every attempt. */
export function effectId({ partition, id }: InvocationKey, step: string): string {
  return digest("effect", partition, id, step);
}

/** Random bits that belong to an invocation: the same for every attempt, different for every `use` and `count`. */
export function derivedBytes({ partition, id }: InvocationKey, use: string, count: number): Buffer {
  return Buffer.from(digest(partition, id, use, String(count)), "hex");
}

/** Each part with its length before it, so that no two lists of parts hash alike. */
function digest(...parts: (string | Uint8Array)[]): string {
  const bytes = parts.map((part) => (typeof part === "string" ? Buffer.from(part) : part));
  return sha256Hex(Buffer.concat(bytes.flatMap((part) => [lengthOf(part), part]))).slice(0, ID_LENGTH);
}

function lengthOf(part: Uint8Array): Uint8Array {
  const length = Buffer.allocUnsafe(4);
  length.writeUInt32BE(part.length);
  return length;
}
