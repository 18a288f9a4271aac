/** The Lua files beside this one, one per atomic operation, as the driver's custom commands. */

import { readFileSync } from "node:fs";
import type { Cluster, Redis } from "ioredis";

/** The files that make up each script, in order. */
export const SCRIPTS = {
  commit: ["record.lua", "commit.lua"],
  deliver: ["record.lua", "deliver.lua"],
  claim: ["record.lua", "claim.lua"],
  sweep: ["record.lua", "sweep.lua"],
  read: ["read.lua"],
} as const;

export type ScriptName = keyof typeof SCRIPTS;

/** The sources of the package, as seen from dist/runtime/store/redis/: the compiler does not copy what is not TypeScript. */
const FOLDER = new URL("../../../../runtime/store/redis/", import.meta.url);

/** The files' texts by their names, which a bundler puts here: a bundle has no files beside it. */
declare const THRIFT_FAAS_LUA: Readonly<Record<string, string>> | undefined;

export function scriptText(name: ScriptName): string {
  return SCRIPTS[name].map(fileText).join("\n");
}

function fileText(file: string): string {
  const bundled = typeof THRIFT_FAAS_LUA === "undefined" ? undefined : THRIFT_FAAS_LUA[file];
  return bundled ?? readFileSync(new URL(file, FOLDER), "utf8");
}

/** What a script returned, as its header describes it. */
export type ScriptAnswer = readonly unknown[];

/** Runs a script with these KEYS and ARGV; resolves to what it returned. */
export type RunScript = (
  name: ScriptName,
  keys: readonly Buffer[],
  args: readonly (string | number | Uint8Array)[],
) => Promise<ScriptAnswer>;

/**
 * Makes the scripts known to the driver, which sends each in full once per connection and its hash from then on, and in
 * full again where a restarted server does not know it (NOSCRIPT).
 */
export function defineScripts(client: Redis | Cluster): RunScript {
  const names = Object.keys(SCRIPTS) as ScriptName[];
  for (const name of names) client.defineCommand(commandName(name), { lua: scriptText(name) });
  const commands = client as unknown as Record<string, (...args: unknown[]) => Promise<ScriptAnswer>>;
  return (name, keys, args) => {
    const command = commands[`${commandName(name)}Buffer`];
    if (command === undefined) throw new Error(`the driver does not know the script ${name}`);
    // Buffers and strings only. Lists, not spread: a commit may have more arguments than a call can take.
    return command.call(client, keys.length, keys, args.map(toArgument));
  };
}

function commandName(name: ScriptName): string {
  return `thriftFaas-${name}`;
}

function toArgument(value: string | number | Uint8Array): string | Buffer {
  if (typeof value === "string") return value;
  return typeof value === "number" ? String(value) : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}
