/** The worker's call to a function: through the gateway, like anybody's. */

import { request as requestHttp, type IncomingMessage } from "node:http";
import { endToEnd } from "../http/headers.js";
import type { Message, Result } from "./message.js";

/** Rejects if the connection breaks. */
export async function deliver(gateway: string, message: Message, signal: AbortSignal): Promise<Result> {
  const { name, path, headers, body } = message;
  const reply = await new Promise<IncomingMessage>((resolve, reject) => {
    const request = requestHttp(`${gateway}/function/${name}${path}`, {
      method: "POST",
      // A Host is Go's and Node's own business.
      headers: [...endToEnd(headers, "host"), "Host", new URL(gateway).host, "Content-Length", String(body.length)],
      agent: false,
      signal,
    });
    request.on("response", resolve);
    request.on("error", reject);
    request.end(body);
  });
  const chunks: Uint8Array[] = [];
  for await (const chunk of reply as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return { status: reply.statusCode ?? 0, headers: endToEnd(reply.rawHeaders), body: Buffer.concat(chunks) };
}
