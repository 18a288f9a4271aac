/** A framed server of which a test decides every byte, and what its clients have sent it. */

import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { FrameReader } from "../../runtime/framed/frame-reader.js";

export interface FramedPeer {
  readonly port: number;
  /** As `connect` takes it. */
  readonly address: string;
  /** How many connections there have been. */
  readonly connections: readonly Socket[];
  /** What it does with each message from now on. */
  script: (message: Uint8Array, socket: Socket, connection: number) => void;
  close(): void;
}

/** @param on the port; 0 takes a free one */
export async function startFramedPeer(on = 0): Promise<FramedPeer> {
  const connections: Socket[] = [];
  const server = createServer((socket) => {
    const connection = connections.push(socket);
    const reader = new FrameReader(1_000_000);
    socket.on("error", () => {});
    socket.on("data", (chunk) => {
      for (const message of reader.push(chunk)) peer.script(message, socket, connection);
    });
  });
  server.listen(on, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const peer: FramedPeer = {
    port,
    address: `tcp://127.0.0.1:${port}`,
    connections,
    script: () => {},
    close() {
      server.close();
      for (const socket of connections) socket.destroy();
    },
  };
  return peer;
}
