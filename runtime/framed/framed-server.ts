/** An exchange as a classic framed Thrift server: any number of connections, on each of them one call after the other. */

import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { log } from "../observability/log.js";
import { DEFAULT_LIMITS, type Limits } from "../protocol/limits.js";
import { ProtocolError } from "../protocol/protocol-error.js";
import type { Exchange } from "../service/exchange.js";
import { frame, FrameReader } from "./frame-reader.js";

/** How long clients may take to fetch their last replies once nothing is executed any more, in milliseconds. */
const LATE_MS = 1_000;

export interface FramedServerOptions {
  readonly exchange: Exchange;
  /** A larger message ends its connection; the defaults if absent. */
  readonly limits?: Pick<Limits, "messageBytes">;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
}

export interface FramedServer {
  readonly port: number;
  /** Takes no more calls, answers what is under way, and closes all connections. */
  close(): Promise<void>;
}

/** Starts to serve. Rejects if the port cannot be had. */
export async function listenFramed(options: FramedServerOptions): Promise<FramedServer> {
  const { exchange, limits = DEFAULT_LIMITS, host, port } = options;
  const underway = new Set<Promise<unknown>>();
  const idle = new Set<Socket>();
  const open = new Set<Socket>();
  let isClosing = false;
  // Who has sent all its calls may say so and still wait for the replies.
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    open.add(socket);
    idle.add(socket);
    socket.once("close", () => [open, idle].forEach((sockets) => sockets.delete(socket)));
    socket.on("error", () => {}); // A client that has gone away is no error of ours.
    serveConnection(socket).catch((error: unknown) => {
      const why = error instanceof ProtocolError ? { reason: error.message } : { error };
      if (!socket.destroyed) log.warn("A connection was closed", { ...why, peer: socket.remoteAddress });
      socket.destroy();
    });
  });

  /** In order, as a plain client expects its replies. Nobody reads ahead while a call is executed. */
  async function serveConnection(socket: Socket): Promise<void> {
    const reader = new FrameReader(limits.messageBytes);
    for await (const chunk of socket.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>) {
      for (const message of reader.push(chunk)) {
        if (isClosing) break;
        idle.delete(socket);
        const work = answer(socket, exchange, message);
        const settled = work.catch(() => {}).finally(() => underway.delete(settled));
        underway.add(settled);
        const { sent } = await work;
        idle.add(socket);
        await sent;
      }
      if (isClosing) break;
    }
    if (!reader.isBetweenFrames && !isClosing) throw new ProtocolError("The connection ended in the middle of a frame");
    socket.end();
  }

  server.listen(port, host);
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      isClosing = true;
      const closed = once(server, "close");
      server.close();
      for (const socket of idle) socket.end();
      while (underway.size > 0) await Promise.all(underway);
      // Whoever does not fetch a reply, or does not hang up, is not waited for.
      const late = setTimeout(() => open.forEach((socket) => socket.destroy()), LATE_MS);
      for (const socket of open) socket.end();
      await closed;
      clearTimeout(late);
    },
  };
}

/**
 * Resolves when the reply is on its way; `sent` resolves when it has left, or will not any more.
 * @throws ProtocolError if the message was none: what follows it may be none either
 */
async function answer(
  socket: Socket,
  exchange: Exchange,
  message: Uint8Array,
): Promise<{ readonly sent: Promise<void> }> {
  const reply = await exchange(message, { mustReply: true });
  if (reply.kind === "unreadable") throw new ProtocolError(reply.reason);
  if (reply.isOneway === true) return { sent: Promise.resolve() };
  return { sent: new Promise((resolve) => void socket.write(frame(reply.body), () => resolve())) };
}
