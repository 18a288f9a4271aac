/**
 * Serves a function's metrics at `GET /metrics`, on a port of their own and on all interfaces: a scraper reaches the
 * container, and nobody reaches them through the gateway. What counts is loaded after the function has begun to serve;
 * what happens until then is kept and counted then.
 */

import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import { createServer } from "node:http";
import {
  COLLECTOR_CHANNEL,
  type CollectorEvent,
  INVOCATION_CHANNEL,
  type InvocationEvent,
  STORE_CHANNEL,
  type StoreEvent,
} from "../events.js";
import { log } from "./log.js";
import type { Metrics, Told } from "./metrics.js";

/** How long a function serves before it loads what counts, in milliseconds, unless a scrape comes before. */
const LOAD_AFTER_MS = 1_000;
/** So many events have it loaded at once. */
const MOST_KEPT = 1_000;

export interface MetricsServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * @param port 0 takes a free one
 * @throws Error if the port cannot be had
 */
export async function serveMetrics(port: number): Promise<MetricsServer> {
  const kept: { readonly told: Told; readonly now: number }[] = [];
  let metrics: Metrics | undefined;
  let loading: Promise<Metrics> | undefined;

  const load = (): Promise<Metrics> =>
    (loading ??= import("./metrics.js").then((module) => {
      metrics = new module.Metrics();
      for (const { told, now } of kept.splice(0)) metrics.count(told, now);
      return metrics;
    }));
  const loadInBackground = (): void =>
    void load().catch((error: unknown) => log.error("Metrics cannot be counted", { error }));

  const tell = (told: Told): void => {
    const now = performance.now();
    if (metrics !== undefined) return metrics.count(told, now);
    kept.push({ told, now });
    if (kept.length === MOST_KEPT) loadInBackground();
  };
  const listeners = {
    [INVOCATION_CHANNEL]: (event: unknown) => tell({ by: "invocation", event: event as InvocationEvent }),
    [STORE_CHANNEL]: (event: unknown) => tell({ by: "store", event: event as StoreEvent }),
    [COLLECTOR_CHANNEL]: (event: unknown) => tell({ by: "collector", event: event as CollectorEvent }),
  };
  for (const [channel, listener] of Object.entries(listeners)) subscribe(channel, listener);

  const server = createServer((request, response) => {
    if (request.method !== "GET" || request.url !== "/metrics") {
      response.writeHead(404, { "Content-Type": "text/plain" }).end("Metrics are at GET /metrics.\n");
      return;
    }
    load()
      .then(async (loaded) => {
        const text = await loaded.print();
        response.writeHead(200, { "Content-Type": loaded.contentType }).end(text);
      })
      .catch((error: unknown) => {
        log.error("Metrics cannot be told", { error });
        response.writeHead(500).end();
      });
  });
  server.listen(port);
  try {
    await once(server, "listening");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`THRIFT_FAAS_METRICS_PORT is ${port}, which cannot be had: ${reason}`);
  }
  const timer = setTimeout(loadInBackground, LOAD_AFTER_MS);
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    async close() {
      clearTimeout(timer);
      for (const [channel, listener] of Object.entries(listeners)) unsubscribe(channel, listener);
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
