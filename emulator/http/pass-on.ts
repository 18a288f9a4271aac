/** The two halves of a proxy: a request passed on to a loopback port, and the body of its reply passed back. */

import { request as requestHttp, type Agent, type IncomingMessage, type ServerResponse } from "node:http";
import { finished } from "node:stream/promises";
import { HOST } from "./listen.js";

export interface Target {
  readonly port: number;
  /** With the query. */
  readonly path: string;
  /** Flat, with the framing of the body. */
  readonly headers: readonly string[];
  readonly agent: Agent;
  /** Breaks the connection, also while the reply's body is on its way. */
  readonly signal: AbortSignal;
}

/** Sends a request with its body to a target; resolves when the reply's headers are there, rejects if it breaks off. */
export function passOn(
  incoming: IncomingMessage,
  { port, path, headers, agent, signal }: Target,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = requestHttp({ host: HOST, port, method: incoming.method, path, headers, agent });
    const stop = (): void => void outgoing.destroy();
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    outgoing.on("close", () => signal.removeEventListener("abort", stop));
    outgoing.on("response", resolve);
    // Also for what happens after the reply has come: a function need not read to the end.
    outgoing.on("error", reject);
    outgoing.on("close", () => reject(new Error("closed")));
    incoming.pipe(outgoing);
  });
}

/**
 * Passes a reply's body on; resolves when that is over, however it ended. When it breaks off, a client that was told a
 * length sees that the rest is missing. One that was not gets a body that looks complete.
 */
export async function passBack(reply: IncomingMessage, response: ServerResponse): Promise<void> {
  reply.pipe(response);
  await finished(reply).catch(() => {
    if (reply.headers["content-length"] === undefined) response.end();
    else response.destroy();
  });
  await finished(response).catch(() => {});
}
