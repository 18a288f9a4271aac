/** Servers on the loopback interface, with the limits of Go's server instead of Node's. */

import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { DevError } from "../dev-error.js";

export const HOST = "127.0.0.1";

/** None but that of the headers' size. An idle connection that is closed here might just be used there. */
const LIMITS = { maxHeaderSize: 1 << 20, requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0 };

export interface Listening {
  readonly server: Server;
  readonly port: number;
  /** Stops listening and cuts the connections. */
  readonly close: () => void;
}

/** @param port 0 takes a free one. @throws DevError if the port is taken */
export async function listen(port: number, listener?: RequestListener): Promise<Listening> {
  const server = createServer(LIMITS, listener);
  server.listen(port, HOST);
  await once(server, "listening").catch((error: unknown) => {
    throw explainListenError(error, port);
  });
  const address = server.address();
  return {
    server,
    port: typeof address === "object" && address !== null ? address.port : port,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function explainListenError(error: unknown, port: number): unknown {
  if (!(error instanceof Error && "code" in error)) return error;
  if (error.code === "EADDRINUSE")
    return new DevError(`Port ${port} is in use. Stop what uses it, or choose another port with --port.`);
  if (error.code === "EACCES") return new DevError(`Port ${port} needs privileges. Choose one above 1023 with --port.`);
  return error;
}
