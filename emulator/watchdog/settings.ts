import { parseSetting } from "../stack/duration.js";

/** What a function's environment tells its watchdog; times in milliseconds. */
export interface WatchdogSettings {
  readonly execTimeoutMs: number;
  readonly readTimeoutMs: number;
  readonly writeTimeoutMs: number;
  readonly healthcheckIntervalMs: number;
  /** 0 for any number. */
  readonly maxInflight: number;
  /** Empty if there is none. */
  readonly readyPath: string;
  /** The longest line of a log, in bytes; `Infinity` where any length will do. */
  readonly logBufferSize: number;
}

const DEFAULT_MS = 30_000;
const DEFAULT_LOG_BUFFER = 65_536;

/** What cannot be read counts as unset. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): WatchdogSettings {
  const duration = (name: string, byDefault: number): number => parseSetting(env[name] ?? "") ?? byDefault;
  const logBuffer = Number(env["log_buffer_size"] ?? "") || DEFAULT_LOG_BUFFER;
  const writeTimeoutMs = duration("write_timeout", DEFAULT_MS);
  return {
    execTimeoutMs: duration("exec_timeout", DEFAULT_MS),
    readTimeoutMs: duration("read_timeout", DEFAULT_MS),
    writeTimeoutMs,
    healthcheckIntervalMs: duration("healthcheck_interval", writeTimeoutMs),
    maxInflight: Number(env["max_inflight"] ?? "") || 0,
    readyPath: env["ready_path"] ?? "",
    logBufferSize: logBuffer < 0 ? Infinity : logBuffer,
  };
}
