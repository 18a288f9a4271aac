/**
 * Whether anything runs in a span is up to the process: as soon as it has a tracer provider of OpenTelemetry, from the
 * settings (tracing-setup.ts) or from a handler's own code, spans go there. Until then nothing of OpenTelemetry is loaded.
 */

import { NO_TRACER, type Tracer } from "./tracer.js";

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
  return loaded ?? NO_TRACER;
}

/** What the code that runs now belongs to: W3C Trace Context, `00-<trace ID>-<span ID>-<flags>`. */
export function currentTraceparent(): string | undefined {
  return loaded?.traceparent();
}
