/** One call from the gateway through the provider to a replica, and the reply back. */

import type { Agent, IncomingMessage, ServerResponse } from "node:http";
import { finished } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Mishap } from "../chaos.js";
import type { Deployed } from "../cluster/deployed.js";
import { addedByGo, contentTypeOf, endToEnd, pairs } from "../http/headers.js";
import { passBack, passOn } from "../http/pass-on.js";
import { sendEmpty, sendText } from "../http/send-text.js";
import { startTimer } from "../http/timer.js";
import type { Timing } from "../timing.js";
import type { CallHeaders } from "./call-headers.js";
import { cutBack, sayBusy, sayCrashed } from "./mishaps.js";

export interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** As the client wrote it. */
  readonly name: string;
  /** Undefined if the provider knows no such function. */
  readonly deployed: Deployed | undefined;
  /** Path and query as the function gets them. */
  readonly path: string;
  readonly headers: CallHeaders;
  /** When the gateway got the call, by `performance.now()`. */
  readonly begun: number;
  readonly timing: Pick<Timing, "upstreamTimeoutMs" | "providerTimeoutMs" | "gatewayWriteTimeoutMs">;
  readonly agent: Agent;
  readonly onLine: (line: string) => void;
  readonly mishap: Mishap | undefined;
}

const OF_PROVIDER = ["X-OpenFaaS-Internal", "proxy"];

/** Never rejects; resolves when the response is sent or the client has gone. */
export async function forward(call: Call): Promise<void> {
  const { request, response, name, deployed, path, headers, timing, agent, onLine, mishap } = call;
  const stop = new AbortController();
  let gaveUp = false;
  const giveUp = (): void => {
    gaveUp = true;
    stop.abort();
  };
  const limitMs = Math.min(timing.upstreamTimeoutMs, timing.providerTimeoutMs);
  const timers = [startTimer(limitMs, giveUp)];
  const done = deployed?.begin();
  response.once("close", () => {
    stop.abort();
    done?.();
    for (const timer of timers) clearTimeout(timer);
  });

  try {
    const endpoint = deployed?.next();
    if (endpoint === undefined) return answerText(503, `No endpoints available for: ${name}.\n`);
    if (mishap?.kind === "request lost") return sayCrashed(call);
    if (mishap?.kind === "busy") return sayBusy(call);
    if (mishap?.kind === "late") await sleep(mishap.byMs);
    if (mishap?.kind === "timeout") timers.push(setTimeout(giveUp, mishap.afterMs));
    if (mishap?.kind === "killed") timers.push(setTimeout(() => endpoint.kill(), mishap.afterMs));
    const reply = await passOn(request, {
      port: endpoint.port,
      path,
      headers: [...headers.toFunction, ...addedByGo(request)],
      agent,
      signal: stop.signal,
    });
    if (mishap?.kind === "reply lost" || mishap?.kind === "reset") {
      await finished(reply.resume());
      return mishap.kind === "reset" ? void response.destroy() : sayCrashed(call);
    }
    if (tooLate(call)) return;
    response.writeHead(reply.statusCode ?? 500, reply.statusMessage ?? "", responseHeaders(call, reply));
    if (mishap?.kind === "cut") return await cutBack(reply, response, mishap.share);
    await passBack(reply, response);
  } catch {
    if (response.destroyed || response.headersSent || tooLate(call)) return;
    if (!gaveUp) return answerText(500, `Can't reach service for: ${name}.\n`);
    onLine(`${name} has not answered in time; the caller gets a 502, and does not know what became of its call`);
    sendEmpty(response, 502, headers.toClient);
  }

  function answerText(status: number, text: string): void {
    if (tooLate(call)) return;
    sendText(response, status, text, [...headers.toClient, ...OF_PROVIDER]);
  }
}

/** A reply without a Content-Type gets that of the request, and so do the errors of a watchdog. */
function responseHeaders({ request, headers }: Pick<Call, "request" | "headers">, reply: IncomingMessage): string[] {
  const type = reply.headers["content-type"] === undefined ? ["Content-Type", contentTypeOf(request)] : [];
  const own = [...pairs(headers.toClient)].filter(([name]) => reply.headers[name.toLowerCase()] === undefined);
  return [...endToEnd(reply.rawHeaders), ...type, ...own.flat()];
}

/** After the write timeout nothing can be sent any more, which shows only now. */
function tooLate({ begun, timing, response, name, onLine }: Call): boolean {
  const { gatewayWriteTimeoutMs } = timing;
  if (gatewayWriteTimeoutMs === 0 || performance.now() - begun <= gatewayWriteTimeoutMs) return false;
  onLine(`${name} was answered after the gateway's write_timeout (${gatewayWriteTimeoutMs} ms): the connection breaks`);
  response.destroy();
  return true;
}
