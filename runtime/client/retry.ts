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
 * @throws DeliveryError of the last try, whose outcome is unknown if that of any try is
 */
export async function retry<T>(timeoutMs: number, attempt: (number: number, leftMs: number) => Promise<T>): Promise<T> {
  const begun = Date.now();
  const deadline = begun + timeoutMs;
  let mayHaveRun = false;
  for (let number = 1; ; number++) {
    try {
      return await attempt(number, deadline - Date.now());
    } catch (error) {
      const failure = asDeliveryError(error);
      if (failure === undefined) throw error;
      mayHaveRun ||= failure.outcome === "unknown";
      const wait = Math.max(delay(number), failure.retryAfterMs ?? 0);
      if (!failure.retryable || Date.now() + wait >= deadline) {
        if (number === 1) throw failure;
        const tries = `${failure.happened} (the last of ${number} tries in ${Date.now() - begun} ms)`;
        const { retryable, advice } = failure;
        throw new DeliveryError(tries, { outcome: mayHaveRun ? "unknown" : "not-executed", retryable, advice });
      }
      await sleep(wait);
    }
  }
}

/** A reply that cannot be decoded counts as lost: a function that dies while it answers leaves half a message. */
function asDeliveryError(error: unknown): DeliveryError | undefined {
  if (error instanceof ProtocolError)
    return new DeliveryError(`The reply cannot be read: ${error.message}`, { outcome: "unknown", retryable: true });
  return error instanceof DeliveryError ? error : undefined;
}

/** Exponential, capped, with full jitter in its upper half, so that callers of a crashed function do not return in step. */
function delay(number: number): number {
  const ceiling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (number - 1));
  return ceiling / 2 + (Math.random() * ceiling) / 2;
}
