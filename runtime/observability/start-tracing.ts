import { isTraced } from "./find-tracer.js";

/**
 * Switches traces on if the environment names a collector (`OTEL_EXPORTER_OTLP_ENDPOINT`) and nobody else has.
 * @param functionName the service's name in traces, unless `OTEL_SERVICE_NAME` gives another one
 * @returns sends what has not been sent yet, before the process ends
 */
export async function startTracing(functionName: string, env: NodeJS.ProcessEnv): Promise<() => Promise<void>> {
  const isWanted =
    env["OTEL_SDK_DISABLED"]?.toLowerCase() !== "true" &&
    env["OTEL_TRACES_EXPORTER"] !== "none" &&
    Boolean(env["OTEL_EXPORTER_OTLP_ENDPOINT"] || env["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"]);
  if (!isWanted || isTraced()) return () => Promise.resolve();
  const { registerProvider } = await import("./tracing-setup.js");
  return registerProvider(functionName);
}
