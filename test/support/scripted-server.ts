/** A real HTTP server that answers what a test says. */

import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

export type Script = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

export interface ScriptedServer {
  readonly url: string;
  /** How it answers from now on. */
  script: Script;
  close(): void;
}

export async function startScriptedServer(): Promise<ScriptedServer> {
  const server = createServer((request, response) => void started.script(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const started: ScriptedServer = {
    url: `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`,
    script: (_, response) => void response.end(),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
  return started;
}
