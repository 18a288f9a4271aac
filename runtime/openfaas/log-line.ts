import { inspect } from "node:util";

/**
 * In characters, of which none takes more than three bytes: on a line over 64 KB the watchdog stops reading, and what is
 * written then blocks the function for ever. IDs and messages in a line may be a stranger's, and as long as he likes.
 */
const LONGEST = 16_384;

/** Logs to stderr on exactly one line, stack and causes included: a log collector keeps what belongs together. */
export function logLine(what: string, error?: unknown): void {
  const text = error === undefined ? what : `${what}: ${inspect(error)}`;
  console.error(toOneLine(text.slice(0, LONGEST)));
}

function toOneLine(text: string): string {
  const lines = text.split(/[\r\n]/).map((line) => line.trim());
  return lines.filter((line) => line !== "").join(" | ");
}
