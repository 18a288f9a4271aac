/** Takes a call that nobody waits for: its body is read, it is put into the queue, and the client is told no more than that. */

import type { IncomingMessage, ServerResponse } from "node:http";
import { sendEmpty, sendText } from "../http/send-text.js";
import type { Queue } from "../queue/queue.js";
import { callHeaders } from "./call-headers.js";

/** In bytes, as OpenFaaS CE has it. */
const BODY_LIMIT = 256_000;

/** @param path path and query as the function gets them */
export async function enqueue(
  request: IncomingMessage,
  response: ServerResponse,
  name: string,
  path: string,
  queue: Queue,
): Promise<void> {
  if (request.method !== "POST") return sendEmpty(response, 405);
  const { toFunction, toClient } = callHeaders(request);
  const chunks: Uint8Array[] = [];
  for await (const chunk of request as AsyncIterable<Uint8Array>) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  if (body.length > BODY_LIMIT)
    return sendText(
      response,
      500,
      `Error queuing request: request body too large for OpenFaaS CE (${body.length} bytes), maximum: ${BODY_LIMIT} bytes\n`,
      toClient,
    );
  const callback = request.headers["x-callback-url"];
  const callbackUrl = typeof callback === "string" && callback !== "" ? callback : undefined;
  if (callbackUrl !== undefined && !isUrl(callbackUrl))
    return sendText(response, 400, `parse ${JSON.stringify(callbackUrl)}: invalid URL\n`, toClient);
  queue.publish({ name, path, headers: toFunction, body, callbackUrl });
  sendEmpty(response, 202, toClient);
}

/** Escapes that are none are let through by Node, and not by Go. */
function isUrl(text: string): boolean {
  return URL.canParse(text, "http://relative") && !/%(?![0-9a-f]{2})/i.test(text);
}
