/** What the world outside of the protocol sees of an attempt: that it begins, its span, what it came to, how long it took. */

import { startStopwatch } from "../stopwatch.js";
import { PendingError } from "../client/transport.js";
import { type AttemptOutcome, type InvocationAbout, publish } from "../events.js";
import { findTracer } from "../observability/find-tracer.js";
import { kindOfResult } from "../service/messages.js";
import type { RecordedResult } from "../store/store.js";
import type { Envelope } from "../thrift_faas/types.js";
import { isInfrastructureFailure } from "./errors.js";

/** What an attempt came to: its result, and whether another attempt had recorded it. */
export interface Ended {
  readonly result: RecordedResult;
  readonly isAdopted: boolean;
}

export async function watchAttempt(
  about: InvocationAbout,
  { caller, traceparent }: Envelope,
  work: () => Promise<Ended>,
): Promise<RecordedResult> {
  publish({ event: "started", ...about, ...(caller && { caller }) });
  // Nothing but a watcher sees this clock.
  const seconds = startStopwatch();
  const end = (outcome: AttemptOutcome): void => publish({ event: "ended", ...about, outcome, seconds: seconds() });
  const tracer = await findTracer();
  return tracer.attempt(about, traceparent, async () => {
    try {
      const { result, isAdopted } = await work();
      end(isAdopted ? "adopted" : kindOfResult(result));
      return result;
    } catch (error) {
      end(outcomeOf(error));
      throw error;
    }
  });
}

/** Why there is no result. */
export function outcomeOf(error: unknown): "refused" | "unavailable" | "pending" {
  if (error instanceof PendingError) return "pending";
  return isInfrastructureFailure(error) ? "unavailable" : "refused";
}
