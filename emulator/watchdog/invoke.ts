/** One call through the watchdog: a request to its function and the reply back, or the watchdog's own word. */

import { once } from "node:events";
import type { Agent, IncomingMessage, ServerResponse } from "node:http";
import { acceptEncoding, addedByGo, endToEnd } from "../http/headers.js";
import { passBack, passOn } from "../http/pass-on.js";
import { sendEmpty } from "../http/send-text.js";
import { startTimer } from "../http/timer.js";
import { parseGoDuration } from "../stack/duration.js";
import type { WatchdogSettings } from "./settings.js";
import { sniffContentType } from "./sniff.js";

export interface Invocation {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Path and query as the function gets them. */
  readonly path: string;
  readonly functionPort: number;
  readonly settings: WatchdogSettings;
  readonly agent: Agent;
  readonly onLine: (line: string) => void;
}

const OWN = ["X-OpenFaaS-Internal", "of-watchdog"];

/** Never rejects; resolves when the response is sent or the client has gone. */
export async function invoke({
  request,
  response,
  path,
  functionPort,
  settings,
  agent,
  onLine,
}: Invocation): Promise<void> {
  const begun = performance.now();
  const stop = new AbortController();
  let timedOut: string | undefined;
  const timeOut = (what: string): void => {
    timedOut = what;
    stop.abort();
  };
  const execTimeoutMs = limitOf(request, settings.execTimeoutMs);
  // The function's process lives on after a timeout; only the connection to it ends.
  const execTimer = startTimer(execTimeoutMs, () => timeOut(`no answer within the exec_timeout (${execTimeoutMs} ms)`));
  const readTimer = startTimer(settings.readTimeoutMs, () =>
    timeOut(`no whole request within the read_timeout (${settings.readTimeoutMs} ms)`),
  );
  request.once("end", () => clearTimeout(readTimer));
  response.once("close", () => stop.abort());

  try {
    const reply = await passOn(request, {
      port: functionPort,
      path,
      headers: headersFor(request),
      agent,
      signal: stop.signal,
    });
    // Go's client gives up a connection that is answered before all is sent, though only most of the time it matters.
    if (!request.complete && request.headers.connection === "close") throw new Error("answered before it was asked");
    if (tooLate()) return;
    const type = reply.headers["content-type"] ?? sniffContentType(await firstBytes(reply));
    response.writeHead(reply.statusCode ?? 500, reply.statusMessage ?? "", [
      ...endToEnd(reply.rawHeaders, "content-type", "x-duration-seconds"),
      ...(type === undefined ? [] : ["Content-Type", type]),
      ...duration(),
    ]);
    await passBack(reply, response);
  } catch {
    if (response.destroyed || response.headersSent || tooLate()) return;
    if (timedOut !== undefined) onLine(`${timedOut}; the caller gets a 504, the function goes on`);
    // What is not read of the request would be taken for the next one.
    const rest = request.complete ? [] : ["Connection", "close"];
    sendEmpty(response, timedOut === undefined ? 500 : 504, [...OWN, ...duration(), ...rest]);
  } finally {
    clearTimeout(execTimer);
    clearTimeout(readTimer);
  }

  function duration(): string[] {
    return ["X-Duration-Seconds", ((performance.now() - begun) / 1_000).toFixed(6)];
  }

  /** After the write timeout nothing can be sent any more, which shows only now. */
  function tooLate(): boolean {
    const { writeTimeoutMs } = settings;
    if (writeTimeoutMs === 0 || performance.now() - begun <= writeTimeoutMs) return false;
    onLine(`the answer comes after the write_timeout (${writeTimeoutMs} ms) and is lost`);
    response.destroy();
    return true;
  }
}

/** `X-Timeout` shortens the time that a call may take, and never lengthens it. */
function limitOf(request: IncomingMessage, execTimeoutMs: number): number {
  const wanted = parseGoDuration(String(request.headers["x-timeout"] ?? "")) ?? execTimeoutMs;
  return execTimeoutMs === 0 ? wanted : Math.min(wanted, execTimeoutMs);
}

function headersFor(request: IncomingMessage): string[] {
  const { headers, rawHeaders } = request;
  // Such requests take another way through the watchdog, which keeps the length.
  if (headers["accept"] === "text/event-stream" && headers["content-length"] !== undefined)
    return [...endToEnd(rawHeaders), ...acceptEncoding(headers)];
  return [...endToEnd(rawHeaders, "content-length", "expect"), ...addedByGo(request)];
}

/** What a body begins with; it stays in the stream. */
async function firstBytes(reply: IncomingMessage): Promise<Uint8Array> {
  if (reply.readableLength === 0 && !reply.readableEnded)
    await Promise.race([once(reply, "readable"), once(reply, "end")]);
  const chunk: unknown = reply.read();
  if (!(chunk instanceof Uint8Array)) return new Uint8Array();
  reply.unshift(chunk);
  return chunk;
}
