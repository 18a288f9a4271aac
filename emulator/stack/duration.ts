/** Durations as OpenFaaS' Go programs read them from their settings. */

const UNITS_MS: Readonly<Record<string, number>> = {
  h: 3_600_000,
  m: 60_000,
  s: 1_000,
  ms: 1,
  us: 1e-3,
  µs: 1e-3,
  ns: 1e-6,
};

/** `1m30s` or `1.5s`; in milliseconds. Undefined if it is none. */
export function parseGoDuration(text: string): number | undefined {
  if (!/^((\d+\.?\d*|\.\d+)(h|ms|m|s|us|µs|ns))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, count, unit] of text.matchAll(/([\d.]+)([a-zµ]+)/g))
    total += Number(count) * (UNITS_MS[unit ?? ""] ?? 0);
  return total;
}

/** A Go duration or whole seconds, as the watchdog takes them; in milliseconds. Undefined if it is neither. */
export function parseSetting(text: string): number | undefined {
  return /^\d+$/.test(text) ? Number(text) * 1_000 : parseGoDuration(text);
}
