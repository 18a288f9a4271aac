/** What the gateway adds to a call and to its response. Flat lists of names and values, as in `rawHeaders`. */

import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { endToEnd } from "../http/headers.js";

export interface CallHeaders {
  /** What the function gets; without the framing of the body. */
  readonly toFunction: readonly string[];
  /** What the response to the client gets besides the function's own headers. */
  readonly toClient: readonly string[];
}

/** A call ID is made up, and told to the client, only if the client has sent none. A second start time is put beside a first. */
export function callHeaders(request: IncomingMessage): CallHeaders {
  const { headers, socket } = request;
  const started = ["X-Start-Time", String(BigInt(Date.now()) * 1_000_000n)];
  const callId = headers["x-call-id"] === undefined ? ["X-Call-Id", randomUUID()] : [];
  return {
    toFunction: [
      ...endToEnd(request.rawHeaders, "content-length", "expect"),
      ...callId,
      ...started,
      ...(headers["x-forwarded-for"] === undefined
        ? ["X-Forwarded-For", `${socket.remoteAddress ?? ""}:${socket.remotePort ?? ""}`]
        : []),
      ...(headers["x-forwarded-host"] === undefined ? ["X-Forwarded-Host", headers.host ?? ""] : []),
    ],
    toClient: [...callId, ...started, "X-Served-By", "thrift-faas dev"],
  };
}
