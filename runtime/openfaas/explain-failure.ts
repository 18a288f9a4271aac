import type { Refusal } from "./explain-response.js";

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
    says: `the gateway cannot be reached (${what})`,
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

/** What it means that nothing was sent, because no function can have this name. */
export function explainName(functionName: string): Refusal {
  return {
    outcome: "not-executed",
    retryable: false,
    says: `"${functionName}" is no name of a function`,
    advice: "Check who has given it: the envelope's caller, or the service's descriptor.",
  };
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
}
