/** Passes one request on to a function and its response back, with a watchdog's manners when the function fails. */

import { request as requestHttp, type Agent, type IncomingMessage, type ServerResponse } from "node:http";
import { endToEnd, forwardHeaders } from "./forwarded-headers.js";
import type { FunctionEndpoint } from "./function-registry.js";
import { sendText } from "./send-text.js";

export interface ProxyOptions {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly name: string;
  readonly target: FunctionEndpoint;
  /** Path and query as the function gets them. */
  readonly url: string;
  readonly execTimeoutMs: number;
  readonly onLine: (line: string) => void;
  readonly agent: Agent;
}

/** Never rejects; resolves when the request is on its way. */
export async function proxy(options: ProxyOptions): Promise<void> {
  const { request, response, name, target, url, execTimeoutMs, onLine, agent } = options;
  const { toFunction, toClient } = forwardHeaders(request);
  const requestType = request.headers["content-type"] ?? "text/plain";
  let port: number;
  try {
    port = await target.port();
  } catch {
    response.setHeader("X-OpenFaaS-Internal", "proxy");
    return sendText(response, 500, `Can't reach service for: ${name}.\n`);
  }
  if (response.destroyed) return; // The client did not wait for the start.

  const begun = performance.now();
  const upstream = requestHttp({
    host: "127.0.0.1",
    port,
    method: request.method,
    path: url,
    headers: toFunction,
    agent,
  });
  let timedOut = false;
  // The function's process lives on after a timeout; only the connection to it ends.
  const timer = setTimeout(() => {
    timedOut = true;
    onLine(`${name} has not answered within ${execTimeoutMs} ms; the caller gets a 504, the function goes on`);
    upstream.destroy();
  }, execTimeoutMs);
  response.once("close", () => {
    clearTimeout(timer);
    upstream.destroy();
  });

  function writeHead(status: number, ...headers: readonly string[]): void {
    const duration = ((performance.now() - begun) / 1_000).toFixed(6);
    response.writeHead(status, [...headers, ...toClient, "X-Duration-Seconds", duration]);
  }

  upstream.once("response", (reply) => {
    const type = reply.headers["content-type"] === undefined ? ["Content-Type", requestType] : [];
    writeHead(reply.statusCode ?? 500, ...endToEnd(reply.rawHeaders), ...type);
    reply.pipe(response);
    // With a length the client sees that the rest is missing. Without one it gets a body that looks complete.
    reply.once("error", () => {
      if (reply.headers["content-length"] === undefined) response.end();
      else response.destroy();
    });
  });
  upstream.once("error", () => void fail());
  request.pipe(upstream);

  async function fail(): Promise<void> {
    if (!timedOut) await target.suspect();
    if (response.headersSent || response.destroyed) return;
    writeHead(
      timedOut ? 504 : 500,
      "X-OpenFaaS-Internal",
      "of-watchdog",
      "Content-Type",
      requestType,
      "Content-Length",
      "0",
    );
    response.end();
  }
}
