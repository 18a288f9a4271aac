/**
 * The seam between the protocol and traces: what runs in a span. Whether anything does is up to the process: as soon as it
 * has a tracer provider of OpenTelemetry, from the settings (tracing-setup.ts) or from a handler's own code, spans go
 * there. Until then nothing of OpenTelemetry is loaded.
 */

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

const OFF: Tracer = {
  attempt: (_about, _traceparent, work) => work(),
  call: (_call, work) => work({ traceparent: undefined, tried: () => {} }),
  effect: (_name, work) => work(),
  traceparent: () => undefined,
};

/** Where all copies of OpenTelemetry's API in a process find each other, whichever was bundled into what. */
const OPENTELEMETRY = Symbol.for("opentelemetry.js.api.1");

let loaded: Tracer | undefined;

/** Whether the process has a tracer provider. */
export function isTraced(): boolean {
  const api: unknown = Reflect.get(globalThis, OPENTELEMETRY);
  return typeof api === "object" && api !== null && "trace" in api;
}

export async function findTracer(): Promise<Tracer> {
  if (loaded === undefined && isTraced()) loaded = (await import("./tracing.js")).openTelemetry;
  return loaded ?? OFF;
}

/** What the code that runs now belongs to: W3C Trace Context, `00-<trace ID>-<span ID>-<flags>`. */
export function currentTraceparent(): string | undefined {
  return loaded?.traceparent();
}
