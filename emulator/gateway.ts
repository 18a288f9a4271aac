/**
 * A stand-in for OpenFaaS on the loopback interface: what a client of the gateway, and a function behind its watchdog,
 * can observe of the two, as the real ones were seen to behave. No queue, no scaling, no authentication.
 */

import { once } from "node:events";
import { Agent, createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { posix } from "node:path";
import { DevError } from "./dev-error.js";
import type { FunctionRegistry } from "./function-registry.js";
import { proxy } from "./proxy.js";
import { sendText } from "./send-text.js";

export interface GatewayOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly host?: string;
  readonly functions: FunctionRegistry;
  /** Like the watchdog's `exec_timeout`, in milliseconds. */
  readonly execTimeoutMs: number;
  readonly onLine: (line: string) => void;
}

export interface Gateway {
  readonly url: string;
  /** Stops listening and cuts the connections. */
  close(): Promise<void>;
}

/** @throws DevError if the port is taken */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { port, host = "127.0.0.1" } = options;
  const agent = new Agent({ keepAlive: true });
  const server = createServer((request, response) => {
    route(request, response, options, agent).catch((error: unknown) => {
      options.onLine(`cannot pass on ${request.method} ${request.url}: ${String(error)}`);
      response.destroy();
    });
  });
  server.listen(port, host);
  await once(server, "listening").catch((error: unknown) => {
    throw explainListenError(error, port);
  });
  const address = server.address();
  const actualPort = typeof address === "object" && address !== null ? address.port : port;
  return {
    url: `http://${host}:${actualPort}`,
    async close() {
      server.close();
      server.closeAllConnections();
      agent.destroy();
      await once(server, "close");
    },
  };
}

async function route(
  request: IncomingMessage,
  response: ServerResponse,
  { functions, execTimeoutMs, onLine }: GatewayOptions,
  agent: Agent,
): Promise<void> {
  const [path, query] = splitOnce(request.url ?? "", "?");
  const cleaned = posix.normalize(path);
  if (cleaned !== path) {
    const location = query === undefined ? cleaned : `${cleaned}?${query}`;
    response.writeHead(301, { Location: location, "Content-Length": 0 }).end();
    return;
  }
  if (path === "/healthz") return sendText(response, 200, "OK");
  const [, name, inner = ""] = /^\/function\/([-\w.]+)(\/.*)?$/.exec(path) ?? [];
  if (name === undefined) return sendText(response, 404, "404 page not found\n");

  const simpleName = name.endsWith(".openfaas-fn") ? name.slice(0, -".openfaas-fn".length) : name;
  const target = functions.get(simpleName);
  if (target === undefined) {
    const fullName = name.includes(".") ? name : `${name}.openfaas-fn`;
    onLine(`no function ${name}; there are ${[...functions.keys()].join(", ")}`);
    return sendText(response, 404, `error finding function ${fullName}: server returned non-200 status code (404)`);
  }
  const innerUrl = (inner === "" ? "/" : inner) + (query === undefined ? "" : `?${query}`);
  await proxy({ request, response, name: simpleName, target, url: innerUrl, execTimeoutMs, onLine, agent });
}

function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function explainListenError(error: unknown, port: number): unknown {
  if (!(error instanceof Error && "code" in error)) return error;
  if (error.code === "EADDRINUSE")
    return new DevError(`Port ${port} is in use. Stop what uses it, or choose another port with --port.`);
  if (error.code === "EACCES") return new DevError(`Port ${port} needs privileges. Choose one above 1023 with --port.`);
  return error;
}
