/**
 * Functions on real sockets behind a gateway of a few lines: it passes requests on, keeps those for its queue until a test
 * has them delivered, and remembers everything, as somebody would who listens on the wire.
 */

import { randomUUID } from "node:crypto";
import { once } from "node:events";
import {
  createServer,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type Server,
  type ServerResponse,
} from "node:http";
import { Background } from "../../runtime/background.js";
import { readStoreIdentity } from "../../runtime/callback/store-identity.js";
import { collect, type Collected } from "../../runtime/collector/collect.js";
import { processEnvironment } from "../../runtime/environment.js";
import { connect, type ConnectOptions, type Connection } from "../../runtime/openfaas/connect.js";
import { hostFunction, type FunctionHost } from "../../runtime/openfaas/function-host.js";
import { GatewayClient, type GatewayClientOptions } from "../../runtime/openfaas/gateway-client.js";
import { guardMessages } from "../../runtime/openfaas/message-guard.js";
import { readBody } from "../../runtime/openfaas/read-body.js";
import { createExchange } from "../../runtime/service/create-exchange.js";
import type { ServiceDescriptor } from "../../runtime/service/descriptor.js";
import { MemoryStore } from "../../runtime/store/memory.js";
import type { Store } from "../../runtime/store/store.js";
import { httpCall, type HttpCall, type HttpReply } from "../runtime/openfaas/http-call.js";
import { withTestState } from "./test-state.js";

/** A request as it came to the gateway. */
export interface SeenMessage {
  readonly path: string;
  readonly functionName: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Uint8Array;
}

export class LocalOpenFaaS {
  readonly store = new MemoryStore();
  readonly background = new Background();
  /** Everything that was sent. */
  readonly seen: SeenMessage[] = [];
  /** What waits for `deliver`. */
  readonly queued: SeenMessage[] = [];
  readonly #options: GatewayClientOptions;
  readonly #suspendAfterMs: number;
  readonly #hosts = new Map<string, FunctionHost>();
  readonly #closing: (() => Promise<void>)[] = [];
  readonly #clients: { close(): void }[] = [];
  readonly #server: Server;

  /** @param options of the functions: with a namespace, the gateway knows them by no other name; with keys, they ask for them */
  constructor({
    suspendAfterMs = 10_000,
    ...options
  }: GatewayClientOptions & { readonly suspendAfterMs?: number } = {}) {
    this.#options = options;
    this.#suspendAfterMs = suspendAfterMs;
    this.#server = createServer((request, response) => void this.#route(request, response));
  }

  async start(): Promise<this> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    return this;
  }

  get url(): string {
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  }

  /** Starts a function, in the place of one of its name; `options` and `store` are its own, if it differs from the others. */
  async deploy<Handler>(
    service: ServiceDescriptor<Handler>,
    handler: Handler,
    options: GatewayClientOptions = this.#options,
    store: Store = this.store,
  ): Promise<void> {
    const transport = this.client(options);
    const context = {
      functionName: service.function,
      store,
      identity: await readStoreIdentity(store),
      transport,
      environment: processEnvironment,
      callTimeoutMs: 10_000,
      suspendAfterMs: this.#suspendAfterMs,
      background: this.background,
      pureResults: new Map(),
    };
    const exchange = createExchange(withTestState(service), handler, context);
    const guard = guardMessages(options.callKeys, service.function);
    const host = await hostFunction({ port: 0, exchange, guard, drainMs: 0 });
    this.#closing.push(() => host.close());
    this.#hosts.set(service.function, host);
  }

  client(options: GatewayClientOptions = this.#options): GatewayClient {
    const client = new GatewayClient(this.url, options);
    this.#clients.push(client);
    return client;
  }

  connect(options: ConnectOptions = {}): Connection {
    const connection = connect(this.url, { timeoutMs: 10_000, ...options });
    this.#clients.push(connection);
    return connection;
  }

  collect(options: GatewayClientOptions = this.#options): Promise<Collected> {
    return collect(this.store, { transport: this.client(options) }, { idleMs: -1, timeoutMs: 10_000 });
  }

  /** Posts a message to its function, as the queue does, or as somebody does who has seen it. */
  deliver({ functionName, headers, body }: SeenMessage, to = functionName): Promise<HttpReply> {
    return this.ask(to, "/", { headers, body: [body] });
  }

  /** What a function's host answers, without the gateway's cleaning of paths. */
  ask(functionName: string, path: string, call: HttpCall): Promise<HttpReply> {
    return httpCall(`http://127.0.0.1:${this.portOf(functionName)}${path}`, call);
  }

  portOf(functionName: string): number {
    return this.#hosts.get(functionName)?.port ?? 0;
  }

  async close(): Promise<void> {
    await this.background.settled();
    for (const client of this.#clients) client.close();
    await Promise.all(this.#closing.map((close) => close()));
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = (await readBody(request, 1e8)) ?? new Uint8Array(0);
    const { url: path = "" } = request;
    const [, route, name = ""] = /^\/(function|async-function)\/([-\w.]+)$/.exec(path) ?? [];
    const suffix = this.#options.namespace === undefined ? "" : `.${this.#options.namespace}`;
    const functionName = name.endsWith(suffix) ? name.slice(0, name.length - suffix.length) : "";
    const { "transfer-encoding": _, "content-length": __, connection: ___, ...sent } = request.headers;
    const callId = request.headers["x-call-id"] ?? randomUUID();
    const message = { path, functionName, headers: { ...sent, "x-call-id": callId }, body };
    this.seen.push(message);
    if (!this.#hosts.has(functionName)) {
      response.writeHead(404, { "Content-Type": "text/plain" }).end(`error finding function ${name}: (404)`);
    } else if (route === "async-function") {
      this.queued.push(message);
      response.writeHead(202, { "X-Call-Id": callId }).end();
    } else {
      const reply = await this.deliver(message);
      response.writeHead(reply.status, { ...reply.headers, "X-Call-Id": callId }).end(reply.body);
    }
  }
}
