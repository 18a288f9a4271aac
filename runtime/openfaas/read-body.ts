import type { IncomingMessage } from "node:http";

/**
 * Reads a body to its end, however it was framed: behind the watchdog there never is a Content-Length. A body over the
 * limit is read to its end as well, and dropped, because a reply that overtakes its request breaks the watchdog's proxy.
 * @param limit in bytes
 * @returns undefined when the body is longer than the limit
 * @throws when the sender went away before the end
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length <= limit) chunks.push(chunk);
    else chunks.length = 0;
  }
  return length <= limit ? Buffer.concat(chunks, length) : undefined;
}
