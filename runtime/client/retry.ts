import type { Environment } from "../environment.js";
import { ProtocolError } from "../protocol/protocol-error.js";
import { CancelledError, DeliveryError, PendingError } from "./transport.js";

const FIRST_DELAY_MS = 25;
const LONGEST_DELAY_MS = 2_000;

/** When to give up. */
export interface RetryLimits {
  /** In milliseconds, from now. */
  readonly timeoutMs: number;
  /** The first try included; absent: as many as the time allows. */
  readonly tries?: number | undefined;
  /** Once it is aborted nothing is tried any more, nor waited for. */
  readonly signal?: AbortSignal | undefined;
  /** Whether nothing is tried again that may have been carried out. */
  readonly atMostOnce?: boolean;
}

/**
 * Tries until there is an answer or a limit is reached. A try whose answer was lost may have run: what carries an
 * invocation ID may be tried again all the same.
 * @param attempt gets the number of the try, from 1, and how many milliseconds are left for it
 * @throws DeliveryError of the last try, whose outcome is unknown if that of any try is; CancelledError
 */
export async function retry<T>(
  environment: Environment,
  { timeoutMs, tries = Infinity, signal, atMostOnce = false }: RetryLimits,
  attempt: (number: number, leftMs: number) => Promise<T>,
): Promise<T> {
  const begun = environment.now();
  const deadline = begun + timeoutMs;
  const isCancelled = (): boolean => signal?.aborted === true;
  let mayHaveRun = false;
  let failed = 0;
  for (let number = 1; ; number++) {
    if (isCancelled()) throw new CancelledError(mayHaveRun ? "unknown" : "not-executed", signal?.reason);
    try {
      return await attempt(number, deadline - environment.now());
    } catch (error) {
      const failure = asDeliveryError(error);
      if (failure === undefined) throw error;
      // A call that is pending has arrived: asking for its result is no further try.
      if (!(failure instanceof PendingError)) failed++;
      mayHaveRun ||= failure.outcome === "unknown";
      if (isCancelled()) continue;
      const wait = Math.max(delay(number, environment), failure.retryAfterMs ?? 0);
      const isLast = !failure.retryable || failed >= tries || (atMostOnce && mayHaveRun);
      if (isLast || environment.now() + wait >= deadline) {
        if (number === 1) throw failure;
        const happened = `${failure.happened} (the last of ${number} tries in ${environment.now() - begun} ms)`;
        const outcome = mayHaveRun ? "unknown" : "not-executed";
        const { retryable, retryAfterMs, advice } = failure;
        throw new DeliveryError(happened, { outcome, retryable, retryAfterMs, advice }, failure);
      }
      await environment.sleep(wait, signal).catch((reason: unknown) => {
        if (!isCancelled()) throw reason;
      });
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
function delay(number: number, environment: Environment): number {
  const ceiling = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (number - 1));
  return ceiling / 2 + (environment.random() * ceiling) / 2;
}
