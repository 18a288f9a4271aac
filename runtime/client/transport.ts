/** How a call's bytes reach a function and its reply's bytes come back: the seam under the exactly-once protocol. */
export interface Transport {
  /**
   * Delivers a message to a function and resolves to the reply's bytes.
   * @param timeoutMs how long the whole exchange may take
   * @throws DeliveryError when no believable reply came back
   */
  post(functionName: string, body: Uint8Array, contentType: string, timeoutMs: number): Promise<Uint8Array>;
}

/** No believable reply came back. */
export class DeliveryError extends Error {
  override readonly name: string = "DeliveryError";
  /** Whether the function can have run. With the same invocation ID, repeating the call is safe in both cases. */
  readonly outcome: "not-executed" | "unknown";
  /** Whether repeating it can help. */
  readonly retryable: boolean;
  /** How long the other side asks to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(
    message: string,
    about: {
      readonly outcome: "not-executed" | "unknown";
      readonly retryable: boolean;
      readonly retryAfterMs?: number | undefined;
    },
  ) {
    super(message);
    this.outcome = about.outcome;
    this.retryable = about.retryable;
    this.retryAfterMs = about.retryAfterMs;
  }
}
