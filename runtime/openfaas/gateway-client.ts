/** Calls functions through an OpenFaaS gateway: one POST, one reply that is certainly the function's, or an error. */

import { Agent as HttpAgent, request as requestHttp, type ClientRequest, type IncomingMessage } from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";
import { PendingError, type Transport } from "../client/transport.js";
import { currentTraceparent } from "../observability/find-tracer.js";
import type { Reply } from "../service/exchange.js";
import { explainFailure, explainName, explainTimeout } from "./explain-failure.js";
import { explainResponse, type GatewayResponse, type Refusal } from "./explain-response.js";
import { GatewayError } from "./gateway-error.js";
import { MARKER_HEADER } from "./marker.js";

/** One client keeps its connections open; `close` lets the process end. Repeating a failed call is not its job. */
export class GatewayClient implements Transport {
  readonly #base: URL;
  readonly #agent: HttpAgent;

  /**
   * @param url the gateway's, such as `http://127.0.0.1:8080`
   * @throws Error if the URL is none, or not of http or https
   */
  constructor(url: string) {
    this.#base = parseGatewayUrl(url);
    this.#agent =
      this.#base.protocol === "https:" ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  }

  /**
   * Posts one message and resolves to the body of the function's reply.
   * @param functionName as the gateway knows it, such as `text-service` or `text-service.openfaas-fn`
   * @param timeoutMs how long the call may take, the whole reply included
   * @throws GatewayError if no reply came that is certainly the function's
   */
  post(functionName: string, body: Uint8Array, contentType: string, timeoutMs: number): Promise<Uint8Array> {
    const url = new URL(this.#base);
    url.pathname += `function/${encodeURIComponent(functionName)}`;
    // A name may come from a stranger's envelope, and a path of dots leads elsewhere, to the gateway itself.
    if (/^\.{0,2}$/.test(functionName))
      return Promise.reject(new GatewayError(functionName, url.href, undefined, explainName(functionName)));
    const secure = url.protocol === "https:";
    return new Promise((resolve, reject) => {
      let connected = false;
      const traceparent = currentTraceparent();
      const request = (secure ? requestHttps : requestHttp)(url, {
        method: "POST",
        agent: this.#agent,
        headers: { "Content-Type": contentType, "Content-Length": body.length, ...(traceparent && { traceparent }) },
      });
      const fail = (refusal: Refusal, status?: number): void => {
        clearTimeout(timer);
        reject(new GatewayError(functionName, url.origin + url.pathname, status, refusal));
        request.destroy();
      };
      const timer = setTimeout(() => fail(explainTimeout(timeoutMs, connected)), timeoutMs);

      whenConnected(request, secure ? "secureConnect" : "connect", () => (connected = true));
      request.on("error", (error) => fail(explainFailure(error, connected)));
      request.on("response", (message) => {
        collect(message).then(
          (response) => {
            if (isPending(response)) {
              clearTimeout(timer);
              return reject(
                new PendingError(
                  `${functionName} at ${url.origin}${url.pathname}: the invocation waits for another one`,
                ),
              );
            }
            if (!isReply(response)) return fail(explainResponse(response), response.status);
            clearTimeout(timer);
            resolve(response.body);
          },
          (error: unknown) => fail(explainFailure(error, connected), message.statusCode),
        );
      });
      request.end(body);
    });
  }

  /** Closes the connections. */
  close(): void {
    this.#agent.destroy();
  }
}

/** Status and Content-Type alone prove nothing, see `MARKER_HEADER`. */
function isReply({ status, marker }: GatewayResponse): boolean {
  return status === 200 && marker === ("reply" satisfies Reply["kind"]);
}

function isPending({ marker }: GatewayResponse): boolean {
  return marker === ("pending" satisfies Reply["kind"]);
}

/** Until the connection stands nothing of the call has left this process. */
function whenConnected(request: ClientRequest, event: "connect" | "secureConnect", connected: () => void): void {
  request.once("socket", (socket) => {
    if (socket.connecting) socket.once(event, connected);
    else connected();
  });
}

/** Rejects when the body ends before its Content-Length. */
async function collect(message: IncomingMessage): Promise<GatewayResponse> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of message as AsyncIterable<Uint8Array>) chunks.push(chunk);
  const marker = message.headers[MARKER_HEADER.toLowerCase()];
  return {
    status: message.statusCode ?? 0,
    headers: message.headers,
    marker: typeof marker === "string" ? marker : undefined,
    body: Buffer.concat(chunks),
  };
}

/** With one slash at the end and none doubled: a gateway answers those with a redirect that turns a POST into a GET. */
function parseGatewayUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== "http:" && url.protocol !== "https:"))
    throw new Error(`"${text}" is no URL of a gateway; one looks like http://127.0.0.1:8080`);
  url.pathname = `${url.pathname}/`.replaceAll(/\/+/g, "/");
  url.search = "";
  url.hash = "";
  return url;
}
