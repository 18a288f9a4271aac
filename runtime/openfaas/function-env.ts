/** The settings a function shares with its watchdog, from the same environment variables. */

const DEFAULT_PORT = 3000;
/** The watchdog's own default for `write_timeout`. */
const DEFAULT_INTERVAL_MS = 30_000;
/**
 * How much longer than the watchdog a function lets calls in. Both begin to count at SIGTERM: without it, calls that the
 * watchdog took at the very end would find nobody. Where the watchdog is the container's first process, it ends this one
 * before the time is over if nothing is under way.
 */
const MARGIN_MS = 1_000;

export interface FunctionEnv {
  readonly port: number;
  /** How long to serve on after SIGTERM; 0 where nobody calls a function any more that is being stopped. */
  readonly drainMs: number;
}

/**
 * `http_port`: where the watchdog looks for the function. `healthcheck_interval`, and like in the watchdog
 * `write_timeout` in its absence: how long the watchdog lets calls in after SIGTERM. What cannot be read counts as unset.
 */
export function readFunctionEnv(env: NodeJS.ProcessEnv): FunctionEnv {
  const intervalMs =
    parseDuration(env["healthcheck_interval"] ?? "") ??
    parseDuration(env["write_timeout"] ?? "") ??
    DEFAULT_INTERVAL_MS;
  return {
    port: Number(env["http_port"] ?? "") || DEFAULT_PORT,
    drainMs: intervalMs === 0 ? 0 : intervalMs + MARGIN_MS,
  };
}

const UNITS_MS: ReadonlyMap<string, number> = new Map([
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1_000],
  ["ms", 1],
  ["us", 1e-3],
  ["µs", 1e-3],
  ["ns", 1e-6],
]);

/** A Go duration such as `1m30s` or `1.5s`, or whole seconds; in milliseconds. Undefined if it is neither. */
export function parseDuration(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text) * 1_000;
  if (!/^(\d+(\.\d*)?(h|ms|m|s|us|\u00b5s|ns))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, count, unit] of text.matchAll(/([\d.]+)([a-z\u00b5]+)/g))
    total += Number(count) * (UNITS_MS.get(unit ?? "") ?? 0);
  return total;
}
