/** Options that several commands have. */

import { InvalidArgumentError, Option } from "commander";
import { parseDuration } from "../runtime/openfaas/function-env.js";

/** A span of time, 30 seconds if it is left out. */
export function spanOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser(parseSpan).default(30_000, "30s");
}

function parseSpan(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined) throw new InvalidArgumentError("A duration looks like 500ms, 10s or 1m30s.");
  return ms;
}

/** For an option that may be repeated. */
export function append(value: string, values: readonly string[]): readonly string[] {
  return [...values, value];
}

/** For an option that is a port. */
export function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError("A port is a number from 0 to 65535.");
  return port;
}
