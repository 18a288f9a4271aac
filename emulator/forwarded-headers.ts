/** Which headers a gateway and a watchdog let through, which they add. Flat lists of names and values, as in `rawHeaders`. */

import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** About one connection, not about the message; and the framing, which is each connection's own. */
const HOP_BY_HOP = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

export interface ForwardedHeaders {
  /** What the function gets. */
  readonly toFunction: readonly string[];
  /** What the response to the client gets besides the function's own headers. */
  readonly toClient: readonly string[];
}

/** A call ID is made up, and told to the client, only if the client has sent none. */
export function forwardHeaders(request: IncomingMessage): ForwardedHeaders {
  const started = ["X-Start-Time", String(BigInt(Date.now()) * 1_000_000n)];
  const callId = request.headers["x-call-id"] === undefined ? ["X-Call-Id", randomUUID()] : [];
  const hasBody = request.headers["content-length"] !== undefined || request.headers["transfer-encoding"] !== undefined;
  return {
    toFunction: [
      ...endToEnd(request.rawHeaders, "content-length", "expect"),
      ...callId,
      ...started,
      "X-Forwarded-For",
      request.socket.remoteAddress ?? "",
      "X-Forwarded-Host",
      request.headers.host ?? "",
      // Never a Content-Length, whatever the client sent: watchdogs do not send one either.
      ...(hasBody ? ["Transfer-Encoding", "chunked"] : []),
    ],
    toClient: [...callId, ...started],
  };
}

/** The headers that are not about one connection. */
export function endToEnd(rawHeaders: readonly string[], ...without: readonly string[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? "";
    const lowerCase = name.toLowerCase();
    if (!HOP_BY_HOP.has(lowerCase) && !without.includes(lowerCase)) kept.push(name, rawHeaders[index + 1] ?? "");
  }
  return kept;
}
