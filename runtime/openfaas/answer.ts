/** What a function answers to a request that was read to its end: the HTTP side of an exchange. */

import type { IncomingMessage } from "node:http";
import { log } from "../observability/log.js";
import type { Exchange, Reply, TransportHints } from "../service/exchange.js";

export interface Answer {
  readonly status: number;
  /** The marker header's value; absent where no exchange took place. */
  readonly kind?: Reply["kind"];
  readonly contentType: string;
  readonly body: Uint8Array;
}

/**
 * Never throws, and gives a 200 to nothing but a reply.
 * @param body undefined when it was too large to keep
 * @param collect runs a pass of the collector and tells what it came to, in a line
 */
export async function answer(
  request: IncomingMessage,
  body: Uint8Array | undefined,
  exchange: Exchange,
  ready: () => boolean,
  collect: (() => Promise<string>) | undefined,
): Promise<Answer> {
  if (request.method === "GET" && request.url === "/ready")
    return ready() ? text(200, "ready") : text(503, "not ready");
  if (request.method !== "POST") return text(405, "A Thrift call is a POST.");
  if (body === undefined) return text(413, "The message is too large; nothing was executed.");
  try {
    // What a cron connector sends, and no Thrift message is.
    if (body.length === 0 && collect !== undefined) return text(200, await collect());
    return ofReply(await exchange(body, hintsOf(request)));
  } catch (error) {
    log.error("A request failed", { error });
    return text(500, "The function failed; its log says why.");
  }
}

function hintsOf({ headers }: IncomingMessage): TransportHints {
  const { traceparent } = headers;
  const callId = headers["x-call-id"];
  return {
    callId: typeof callId === "string" ? callId : undefined,
    traceparent: typeof traceparent === "string" ? traceparent : undefined,
  };
}

function ofReply(reply: Reply): Answer {
  switch (reply.kind) {
    case "reply":
      return { status: 200, ...reply };
    case "unavailable":
      return { status: 503, kind: reply.kind, contentType: reply.contentType, body: reply.body };
    case "pending":
      return { status: 202, kind: reply.kind, contentType: reply.contentType, body: reply.body };
    case "unreadable":
      return { ...text(400, reply.reason), kind: reply.kind };
  }
}

function text(status: number, line: string): Answer {
  return { status, contentType: "text/plain; charset=utf-8", body: Buffer.from(`${line}\n`) };
}
