/**
 * What happens inside the exactly-once protocol, for whoever watches: logs, metrics, traces, the demo's invocation tree,
 * tests that crash a process at an exact point. Published synchronously on `node:diagnostics_channel`s, so that a process
 * can be watched without changing its code, and nobody watching costs one comparison.
 */

import { channel } from "node:diagnostics_channel";

/** Name of the channel that carries every `InvocationEvent`. */
export const INVOCATION_CHANNEL = "thrift-faas:invocation";
/** Name of the channel that carries a `StoreEvent` for every operation of a function's store. */
export const STORE_CHANNEL = "thrift-faas:store";
/** Name of the channel that carries a `CollectorEvent` for every pass of the collector. */
export const COLLECTOR_CHANNEL = "thrift-faas:collector";

/** Which attempt of which invocation an event is about. */
export interface InvocationAbout {
  /** The invocation's ID, its root's, and `Service.Method`. */
  readonly id: string;
  readonly root: string;
  readonly method: string;
  readonly attempt: number;
}

/** What a result is: a value, a declared exception, or the fault of a handler that threw something else. */
export type ResultKind = "reply" | "exception" | "fault";

/**
 * How an attempt ended: with a result that it has recorded itself, or that was there already (`adopted`); without one,
 * because it was `refused`, the infrastructure was `unavailable`, or the invocation waits for another one (`pending`).
 */
export type AttemptOutcome = ResultKind | "adopted" | "refused" | "unavailable" | "pending";

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
    /** Another attempt got ahead, or a value has changed: the handler is run again. */
    | { readonly event: "repeated"; readonly reason: string }
    /** The attempt ended without a result and will be made again. */
    | { readonly event: "abandoned"; readonly reason: string; readonly error: unknown }
    /** The attempt is over, whatever it came to. */
    | { readonly event: "ended"; readonly outcome: AttemptOutcome; readonly seconds: number }
    /** A request gets no result: this is why. It may not even have become an attempt. */
    | {
        readonly event: "unanswered";
        readonly outcome: Exclude<AttemptOutcome, ResultKind | "adopted">;
        readonly error: unknown;
      }
    /** The result was put into the log of the invocation's caller, or could not be. */
    | { readonly event: "called-back"; readonly route: CallbackRoute; readonly outcome: CallbackOutcome }
  );

/** How a result gets into its caller's log, see callback/return-result.ts. */
export type CallbackRoute = "commit" | "deliver" | "call";

/** `stale` and `diverged`: the caller's store has refused it; `failed`: no answer, or the caller's function has refused it. */
export type CallbackOutcome = "applied" | "stale" | "diverged" | "failed";

export interface StoreEvent {
  /** The name of the `Store`'s method. */
  readonly operation: string;
  /** A commit's or delivery's own outcome, `ok` for other operations, `error` if the store did not answer. */
  readonly outcome: string;
  readonly seconds: number;
}

/** What one pass of the collector came to: how many of each. */
export interface CollectorEvent {
  readonly finished: number;
  readonly unfinished: number;
  readonly deadLetters: number;
}

const invocationChannel = channel(INVOCATION_CHANNEL);
const storeChannel = channel(STORE_CHANNEL);
const collectorChannel = channel(COLLECTOR_CHANNEL);

export function publish(event: InvocationEvent): void {
  if (invocationChannel.hasSubscribers) invocationChannel.publish(event);
}

export function isStoreWatched(): boolean {
  return storeChannel.hasSubscribers;
}

export function publishStoreEvent(event: StoreEvent): void {
  storeChannel.publish(event);
}

export function publishCollectorEvent(event: CollectorEvent): void {
  collectorChannel.publish(event);
}
