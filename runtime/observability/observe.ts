import { logEvents } from "./log-events.js";
import { log, type LogLevel, setLogLevel } from "./log.js";
import { serveMetrics } from "./serve-metrics.js";
import { startTracing } from "./start-tracing.js";

export interface ObserveOptions {
  readonly logLevel: LogLevel;
  /** Absent: no metrics. */
  readonly metricsPort: number | undefined;
}

/**
 * Begins to log, to count and to trace what happens in this process, as far as that is wanted.
 * @returns ends that, and sends off the traces that are still here
 * @throws Error if the port for metrics cannot be had
 */
export async function observe(
  functionName: string,
  { logLevel, metricsPort }: ObserveOptions,
): Promise<() => Promise<void>> {
  setLogLevel(logLevel);
  const stopLogging = logEvents();
  const metrics = metricsPort === undefined ? undefined : await serveMetrics(metricsPort);
  if (metrics !== undefined) log.info("Serving metrics", { port: metrics.port });
  const flushTraces = await startTracing(functionName, process.env);
  return async () => {
    stopLogging();
    await metrics?.close();
    await flushTraces();
  };
}
