/** What it means that no whole answer came: nothing of the call had left, or nobody knows. */

/** What became of a call, for whoever makes an error of it. */
export interface Refusal {
  readonly outcome: "not-executed" | "unknown";
  readonly retryable: boolean;
  readonly retryAfterMs?: number | undefined;
  /** What happened: a clause without a full stop. */
  readonly says: string;
  /** What to do: a sentence. */
  readonly advice: string;
}

/** Failures to connect that pass by themselves; a name that does not resolve or a bad certificate does not. */
const PASSING = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EAI_AGAIN",
]);

/**
 * What it means that no whole response came.
 * @param connected whether anything can have reached the other side
 */
export function explainFailure(error: unknown, connected: boolean): Refusal {
  const code = codeOf(error);
  // The error that sums up several failed addresses has a code and no message.
  const what = (error instanceof Error ? error.message : String(error)) || code;
  if (connected)
    return {
      outcome: "unknown",
      retryable: true,
      says: `the connection ended before the whole reply came (${what})`,
      advice: "Repeat it under the same ID; if it stays so, check the gateway's write_timeout.",
    };
  return {
    outcome: "not-executed",
    retryable: PASSING.has(code),
    says: `it cannot be reached (${what})`,
    advice: "Check that it runs and that its URL is right.",
  };
}

export function explainTimeout(timeoutMs: number, connected: boolean): Refusal {
  return {
    outcome: connected ? "unknown" : "not-executed",
    retryable: true,
    says: `no reply within ${timeoutMs} ms`,
    advice: "Repeat it under the same ID, or allow it more time.",
  };
}

export function explainCancelled(connected: boolean): Refusal {
  return {
    outcome: connected ? "unknown" : "not-executed",
    retryable: true,
    says: "the call was cancelled",
    advice: "Repeat it under the same ID to find out what it came to.",
  };
}

export function explainTooLong(maxReplyBytes: number): Refusal {
  return {
    outcome: "unknown",
    retryable: false,
    says: `the reply is longer than the ${maxReplyBytes} bytes that the caller allows (THRIFT_FAAS_MAX_MESSAGE_BYTES in a function, maxReplyBytes of connect)`,
    advice: "Allow longer ones, or ask for less.",
  };
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
