import { setTimeout as sleep } from "node:timers/promises";
import { ProtocolError } from "../protocol/protocol-error.js";
import { DeliveryError } from "./transport.js";

const FIRST_DELAY_MS = 25;
const LONGEST_DELAY_MS = 2_000;

/**
 * Tries until there is an answer or the time is up. Only safe for what carries an invocation ID: a try whose answer
 * was lost may have run.
 * @param timeoutMs when to give up
 * @param attempt gets the number of the try, from 1, and how many milliseconds are left for it
 */
export async function retry<T>(timeoutMs: number, attempt: (number: number, leftMs: number) => Promise<T>): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (let number = 1; ; number++) {
    try {
      return await attempt(number, deadline - Date.now());
    } catch (error) {
      if (!isRetryable(error)) throw error;
      const wait = Math.max(delay(number), (error instanceof DeliveryError && error.retryAfterMs) || 0);
      if (Date.now() + wait >= deadline) throw error;
      await sleep(wait);
    }
  }
}

/** A reply that cannot be decoded counts as lost: a function that dies while it answers leaves half a message. */
function isRetryable(error: unknown): boolean {
  return error instanceof DeliveryError ? error.retryable : error instanceof ProtocolError;
}

/** Exponential, capped, with full jitter in its upper half, so that callers of a crashed function do not return in step. */
function delay(number: number): number {
  const ceiling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (number - 1));
  return ceiling / 2 + (Math.random() * ceiling) / 2;
}
