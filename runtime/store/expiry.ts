/** When an invocation's ID stops being accepted, and when its record may be forgotten (E5). */

/**
 * How long a record outlives its ID, in milliseconds. Every operation on the ID is refused already, so this only has
 * to cover a store's clock that is set back, and leaves time to look at what happened.
 */
export const EXPIRY_SLACK = 600_000;

/** Whether an ID with this expiry must be refused. 0 never expires. */
export function hasExpired(expiry: number, now: number): boolean {
  return expiry !== 0 && now > expiry;
}

/** Whether a record with this expiry may be treated as if it had never been. */
export function isForgotten(expiry: number, now: number): boolean {
  return expiry !== 0 && now > expiry + EXPIRY_SLACK;
}
