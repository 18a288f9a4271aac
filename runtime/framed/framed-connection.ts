/** One connection to a framed Thrift server: one call at a time, and never another one after anything has gone wrong. */

import { connect, type Socket } from "node:net";
import { ProtocolError } from "../protocol/protocol-error.js";
import { frame, FrameReader } from "./frame-reader.js";

/** How long a connection is kept that nobody needs, in milliseconds: many a server keeps a thread for it. */
const IDLE_MS = 10_000;

interface Waiting {
  readonly hasReply: boolean;
  readonly resolve: (reply: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

export class FramedConnection {
  readonly #socket: Socket;
  readonly #reader: FrameReader;
  #waiting: Waiting | undefined;
  #isConnected = false;

  /**
   * @param maxReplyBytes a longer reply ends it
   * @param closed is called once, when it can carry no more calls
   */
  constructor(host: string, port: number, maxReplyBytes: number, closed: (connection: FramedConnection) => void) {
    this.#reader = new FrameReader(maxReplyBytes);
    this.#socket = connect({ host, port, noDelay: true })
      .on("connect", () => (this.#isConnected = true))
      .on("data", (chunk) => this.#read(chunk))
      .on("end", () => this.#fail(new Error("the server has closed the connection")))
      .on("error", (error) => this.#fail(error))
      .on("timeout", () => this.destroy())
      .on("close", () => closed(this));
  }

  /** Whether anything can have reached the server. */
  get isConnected(): boolean {
    return this.#isConnected;
  }

  /** Whether another call may be made; the connection was used without a flaw. */
  get isUsable(): boolean {
    return this.#waiting === undefined && !this.#socket.destroyed && this.#reader.isBetweenFrames;
  }

  /**
   * Sends a message and resolves to the reply; to nothing, as soon as it has left, if none is to come.
   * @throws ProtocolError if what came is no frame, or more than one; Error if the connection ended
   */
  exchange(message: Uint8Array, hasReply: boolean): Promise<Uint8Array> {
    this.#socket.setTimeout(0).ref();
    return new Promise((resolve, reject) => {
      this.#waiting = { hasReply, resolve, reject };
      this.#socket.write(frame(message), (error) => {
        // A write that fails ends the connection with the same error.
        if (!hasReply && !(error instanceof Error)) this.#answer(new Uint8Array(0));
      });
    });
  }

  /** Lets the process end, and the connection after a while. */
  rest(): void {
    this.#socket.setTimeout(IDLE_MS).unref();
  }

  destroy(): void {
    this.#fail(new Error("the connection was given up"));
  }

  #read(chunk: Uint8Array): void {
    try {
      const [reply, ...others] = this.#reader.push(chunk);
      if (this.#waiting?.hasReply !== true) throw new ProtocolError("The server sends what nobody has asked for");
      if (reply === undefined) return;
      if (others.length > 0 || !this.#reader.isBetweenFrames)
        throw new ProtocolError("More than one frame came for one call");
      this.#answer(reply);
    } catch (error) {
      this.#fail(error as Error);
    }
  }

  #answer(reply: Uint8Array): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.resolve(reply);
  }

  #fail(error: Error): void {
    this.#socket.destroy();
    this.#waiting?.reject(error);
    this.#waiting = undefined;
  }
}
