/** Calls a Thrift server over HTTP that need not be ours: nothing tells its replies from a stranger's but what they hold. */

import type { Agent } from "node:http";
import type { Refusal } from "../client/explain-failure.js";
import type { Peer, Transport, TransportOptions } from "../client/transport.js";
import { httpOf } from "../http/http-of.js";
import { postMessage, type HttpResponse } from "../http/post-message.js";
import { quote } from "../http/quote.js";
import { currentTraceparent } from "../observability/find-tracer.js";
import { DEFAULT_LIMITS } from "../protocol/limits.js";
import type { Protocol } from "../protocol/protocol.js";
import { plainError } from "./plain-error.js";

/** One client keeps its connections open; `close` lets the process end. Repeating a failed call is not its job. */
export class PlainHttpClient implements Transport {
  readonly #url: URL;
  readonly #agent: Agent;
  readonly #protocol: Protocol["name"];
  readonly #maxReplyBytes: number;

  /** @param url of http or https */
  constructor(url: URL, options: TransportOptions = {}) {
    const { protocol = "binary", maxReplyBytes = DEFAULT_LIMITS.messageBytes } = options;
    this.#url = url;
    const { Agent } = httpOf(url);
    this.#agent = new Agent({ keepAlive: true });
    this.#protocol = protocol;
    this.#maxReplyBytes = maxReplyBytes;
  }

  peer(): Peer {
    return { protocol: this.#protocol, isPlain: true };
  }

  /**
   * Posts one message and resolves to the body of the response.
   * @param functionName for messages only: the server is always the same
   * @throws DeliveryError if no response came, or one that says that it is no reply
   */
  async post(
    ...[functionName, body, contentType, timeoutMs, signal]: Parameters<Transport["post"]>
  ): Promise<Uint8Array> {
    const traceparent = currentTraceparent();
    const headers = { "Content-Type": contentType, Accept: contentType, ...(traceparent && { traceparent }) };
    const [url, agent, maxReplyBytes] = [this.#url, this.#agent, this.#maxReplyBytes];
    const posted = await postMessage({ url, agent, headers, body, timeoutMs, maxReplyBytes, signal });
    const refusal = "refusal" in posted ? posted.refusal : explainStatus(posted);
    if (refusal !== undefined) throw plainError(functionName, `thrift+${this.#url.href}`, refusal);
    return (posted as HttpResponse).body;
  }

  /** Closes the connections. */
  close(): void {
    this.#agent.destroy();
  }
}

/** Undefined for a response that may be a reply. */
function explainStatus(response: HttpResponse): Refusal | undefined {
  const { status } = response;
  if (status === 200) return undefined;
  const text = quote(response);
  const says = `the server answered with HTTP ${status}${text === "" ? "" : ` and "${text}"`}`;
  const isRefused = (status >= 300 && status < 500 && status !== 408) || status === 501;
  return {
    outcome: isRefused ? "not-executed" : "unknown",
    retryable: status === 408 || status === 429 || status >= 502,
    says,
    advice: "Check that the URL, its path included, is that of a Thrift server.",
  };
}
