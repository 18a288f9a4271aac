/** What callers see when chaos strikes: the words of watchdogs that have not said them. */

import type { IncomingMessage, ServerResponse } from "node:http";
import { contentTypeOf } from "../http/headers.js";
import { sendEmpty, sendText } from "../http/send-text.js";
import type { CallHeaders } from "./call-headers.js";

interface Answerable {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly headers: CallHeaders;
}

export function sayCrashed({ request, response, headers }: Answerable): void {
  sendEmpty(response, 500, [
    ...headers.toClient,
    "X-OpenFaaS-Internal",
    "of-watchdog",
    "Content-Type",
    contentTypeOf(request),
    "X-Duration-Seconds",
    "0.000000",
  ]);
}

export function sayBusy({ response, headers }: Answerable): void {
  sendText(response, 429, "Concurrent request limit exceeded. Max concurrent requests: 1\n", [
    ...headers.toClient,
    "X-OpenFaaS-Internal",
    "faas-middleware",
  ]);
}

/** Cuts the body off as a dying function does: with a length the client sees it, without one it looks complete. */
export async function cutBack(reply: IncomingMessage, response: ServerResponse, share: number): Promise<void> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of reply as AsyncIterable<Uint8Array>) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const part = body.subarray(0, Math.floor(body.length * share));
  if (reply.headers["content-length"] === undefined) response.end(part);
  else response.write(part, () => response.destroy());
}
