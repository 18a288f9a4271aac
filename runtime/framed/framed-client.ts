/** Calls a framed Thrift server that need not be ours, such as the back-ends of a classic Thrift application. */

import {
  explainCancelled,
  explainFailure,
  explainTimeout,
  explainTooLong,
  type Refusal,
} from "../client/explain-failure.js";
import type { Peer, Transport, TransportOptions } from "../client/transport.js";
import { plainError } from "../peers/plain-error.js";
import { DEFAULT_LIMITS } from "../protocol/limits.js";
import { peekHeader } from "../protocol/peek-header.js";
import { ProtocolError } from "../protocol/protocol-error.js";
import { MessageType, type Protocol } from "../protocol/protocol.js";
import { LongFrameError } from "./frame-reader.js";
import { FramedConnection } from "./framed-connection.js";

/** One client keeps its connections open for a while; `close` ends them. Repeating a failed call is not its job. */
export class FramedClient implements Transport {
  readonly #host: string;
  readonly #port: number;
  readonly #protocol: Protocol["name"];
  readonly #maxReplyBytes: number;
  /** Those that carry no call at the moment. */
  readonly #idle: FramedConnection[] = [];
  #isClosed = false;

  constructor(host: string, port: number, options: TransportOptions = {}) {
    const { protocol = "binary", maxReplyBytes = DEFAULT_LIMITS.messageBytes } = options;
    this.#host = host;
    this.#port = port;
    this.#protocol = protocol;
    this.#maxReplyBytes = maxReplyBytes;
  }

  peer(): Peer {
    return { protocol: this.#protocol, isPlain: true };
  }

  /**
   * Sends one message and resolves to the reply; to nothing for a oneway call.
   * @param functionName for messages only: the server is always the same
   * @throws DeliveryError if no reply came; ProtocolError if what came is none
   */
  async post(...[functionName, body, , timeoutMs, signal]: Parameters<Transport["post"]>): Promise<Uint8Array> {
    const header = (await peekHeader(body))?.header;
    const hasReply = header?.type !== MessageType.ONEWAY;
    const fail = (refusal: Refusal): Error => plainError(functionName, this.#url, refusal);
    if (signal?.aborted === true) throw fail(explainCancelled(false));
    const connection = this.#take();
    let givenUp: ((connected: boolean) => Refusal) | undefined;
    const giveUp = (why: (connected: boolean) => Refusal): void => {
      givenUp ??= why;
      connection.destroy();
    };
    const cancel = (): void => giveUp(explainCancelled);
    const timer = setTimeout(() => giveUp((connected) => explainTimeout(timeoutMs, connected)), timeoutMs);
    signal?.addEventListener("abort", cancel);
    try {
      const reply = await connection.exchange(body, hasReply);
      if (hasReply && (await peekHeader(reply))?.header.seqid !== header?.seqid)
        throw new ProtocolError("The reply is none, or to another call than the last one");
      this.#keep(connection);
      return reply;
    } catch (error) {
      connection.destroy();
      if (error instanceof LongFrameError) throw fail(explainTooLong(this.#maxReplyBytes));
      if (error instanceof ProtocolError) throw error;
      const { isConnected } = connection;
      throw fail(givenUp?.(isConnected) ?? explainFailure(error, isConnected));
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", cancel);
    }
  }

  /** Closes the connections: those that carry a call, when it is answered. */
  close(): void {
    this.#isClosed = true;
    for (const connection of this.#idle.splice(0)) connection.destroy();
  }

  get #url(): string {
    return `tcp://${this.#host.includes(":") ? `[${this.#host}]` : this.#host}:${this.#port}`;
  }

  /** The one that was used last: those that are not needed come to their end. */
  #take(): FramedConnection {
    for (;;) {
      const connection = this.#idle.pop();
      if (connection === undefined) break;
      if (connection.isUsable) return connection;
    }
    const forget = (connection: FramedConnection): void => {
      const at = this.#idle.indexOf(connection);
      if (at >= 0) this.#idle.splice(at, 1);
    };
    return new FramedConnection(this.#host, this.#port, this.#maxReplyBytes, forget);
  }

  #keep(connection: FramedConnection): void {
    if (this.#isClosed) return connection.destroy();
    if (!connection.isUsable) return;
    connection.rest();
    this.#idle.push(connection);
  }
}
