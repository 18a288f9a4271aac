/**
 * A function as the watchdog sees it: an HTTP server on the loopback interface (`mode=http`). Plain `node:http`, because
 * what OpenFaaS' own Node templates do to bodies, statuses and shutdown is what must not happen to a Thrift message.
 */

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { once } from "node:events";
import { finished } from "node:stream/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { DEFAULT_LIMITS, type Limits } from "../protocol/limits.js";
import { answer, headersOf, type Answer, type Answering } from "./answer.js";
import { readBody } from "./read-body.js";

/** How long a message that has begun to come may take once nothing else is listened to, in milliseconds. */
const LATE_MS = 1_000;

export interface FunctionHostOptions extends Answering {
  /** Larger messages are refused with 413 and not executed; the defaults if absent. */
  readonly limits?: Pick<Limits, "messageBytes">;
  /** 0 takes a free one. */
  readonly port: number;
  /** Releases what the exchange holds; called when the last request is answered. */
  readonly close?: () => Promise<void>;
  /** How long to go on serving after `close` is called: as long as the watchdog still lets calls in. */
  readonly drainMs: number;
}

export interface FunctionHost {
  readonly port: number;
  /** Serves on for the drain time, then stops listening, answers what is under way and releases everything. */
  close(): Promise<void>;
}

/** Starts to serve. Rejects if the port cannot be had. */
export async function hostFunction(options: FunctionHostOptions): Promise<FunctionHost> {
  const { close, drainMs, limits = DEFAULT_LIMITS } = options;
  const underway = new Set<Promise<void>>();
  const unread = new Set<IncomingMessage>();
  const server = createServer((request, response) => {
    const work = serveRequest(request, response).finally(() => underway.delete(work));
    underway.add(work);
  });

  async function serveRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body: Uint8Array | undefined;
    unread.add(request);
    try {
      body = await readBody(request, limits.messageBytes);
    } catch {
      return; // The sender went away: nothing was executed, and nobody is there to tell.
    } finally {
      unread.delete(request);
    }
    const reply = await answer(request, body, options);
    if (!server.listening) response.setHeader("Connection", "close");
    await send(response, reply);
  }

  server.listen(options.port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : options.port,
    async close() {
      await sleep(drainMs);
      server.close();
      // A closed server no longer looks after who stops in the middle of a message: it would be waited for for ever.
      const late = setTimeout(() => unread.forEach((request) => request.destroy()), LATE_MS);
      // Counted by hand: `server.close` would wait for ever for a connection that was opened and never used.
      while (underway.size > 0) await Promise.all(underway);
      clearTimeout(late);
      server.closeAllConnections();
      await close?.();
    },
  };
}

/** Sends the body at once and with its length: a chunked reply that is cut off looks complete to the caller. */
async function send(response: ServerResponse, reply: Answer): Promise<void> {
  response.writeHead(reply.status, { ...headersOf(reply), "Content-Length": reply.body.length });
  response.end(reply.body);
  // A caller that has gone away is no error of ours.
  await finished(response).catch(() => {});
}
