/**
 * A bad network in front of Redis: a TCP proxy that now and then loses what the server answers and cuts the connection. The
 * commands have been carried out by then, and the driver sends them again.
 */

import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import type { SeededRandom } from "./seeded-random.js";

export interface CutProxy {
  readonly port: number;
  /** How many answers were lost. */
  readonly cuts: () => number;
  /** Cuts nothing, or again, from now on. */
  calm(yes?: boolean): void;
  close(): Promise<void>;
}

/** @param share how many of the server's answers are lost, from 0 to 1 */
export async function startCutProxy(serverPort: number, random: SeededRandom, share: number): Promise<CutProxy> {
  const sockets = new Set<Socket>();
  let cuts = 0;
  let calm = false;
  const server = createServer((client) => {
    const upstream = connect(serverPort, "127.0.0.1");
    const cut = (): void => {
      for (const socket of [client, upstream]) {
        socket.destroy();
        sockets.delete(socket);
      }
    };
    for (const socket of [client, upstream]) sockets.add(socket.on("error", cut).on("close", cut));
    client.pipe(upstream);
    upstream.on("data", (data) => {
      if (random.next() >= share || calm) return void client.write(data);
      cuts++;
      cut();
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    cuts: () => cuts,
    calm: (yes = true) => {
      calm = yes;
    },
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, "close");
    },
  };
}
