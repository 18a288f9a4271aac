/**
 * A stand-in for OpenFaaS' gateway and provider on the loopback interface: what a client can observe of them is as the real
 * ones were seen to behave. No authentication, nothing to deploy with.
 */

import { Agent, type IncomingMessage, type ServerResponse } from "node:http";
import { posix } from "node:path";
import type { Chaos } from "../chaos.js";
import { ProviderDown, type Deployed, type FindDeployed } from "../cluster/deployed.js";
import { HOST, listen } from "../http/listen.js";
import { sendEmpty, sendText } from "../http/send-text.js";
import type { Queue } from "../queue/queue.js";
import { DEFAULT_NAMESPACE } from "../stack/stack.js";
import type { Timing } from "../timing.js";
import { callHeaders } from "./call-headers.js";
import { enqueue } from "./enqueue.js";
import { forward } from "./forward.js";
import { waitForReplica } from "./wait-for-replica.js";

export interface GatewayOptions {
  /** 0 takes a free one. */
  readonly port: number;
  readonly find: FindDeployed;
  /** Asynchronous calls are not there without one. */
  readonly queue?: Queue;
  readonly timing: Timing;
  /** Whether functions without a replica are woken: true if absent, as helm and faasd install it. */
  readonly scaleFromZero?: boolean;
  readonly chaos?: Chaos;
  readonly onLine: (line: string) => void;
}

export interface Gateway {
  readonly url: string;
  /** Stops listening and cuts the connections. */
  close(): void;
}

/** @throws DevError if the port is taken */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const agent = new Agent({ keepAlive: true });
  let calls = 0;
  const { port, close } = await listen(options.port, (request, response) => {
    route(request, response, options, agent, () => calls++).catch((error: unknown) => {
      options.onLine(`cannot pass on ${request.method} ${request.url}: ${String(error)}`);
      response.destroy();
    });
  });
  return {
    url: `http://${HOST}:${port}`,
    close() {
      close();
      agent.destroy();
    },
  };
}

async function route(
  request: IncomingMessage,
  response: ServerResponse,
  options: GatewayOptions,
  agent: Agent,
  count: () => number,
): Promise<void> {
  const [path, query] = splitOnce(request.url ?? "", "?");
  const cleaned = posix.normalize(path);
  if (cleaned !== path)
    return sendEmpty(response, 301, ["Location", query === undefined ? cleaned : `${cleaned}?${query}`]);
  if (path === "/healthz") return sendText(response, 200, "OK");
  const [, kind, name, inner = ""] = /^\/(function|async-function)\/([-\w.]+)(\/.*)?$/.exec(path) ?? [];
  const innerPath = (inner === "" ? "/" : inner) + (query === undefined ? "" : `?${query}`);
  if (name !== undefined && kind === "function")
    return call(request, response, name, innerPath, options, agent, count());
  if (name !== undefined && options.queue !== undefined)
    return enqueue(request, response, name, innerPath, options.queue);
  sendText(response, 404, "404 page not found\n");
}

async function call(
  request: IncomingMessage,
  response: ServerResponse,
  fullName: string,
  path: string,
  { find, timing, scaleFromZero = true, chaos, onLine }: GatewayOptions,
  agent: Agent,
  number: number,
): Promise<void> {
  const begun = performance.now();
  const dot = fullName.lastIndexOf(".");
  const [name, namespace] = dot < 0 ? [fullName, DEFAULT_NAMESPACE] : [fullName.slice(0, dot), fullName.slice(dot + 1)];
  let deployed: Deployed | undefined;
  if (scaleFromZero) {
    const found = await waitForReplica({ name, namespace, find, timing, gone: () => response.destroyed });
    if (typeof found === "string") {
      onLine(found);
      return sendText(response, 404, found);
    }
    deployed = found;
  }
  const headers = callHeaders(request);
  try {
    deployed ??= find(name, namespace);
  } catch (error) {
    if (!(error instanceof ProviderDown)) throw error;
    return sendEmpty(response, 502, headers.toClient);
  }
  if (response.destroyed) return;
  const mishap = chaos?.ofCall(number);
  if (mishap !== undefined) onLine(`chaos: call ${number}, to ${fullName}: ${mishap.kind}`);
  await forward({ request, response, name: fullName, deployed, path, headers, begun, timing, agent, onLine, mishap });
}

function splitOnce(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
