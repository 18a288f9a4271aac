/** One POST over HTTP and the whole of its response, or what is known of a POST to which none came. */

import type { Agent, ClientRequest, IncomingHttpHeaders, IncomingMessage } from "node:http";
import {
  explainCancelled,
  explainFailure,
  explainTimeout,
  explainTooLong,
  type Refusal,
} from "../client/explain-failure.js";
import { httpOf } from "./http-of.js";

export interface Message {
  readonly url: URL;
  readonly agent: Agent;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** How long it may take, the whole response included. */
  readonly timeoutMs: number;
  /** How long the response's body may be. */
  readonly maxReplyBytes: number;
  readonly signal: AbortSignal | undefined;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
}

/** No whole response came; `status` is that of one that began to. */
export interface Unanswered {
  readonly refusal: Refusal;
  readonly status: number | undefined;
}

/** Never rejects. Follows no redirect. */
export function postMessage(message: Message): Promise<HttpResponse | Unanswered> {
  const { url, agent, headers, body, timeoutMs, maxReplyBytes, signal } = message;
  const secure = url.protocol === "https:";
  return new Promise((resolve) => {
    let connected = false;
    const request = httpOf(url).request(url, {
      method: "POST",
      agent,
      headers: { ...headers, "Content-Length": body.length },
      ...(signal && { signal }),
    });
    const settle = (result: HttpResponse | Unanswered): void => {
      clearTimeout(timer);
      resolve(result);
    };
    const fail = (refusal: Refusal, status?: number): void => {
      settle({ refusal, status });
      request.destroy();
    };
    const explain = (error: unknown): Refusal =>
      signal?.aborted === true ? explainCancelled(connected) : explainFailure(error, connected);
    const timer = setTimeout(() => fail(explainTimeout(timeoutMs, connected)), timeoutMs);

    whenConnected(request, secure ? "secureConnect" : "connect", () => (connected = true));
    request.on("error", (error) => fail(explain(error)));
    request.on("response", (response) => {
      readResponse(response, maxReplyBytes).then(
        (whole) => (whole === undefined ? fail(explainTooLong(maxReplyBytes), response.statusCode) : settle(whole)),
        (error: unknown) => fail(explain(error), response.statusCode),
      );
    });
    request.end(body);
  });
}

/** Until the connection stands nothing of the call has left this process. */
function whenConnected(request: ClientRequest, event: "connect" | "secureConnect", connected: () => void): void {
  request.once("socket", (socket) => {
    if (socket.connecting) socket.once(event, connected);
    else connected();
  });
}

/** Undefined if the body is longer than `limit`. Rejects when it ends before its Content-Length. */
async function readResponse(message: IncomingMessage, limit: number): Promise<HttpResponse | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of message as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > limit) return undefined;
    chunks.push(chunk);
  }
  return { status: message.statusCode ?? 0, headers: message.headers, body: Buffer.concat(chunks) };
}
