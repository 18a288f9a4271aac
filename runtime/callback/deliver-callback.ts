import type { FunctionContext } from "../invocation/context.js";
import type { Callback, DeliveryOutcome } from "../store/store.js";
import { nudge } from "./nudge.js";

/** Puts a result into the caller's log, and wakes the caller if it was parked for it. */
export async function deliverCallback(callback: Callback, context: FunctionContext): Promise<DeliveryOutcome> {
  const outcome = await context.store.deliver(callback);
  if (outcome.kind === "applied" && outcome.wake !== undefined)
    context.background.start(nudge(context, outcome.wake, context.callTimeoutMs));
  return outcome;
}
