import type { ServerResponse } from "node:http";

/** Sends a whole text response, as Go's `http.Error` does. @param headers flat; besides those of a text */
export function sendText(
  response: ServerResponse,
  status: number,
  text: string,
  headers: readonly string[] = [],
): void {
  response.writeHead(status, [
    ...headers,
    "Content-Type",
    "text/plain; charset=utf-8",
    "X-Content-Type-Options",
    "nosniff",
    "Content-Length",
    String(Buffer.byteLength(text)),
  ]);
  response.end(text);
}

/** A response without a body. */
export function sendEmpty(response: ServerResponse, status: number, headers: readonly string[] = []): void {
  response.writeHead(status, [...headers, "Content-Length", "0"]).end();
}
