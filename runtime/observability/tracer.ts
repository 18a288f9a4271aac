/** The seam between the protocol and traces: what runs in a span. */

import type { InvocationAbout } from "../events.js";

/** A call that leaves. */
export interface Outgoing {
  /** `Service.Method` */
  readonly method: string;
  /** The callee's invocation ID, and its root's. */
  readonly id: string;
  readonly root: string;
}

/** What whoever sends a call has to do with its span. */
export interface OutgoingSpan {
  /** To be sent along; undefined: there is no trace. */
  readonly traceparent: string | undefined;
  /** One more try begins. */
  tried(number: number): void;
}

export interface Tracer {
  /**
   * Runs an attempt in a span of its own.
   * @param traceparent of the span that its message was sent in
   */
  attempt<T>(about: InvocationAbout, traceparent: string | undefined, work: () => Promise<T>): Promise<T>;
  /** Makes a call in a span of its own. */
  call<T>(call: Outgoing, work: (span: OutgoingSpan) => Promise<T>): Promise<T>;
  /** Runs an effect outside of Thrift in a span of its own. */
  effect<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Of the span that the code runs in. */
  traceparent(): string | undefined;
}

/** Where nothing is traced. */
export const NO_TRACER: Tracer = {
  attempt: (_about, _traceparent, work) => work(),
  call: (_call, work) => work({ traceparent: undefined, tried: () => {} }),
  effect: (_name, work) => work(),
  traceparent: () => undefined,
};
