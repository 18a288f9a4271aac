/** Calls functions through an OpenFaaS gateway: one POST, one reply that is certainly the function's, or an error. */

import type { Agent } from "node:http";
import { PendingError, type Peer, type Transport, type TransportOptions } from "../client/transport.js";
import { httpOf } from "../http/http-of.js";
import { postMessage } from "../http/post-message.js";
import { currentTraceparent } from "../observability/find-tracer.js";
import { DEFAULT_LIMITS } from "../protocol/limits.js";
import { LIFETIME } from "../store/expiry.js";
import type { CallKeys } from "./call-keys.js";
import { SIGNATURE_HEADER, signCall } from "./call-signature.js";
import { explainQueueResponse, isQueued } from "./explain-queue-response.js";
import { explainName, explainResponse, type GatewayResponse } from "./explain-response.js";
import { functionUrl, parseGatewayUrl, type GatewayAddress } from "./gateway-address.js";
import { GatewayError } from "./gateway-error.js";
import { MARKER_HEADER, type Mark } from "./marker.js";

/**
 * For how long a signed call is good, in milliseconds: as far apart as the clocks of caller and function may be. In a
 * queue it may lie for as long as its ID lives.
 */
const SIGNED_FOR_MS = 300_000;

export interface GatewayClientOptions extends TransportOptions {
  /** Of functions whose names say none; absent: the gateway's own default. */
  readonly namespace?: string | undefined;
  /** What calls are signed with; absent: they are not. */
  readonly callKeys?: CallKeys | undefined;
}

/** One client keeps its connections open; `close` lets the process end. Repeating a failed call is not its job. */
export class GatewayClient implements Transport {
  readonly #address: GatewayAddress;
  readonly #agent: Agent;
  readonly #options: GatewayClientOptions;
  /** Leads through the gateway's queue: replies with nothing, as soon as the message is in it. */
  readonly queue: Transport;

  /**
   * @param url the gateway's, such as `http://127.0.0.1:8080`; credentials in it (`http://user:password@...`) are sent as
   *   basic auth
   * @throws SettingError if the URL is none, or not of http or https
   */
  constructor(url: string, options: GatewayClientOptions = {}) {
    this.#address = parseGatewayUrl(url);
    const { Agent } = httpOf(this.#address.base);
    this.#agent = new Agent({ keepAlive: true });
    this.#options = options;
    this.queue = { post: (...message) => this.#enqueue(...message), peer: () => this.peer() };
  }

  peer(): Peer {
    return { protocol: this.#options.protocol ?? "binary", isPlain: false };
  }

  /**
   * Posts one message and resolves to the body of the function's reply.
   * @param functionName as the gateway knows it, such as `text-service` or `text-service.openfaas-fn`
   * @param timeoutMs how long the call may take, the whole reply included
   * @throws GatewayError if no reply came that is certainly the function's; PendingError if it will come later
   */
  async post(...message: Parameters<Transport["post"]>): Promise<Uint8Array> {
    const [functionName] = message;
    const { response, url } = await this.#send("function", SIGNED_FOR_MS, ...message);
    if (isMarked(response, 202, "pending"))
      throw new PendingError(`${functionName} at ${url}: the invocation waits for another one`);
    // Status and Content-Type alone prove nothing, see `MARKER_HEADER`.
    if (isMarked(response, 200, "reply")) return response.body;
    throw new GatewayError(functionName, url, response.status, explainResponse(response));
  }

  async #enqueue(...message: Parameters<Transport["post"]>): Promise<Uint8Array> {
    const [functionName] = message;
    const { response, url } = await this.#send("async-function", LIFETIME, ...message);
    if (isQueued(response)) return new Uint8Array(0);
    throw new GatewayError(functionName, url, response.status, explainQueueResponse(response));
  }

  async #send(
    route: "function" | "async-function",
    signedForMs: number,
    ...[functionName, body, contentType, timeoutMs, signal]: Parameters<Transport["post"]>
  ): Promise<{ readonly response: GatewayResponse; readonly url: string }> {
    const { namespace, callKeys, maxReplyBytes = DEFAULT_LIMITS.messageBytes } = this.#options;
    const { base, authorization } = this.#address;
    const url = functionUrl(base, route, functionName, namespace);
    if (url === undefined) throw new GatewayError(functionName, base.href, undefined, explainName(functionName));
    const traceparent = currentTraceparent();
    const headers = {
      "Content-Type": contentType,
      ...(traceparent && { traceparent }),
      ...(authorization && { Authorization: authorization }),
      ...(callKeys && { [SIGNATURE_HEADER]: signCall(callKeys[0], functionName, Date.now() + signedForMs, body) }),
    };
    const posted = await postMessage({ url, agent: this.#agent, headers, body, timeoutMs, maxReplyBytes, signal });
    if ("refusal" in posted) throw new GatewayError(functionName, url.href, posted.status, posted.refusal);
    const marker = posted.headers[MARKER_HEADER.toLowerCase()];
    return { response: { ...posted, marker: typeof marker === "string" ? marker : undefined }, url: url.href };
  }

  /** Closes the connections. */
  close(): void {
    this.#agent.destroy();
  }
}

function isMarked({ status, marker }: GatewayResponse, expected: number, mark: Mark): boolean {
  return status === expected && marker === mark;
}
