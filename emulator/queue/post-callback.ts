/** The one attempt to tell somebody what became of a queued call. */

import { endToEnd, pairs } from "../http/headers.js";
import type { Message, Result } from "./message.js";

/**
 * Posts a result. Whatever is answered counts as success, a refusal as well; a redirect is followed without the body, as
 * Go's client does.
 * @returns what went wrong before there was an answer, if anything
 */
export async function postCallback(
  url: string,
  { name, headers }: Pick<Message, "name" | "headers">,
  result: Result,
  seconds: number,
  signal: AbortSignal,
): Promise<string | undefined> {
  const sent = new Headers();
  for (const [header, value] of pairs(endToEnd(result.headers, "content-length", "date"))) sent.append(header, value);
  const [, callId] = [...pairs(headers)].find(([header]) => header.toLowerCase() === "x-call-id") ?? [];
  if (callId !== undefined) sent.set("X-Call-Id", callId);
  sent.set("X-Function-Name", name);
  sent.set("X-Function-Status", String(result.status));
  sent.set("X-Duration-Seconds", seconds.toFixed(6));
  try {
    const answer = await fetch(url, { method: "POST", headers: sent, body: Buffer.from(result.body), signal });
    await answer.body?.cancel();
    return undefined;
  } catch (error) {
    return error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
  }
}
