/**
 * Gives the process a tracer provider that sends spans to a collector as OTLP (JSON over HTTP), by the environment
 * variables of OpenTelemetry's specification. A provider that a handler's own code has registered stays.
 */

import { context, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from "@opentelemetry/resources";
import { BasicTracerProvider, BatchSpanProcessor } from "@opentelemetry/sdk-trace-base";
import { setTimeout as sleep } from "node:timers/promises";

/** How long the last spans may take to leave when the process ends, in milliseconds. */
const FLUSH_MS = 2_000;
/** How often spans are sent from SIGTERM on, in milliseconds. */
const DRAIN_FLUSH_MS = 500;

/**
 * @param functionName the service's name in traces, unless `OTEL_SERVICE_NAME` gives another one
 * @returns sends what has not been sent yet
 */
export function registerProvider(functionName: string): () => Promise<void> {
  const provider = new BasicTracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ "service.name": functionName }))
      .merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(provider);
  // In a container the watchdog is the first process, and takes this one along when its own last call is answered.
  process.once("SIGTERM", () => {
    const send = (): void => void provider.forceFlush().catch(() => {});
    send();
    setInterval(send, DRAIN_FLUSH_MS).unref();
  });
  // A collector that does not answer must neither keep the process from ending nor make its end a failure.
  return () => Promise.race([provider.shutdown().catch(() => {}), sleep(FLUSH_MS, undefined, { ref: false })]);
}
