/** A queued call, and what came of it. */

export interface Message {
  /** The function's, as the client wrote it. */
  readonly name: string;
  /** Path and query as the function gets them. */
  readonly path: string;
  /** Flat, without the framing of the body. */
  readonly headers: readonly string[];
  readonly body: Uint8Array;
  readonly callbackUrl: string | undefined;
}

export interface Result {
  readonly status: number;
  /** Flat. */
  readonly headers: readonly string[];
  readonly body: Uint8Array;
}
