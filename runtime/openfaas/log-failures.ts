import { subscribe } from "node:diagnostics_channel";
import { INVOCATION_CHANNEL, type InvocationEvent } from "../events.js";
import { logLine } from "./log-line.js";

/** Writes a line for what the owner of a function should see: faults of the handler, attempts that came to nothing. */
export function logFailures(): void {
  subscribe(INVOCATION_CHANNEL, (message) => {
    const event = message as InvocationEvent;
    const about = `${event.method} invocation=${event.id} attempt=${event.attempt}`;
    if (event.event === "failed") logLine(`${about} threw an undeclared error`, event.error);
    if (event.event === "abandoned") logLine(`${about} abandoned: ${event.reason}`);
  });
}
