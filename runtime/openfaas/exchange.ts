/** The seam between HTTP and Thrift inside a function: a body goes in, a reply of one of three kinds comes out. */

import type { IncomingHttpHeaders } from "node:http";

/** Answers one request body. It must not throw: what it throws is a defect, answered with 500. */
export type Exchange = (body: Uint8Array, headers: IncomingHttpHeaders) => Promise<ExchangeReply>;

export type ExchangeReply =
  /** The message was carried out; declared exceptions are replies too. HTTP 200. */
  | { readonly kind: "reply"; readonly body: Uint8Array; readonly contentType: string }
  /**
   * The infrastructure failed, so the call is to be repeated under the same ID. HTTP 503. The body is a Thrift
   * exception, for plain clients that look at no status; the reason goes into the function's log.
   */
  | { readonly kind: "unavailable"; readonly body: Uint8Array; readonly contentType: string; readonly reason: string }
  /** The body is not a Thrift message; nothing was executed. HTTP 400. */
  | { readonly kind: "unreadable"; readonly reason: string };

/**
 * The response header that tells what a function of ours has to say from what the gateway, the watchdog or a stranger
 * says. Status and Content-Type prove nothing: a watchdog copies the Content-Type of the request onto its own errors.
 * Its value is the reply's `kind`.
 */
export const MARKER_HEADER = "X-Thrift-Faas";
