import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { INVOCATION_CHANNEL, type InvocationEvent } from "../events.js";
import { attemptLog } from "./attempt-log.js";

/**
 * Writes a line for what happens in invocations: for the owner of a function to see, faults of the handler and whatever
 * gets no result; everything else at level `debug`.
 * @returns ends that
 */
export function logEvents(): () => void {
  // An attempt that fails has its request fail: one line says both.
  const told = new WeakSet<Error>();
  const isNew = (error: unknown): boolean => {
    if (!(error instanceof Error)) return true;
    const known = told.has(error);
    told.add(error);
    return !known;
  };
  const listen = (message: unknown): void => {
    const event = message as InvocationEvent;
    const log = attemptLog(event);
    switch (event.event) {
      case "failed":
        log.error("The handler threw an undeclared error", { error: event.error });
        break;
      case "abandoned":
        if (isNew(event.error)) log.warn("The attempt was abandoned", { reason: event.reason });
        break;
      case "unanswered":
        if (event.outcome !== "pending" && isNew(event.error))
          log.warn(`The call was ${event.outcome === "refused" ? "refused" : "not carried out now"}`, {
            reason: event.error instanceof Error ? event.error.message : String(event.error),
          });
        break;
      default: {
        const { id: _, root: __, method: ___, attempt: ____, event: name, ...details } = event;
        log.debug(name, details);
      }
    }
  };
  subscribe(INVOCATION_CHANNEL, listen);
  return () => void unsubscribe(INVOCATION_CHANNEL, listen);
}
