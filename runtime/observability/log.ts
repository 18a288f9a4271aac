/**
 * A function's log: one JSON object per line on stderr, written at once, so that the last line before a crash is there as
 * well. Own code: a logging library takes longer to load than a function may take to start, and the line that says why it
 * could not start cannot wait for it.
 */

import { inspect } from "node:util";
import { currentTraceparent } from "./find-tracer.js";

const LEVELS = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof LEVELS)[number];

/** What a line holds besides its message. Errors are written with their stack and causes, bigints in full. */
export type LogFields = Readonly<Record<string, unknown>>;

export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/**
 * In bytes: on a line over 64 KB the watchdog stops reading, and every line after it is lost, unless it is told otherwise. IDs and
 * messages in a line may be a stranger's, and as long as he likes.
 */
const LONGEST_LINE = 60_000;
/** In characters: how much text a line holds, the first of these with which it is short enough; no text takes more than an eighth. */
const MOST_TEXT = [48_000, 9_600];

let threshold: LogLevel = "info";

/** What is less than this is not written. */
export function setLogLevel(level: LogLevel): void {
  threshold = level;
}

/** @throws Error if it is none */
export function parseLogLevel(text: string): LogLevel {
  const level = LEVELS.find((known) => known === text);
  if (level === undefined) throw new Error(`THRIFT_FAAS_LOG_LEVEL is "${text}"; it is one of ${LEVELS.join(", ")}`);
  return level;
}

/**
 * @param bound stands on every line
 * @param isSilent whether nothing is written now
 */
export function makeLog(bound: LogFields = {}, isSilent: () => boolean = () => false): Log {
  const at =
    (level: LogLevel) =>
    (message: string, fields: LogFields = {}): void => {
      if (LEVELS.indexOf(level) < LEVELS.indexOf(threshold) || isSilent()) return;
      // What a line is about cannot be changed by what it says.
      const own = { time: new Date().toISOString(), level, message, ...bound, ...currentTrace() };
      console.error(formatLine(own, fields));
    };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

/** What is not about one invocation. */
export const log = makeLog();

function currentTrace(): LogFields {
  const [, trace_id, span_id] = currentTraceparent()?.split("-") ?? [];
  return trace_id === undefined ? {} : { trace_id, span_id };
}

function formatLine(own: LogFields, fields: LogFields): string {
  // What cannot be written as it is, or is thousands of fields, is described.
  return (
    shorten({ ...own, ...withoutKeysOf(own, fields) }) ??
    shorten({ ...own, fields: inspect(fields, { maxStringLength: 100 }) }) ??
    "{}"
  );
}

function shorten(value: LogFields): string | undefined {
  for (const most of MOST_TEXT) {
    const line = stringify(value, most);
    if (line !== undefined && Buffer.byteLength(line) <= LONGEST_LINE) return line;
  }
  return undefined;
}

function withoutKeysOf(own: LogFields, fields: LogFields): LogFields {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !(key in own)));
}

/** Undefined if JSON has no words for it: a circle, or an object that does not want to be written. */
function stringify(value: LogFields, mostText: number): string | undefined {
  let left = mostText;
  const cut = (text: string): string => {
    const kept = text.slice(0, Math.min(left, mostText / 8));
    left -= kept.length;
    return kept;
  };
  try {
    return JSON.stringify(value, (_key, part: unknown) => {
      if (typeof part === "bigint") return String(part);
      if (part instanceof Error) return cut(inspect(part));
      return typeof part === "string" ? cut(part) : part;
    });
  } catch {
    return undefined;
  }
}
