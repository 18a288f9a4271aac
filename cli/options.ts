/** Options that several commands have. */

import { type Command, InvalidArgumentError, Option } from "commander";
import type { AnalyseOptions } from "../generator/analyse.js";
import type { I64 } from "../generator/model.js";
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

/** What is sent and received follows from an IDL and these. */
export interface WireArguments {
  readonly include: readonly string[];
  readonly allowNegKeys?: boolean;
}

/** How `gen` and all that looks at an IDL as `gen` does read it. */
export interface ReadingArguments extends WireArguments {
  readonly i64: I64;
}

export function addWireOptions(command: Command): Command {
  return command
    .option("-I, --include <dir>", "a folder to search for includes; may be repeated", append, [])
    .option("--allow-neg-keys", "send negative field IDs as they are written, instead of numbering them anew");
}

export function addReadingOptions(command: Command): Command {
  return addWireOptions(command).addOption(
    new Option("--i64 <type>", "what an i64 without faas.i64 is in TypeScript; a number is checked to be exact")
      .choices(["bigint", "number"] satisfies I64[])
      .default("bigint" satisfies I64),
  );
}

export function wireOptions({ include, allowNegKeys = false }: WireArguments): AnalyseOptions {
  return { includePath: include, allowNegativeIds: allowNegKeys };
}

export function readingOptions({ i64, ...wire }: ReadingArguments): AnalyseOptions {
  return { ...wireOptions(wire), i64 };
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
