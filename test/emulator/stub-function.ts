/** A deployed function for tests of the gateway: replicas that are servers in this process. */

import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Deployed, Endpoint } from "../../emulator/cluster/deployed.js";
import { readBody } from "../../runtime/openfaas/read-body.js";

export type Answer = (request: IncomingMessage, response: ServerResponse, body: Uint8Array) => void;

export class StubFunction implements Deployed {
  readonly minimum = 1;
  answer: Answer = (_request, response, body) =>
    response.writeHead(200, { "Content-Type": "application/x-thrift", "Content-Length": body.length }).end(body);
  /** The last request, and how many came. */
  seen: IncomingMessage | undefined;
  count = 0;
  /** Which replica got each call. */
  readonly replicasCalled: number[] = [];
  underway = 0;
  killed = 0;
  replicas = 1;
  endpoints: Endpoint[] = [];
  /** Told to have so many replicas. */
  onScale: (replicas: number) => void = () => {};
  readonly #servers: Server[] = [];
  #turn = 0;

  get available(): number {
    return this.endpoints.length;
  }

  /** One more replica. */
  async addReplica(): Promise<void> {
    const number = this.#servers.length;
    const server = createServer((request, response) => {
      this.seen = request;
      this.replicasCalled.push(number);
      readBody(request, 1e9).then(
        (body) => {
          this.count++;
          this.answer(request, response, body ?? new Uint8Array());
        },
        () => {},
      );
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    this.#servers.push(server);
    const address = server.address();
    const port = typeof address === "object" ? (address?.port ?? 0) : 0;
    this.endpoints.push({ port, kill: () => this.killed++ });
  }

  scale(replicas: number): void {
    this.replicas = replicas;
    this.onScale(replicas);
  }

  next(): Endpoint | undefined {
    return this.endpoints[this.#turn++ % this.endpoints.length];
  }

  begin(): () => void {
    this.underway++;
    return () => this.underway--;
  }

  close(): void {
    for (const server of this.#servers) {
      server.close();
      server.closeAllConnections();
    }
  }
}
