import type { Envelope } from "../thrift_faas/types.js";
import type { FunctionContext } from "./context.js";

/** When whoever made the call no longer waits, or this function no longer tries: in the environment's milliseconds. */
export function deadlineOf(
  { timeoutMs = Infinity }: Envelope,
  { environment, callTimeoutMs }: FunctionContext,
): number {
  return environment.now() + Math.min(callTimeoutMs, timeoutMs);
}
