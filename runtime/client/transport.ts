import type { Protocol } from "../protocol/protocol.js";

/** How a call's bytes reach a function and its reply's bytes come back: the seam under the exactly-once protocol. */
export interface Transport {
  /**
   * Delivers a message to a function and resolves to the reply's bytes.
   * @param timeoutMs how long the whole exchange may take
   * @param signal ends the exchange when it is aborted
   * @throws DeliveryError when no believable reply came back, `PendingError` when it will come later
   */
  post(
    functionName: string,
    body: Uint8Array,
    contentType: string,
    timeoutMs: number,
    signal?: AbortSignal,
  ): Promise<Uint8Array>;
  /** Who answers there. Absent, or undefined: a function of ours, in the binary protocol. */
  peer?(functionName: string): Peer | undefined;
}

/** Who answers to a function's name. */
export interface Peer {
  /** What it is spoken to in. */
  readonly protocol: Protocol["name"];
  /** Whether it is a Thrift server that keeps no record of calls: there, a call that comes twice happens twice. */
  readonly isPlain: boolean;
}

/** How a client talks to whoever answers. */
export interface TransportOptions {
  /** What is spoken there; binary if absent. */
  readonly protocol?: Protocol["name"] | undefined;
  /** How long a reply may be, in bytes; if absent, as long as a call to a function may be by default. */
  readonly maxReplyBytes?: number | undefined;
}

const FUNCTION: Peer = { protocol: "binary", isPlain: false };

export function peerOf(transport: Transport, functionName: string): Peer {
  return transport.peer?.(functionName) ?? FUNCTION;
}

/** What is known of a call to which no believable reply came back. */
export interface Delivery {
  /** Whether the function can have run. With the same invocation ID, repeating the call is safe in both cases. */
  readonly outcome: "not-executed" | "unknown";
  /** Whether repeating it can help. */
  readonly retryable: boolean;
  /** How long the other side asks to wait, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** What to do: a sentence. */
  readonly advice?: string | undefined;
}

/** No believable reply came back: the message says what happened, whether the call can have run, and what to do. */
export class DeliveryError extends Error implements Delivery {
  override readonly name: string = "DeliveryError";
  /** A clause without a full stop. */
  readonly happened: string;
  readonly outcome: "not-executed" | "unknown";
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly advice: string | undefined;
  /** Of a call from outside of every function, its own choice or not: what to repeat it under, with `withId`. */
  invocationId: string | undefined;

  /** @param cause what went wrong last, if this sums up several tries */
  constructor(happened: string, { outcome, retryable, retryAfterMs, advice }: Delivery, cause?: unknown) {
    const fate = outcome === "unknown" ? "Whether the call was executed is unknown." : "The call was not executed.";
    const message = [`${happened}.`, fate, advice].filter((sentence) => sentence !== undefined).join(" ");
    super(message, cause === undefined ? undefined : { cause });
    this.happened = happened;
    this.outcome = outcome;
    this.retryable = retryable;
    this.retryAfterMs = retryAfterMs;
    this.advice = advice;
  }
}

/** The caller's AbortSignal was aborted before there was an answer; `cause` is the signal's reason. */
export class CancelledError extends DeliveryError {
  override readonly name = "CancelledError";

  constructor(outcome: Delivery["outcome"], reason: unknown) {
    const advice =
      outcome === "unknown"
        ? "It may still be carried out: to find out, repeat it under the same ID, which is this error's invocationId."
        : undefined;
    super("The call was cancelled", { outcome, retryable: true, advice }, reason);
  }
}

/** How soon to ask again for what waits for something else, in milliseconds. */
const ASK_AGAIN_MS = 500;

/** The invocation has begun and is durable, and waits for another one: whoever asks again under its ID gets the result. */
export class PendingError extends DeliveryError {
  override readonly name = "PendingError";

  constructor(happened: string) {
    super(happened, {
      outcome: "unknown",
      retryable: true,
      retryAfterMs: ASK_AGAIN_MS,
      advice: "It goes on by itself: ask again under the same invocation ID, or attach to it.",
    });
  }
}
