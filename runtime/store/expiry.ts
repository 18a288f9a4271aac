/** When an invocation's ID stops being accepted, and when its record may be forgotten (E5). */

import type { InvocationRecord } from "./store.js";

/**
 * How long an ID is valid from when it is minted, in milliseconds: a day. Within it, a call that is repeated under its
 * ID is answered with what is recorded.
 */
export const LIFETIME = 86_400_000;

/**
 * How long a record outlives its ID, in milliseconds. Every operation on the ID is refused already, so this only has
 * to cover a store's clock that is set back, and leaves time to look at what happened.
 */
export const EXPIRY_SLACK = 600_000;

/** Whether an ID with this expiry must be refused. 0: none has been minted yet. */
export function hasExpired(expiry: number, now: number): boolean {
  return expiry !== 0 && now > expiry;
}

/**
 * Whether this record may be treated as if it had never been. Not while it holds an intent that nobody has finished:
 * `sweep` makes a dead letter of that first.
 */
export function isForgotten(record: Pick<InvocationRecord, "expiry" | "intent" | "result">, now: number): boolean {
  return !isOpen(record) && isSlackOver(record.expiry, now);
}

/** Whether a record with this expiry may be forgotten, if it is not open. */
export function isSlackOver(expiry: number, now: number): boolean {
  return now > expiry + EXPIRY_SLACK;
}

/** Whether there is something left to finish (E9). */
export function isOpen({ intent, result }: Pick<InvocationRecord, "intent" | "result">): boolean {
  return intent !== undefined && result === undefined;
}
