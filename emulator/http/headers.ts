/** Which headers a proxy lets through. Flat lists of names and values, as in `rawHeaders`. */

import type { IncomingHttpHeaders, IncomingMessage } from "node:http";

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

/** What a reply without a Content-Type gets from the provider. */
export function contentTypeOf(request: IncomingMessage): string {
  return request.headers["content-type"] ?? "text/plain";
}

/** What Go's client adds to a request: it would take a compressed reply, and it never says how long a body is. */
export function addedByGo({ headers }: IncomingMessage): string[] {
  const hasBody = headers["content-length"] !== undefined || headers["transfer-encoding"] !== undefined;
  return [...acceptEncoding(headers), ...(hasBody ? ["Transfer-Encoding", "chunked"] : [])];
}

export function acceptEncoding(headers: IncomingHttpHeaders): string[] {
  return headers["accept-encoding"] === undefined ? ["Accept-Encoding", "gzip"] : [];
}

/** The headers that are not about one connection, and not among those named, in lower case. */
export function endToEnd(rawHeaders: readonly string[], ...without: readonly string[]): string[] {
  const kept: string[] = [];
  for (const [name, value] of pairs(rawHeaders)) {
    const lowerCase = name.toLowerCase();
    if (!HOP_BY_HOP.has(lowerCase) && !without.includes(lowerCase)) kept.push(name, value);
  }
  return kept;
}

export function* pairs(rawHeaders: readonly string[]): Generator<[string, string]> {
  for (let index = 0; index + 1 < rawHeaders.length; index += 2)
    yield [rawHeaders[index] ?? "", rawHeaders[index + 1] ?? ""];
}
