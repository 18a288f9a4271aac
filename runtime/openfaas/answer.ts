/** What a function answers to a request that was read to its end: the HTTP side of an exchange. */

import type { IncomingMessage } from "node:http";
import { log } from "../observability/log.js";
import type { Exchange, Reply, TransportHints } from "../service/exchange.js";
import { MARKER_HEADER, type Mark } from "./marker.js";
import type { MessageGuard } from "./message-guard.js";

export interface Answer {
  readonly status: number;
  /** The marker header's value; absent where no exchange took place. */
  readonly kind?: Mark;
  readonly contentType: string;
  readonly body: Uint8Array;
  /** When to come again, in seconds. */
  readonly retryAfterS?: number;
}

const STATUS = { reply: 200, pending: 202, busy: 429, unavailable: 503 } as const;

/** The shortest time that `Retry-After` can say. */
const BUSY_RETRY_S = 1;

/** What stands behind a function's door. */
export interface Answering {
  readonly exchange: Exchange;
  /** Says why a message is refused before anybody looks into it; every one may pass if absent. */
  readonly guard?: MessageGuard;
  /** Answers a POST without a body: runs a pass of the collector and tells what it came to, in a line. */
  readonly collect?: () => Promise<string>;
  /** Whether calls can be taken, for `GET /ready`; always if absent. */
  readonly ready?: () => boolean;
}

type HttpRequest = Pick<IncomingMessage, "method" | "url" | "headers">;

/**
 * Never throws, and gives a 200 to nothing but a reply.
 * @param body undefined when it was too large to keep
 */
export async function answer(
  request: HttpRequest,
  body: Uint8Array | undefined,
  { exchange, guard, collect, ready = () => true }: Answering,
): Promise<Answer> {
  if (request.method === "GET" && request.url === "/ready")
    return ready() ? text(200, "ready") : text(503, "not ready");
  if (request.method !== "POST") return text(405, "A Thrift call is a POST.");
  if (isQueueCallback(request)) return text(200, "Noted; the result of a call is in its function's record.");
  if (body === undefined) return text(413, "The message is too large; nothing was executed.");
  try {
    // What a cron connector sends, and no Thrift message is.
    if (body.length === 0 && collect !== undefined) return text(200, await collect());
    const objection = await guard?.(request.headers, body);
    if (objection !== undefined) return refuse(objection);
    return ofReply(await exchange(body, hintsOf(request)));
  } catch (error) {
    log.error("A request failed", { error });
    return text(500, "The function failed; its log says why.");
  }
}

/** OpenFaaS' queue reports what became of an asynchronous call: with its reply, or whatever text came instead. */
function isQueueCallback({ headers }: HttpRequest): boolean {
  return headers["x-function-status"] !== undefined && headers["x-function-name"] !== undefined;
}

function refuse(objection: string): Answer {
  log.warn("A message was refused", { reason: objection });
  return { ...text(401, objection), kind: "refused" };
}

/** The headers of an answer, but for those that frame it. */
export function headersOf({ kind, contentType, retryAfterS }: Answer): Record<string, string> {
  return {
    "Content-Type": contentType,
    ...(kind !== undefined && { [MARKER_HEADER]: kind }),
    ...(retryAfterS !== undefined && { "Retry-After": String(retryAfterS) }),
  };
}

function hintsOf({ headers }: HttpRequest): TransportHints {
  const { traceparent } = headers;
  const callId = headers["x-call-id"];
  const idempotencyKey = headers["idempotency-key"];
  return {
    // Several headers of this name come as one, with commas.
    idempotencyKey: typeof idempotencyKey === "string" ? idempotencyKey : undefined,
    callId: typeof callId === "string" ? callId : undefined,
    traceparent: typeof traceparent === "string" ? traceparent : undefined,
  };
}

function ofReply(reply: Reply): Answer {
  if (reply.kind === "unreadable") return { ...text(400, reply.reason), kind: reply.kind };
  const { kind, contentType, body } = reply;
  return { status: STATUS[kind], kind, contentType, body, ...(kind === "busy" && { retryAfterS: BUSY_RETRY_S }) };
}

function text(status: number, line: string): Answer {
  return { status, contentType: "text/plain; charset=utf-8", body: Buffer.from(`${line}\n`) };
}
