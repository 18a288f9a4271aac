import { inspect } from "node:util";

/** The watchdog's log scanner breaks on lines over 64 KB. */
const LONGEST = 16_384;

/** Logs to stderr on exactly one line, stack and causes included: a log collector keeps what belongs together. */
export function logLine(what: string, error?: unknown): void {
  const text = error === undefined ? what : `${what}: ${inspect(error)}`;
  console.error(text.replaceAll(/\s*\n\s*/g, " | ").slice(0, LONGEST));
}
