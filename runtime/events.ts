/**
 * What happens inside the exactly-once protocol, for whoever watches: logs, metrics, the demo's invocation tree, tests
 * that crash a process at an exact point. Published synchronously on a `node:diagnostics_channel`, so that a process
 * can be watched without changing its code, and nobody watching costs one comparison.
 */

import { channel } from "node:diagnostics_channel";

/** Name of the channel that carries every `InvocationEvent`. */
export const INVOCATION_CHANNEL = "thrift-faas:invocation";

/** Which attempt of which invocation an event is about. */
export interface InvocationAbout {
  /** The invocation's ID, its root's, and `Service.Method`. */
  readonly id: string;
  readonly root: string;
  readonly method: string;
  readonly attempt: number;
}

export type InvocationEvent = InvocationAbout &
  (
    | { readonly event: "started"; readonly caller?: { readonly id: string; readonly step: string } }
    /** The call is durable and was accepted; it is carried out from now on. */
    | { readonly event: "submitted" }
    /** A step was answered from the log. */
    | { readonly event: "replayed"; readonly step: string; readonly label: string }
    /** A step was taken now; for calls, when the answer has come. */
    | { readonly event: "executed"; readonly step: string; readonly label: string }
    /** State was written: by a commit, or at once where exactly-once is off. */
    | { readonly event: "wrote"; readonly keys: number }
    /** The result is durable; nothing has been answered yet. */
    | { readonly event: "committed" }
    /** The result was already recorded, by an earlier attempt or a concurrent one. */
    | { readonly event: "adopted" }
    /** The handler threw what its method does not declare; that is recorded as its result. */
    | { readonly event: "failed"; readonly error: unknown }
    /** The attempt gave its process back; an answer to one of these steps wakes the invocation. */
    | { readonly event: "parked"; readonly steps: readonly string[] }
    /** The attempt ended without a result and will be made again. */
    | { readonly event: "abandoned"; readonly reason: string }
  );

const invocationChannel = channel(INVOCATION_CHANNEL);

export function publish(event: InvocationEvent): void {
  if (invocationChannel.hasSubscribers) invocationChannel.publish(event);
}
