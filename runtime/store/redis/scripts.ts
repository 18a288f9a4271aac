/** Runs the scripts on the server. */

import type { Cluster, Redis } from "ioredis";
import { readScripts, type Script, type ScriptName } from "./script-files.js";

/** A bundler puts them here: a bundle has no files beside it, and a cold start no time for hashing. */
declare const THRIFT_FAAS_SCRIPTS: Readonly<Record<ScriptName, Script>> | undefined;

/** What a script returned, as its header describes it. */
export type ScriptAnswer = readonly unknown[];

/** Runs a script with these KEYS and ARGV; resolves to what it returned. */
export type RunScript = (
  name: ScriptName,
  keys: readonly Buffer[],
  args: readonly (string | number | Uint8Array)[],
) => Promise<ScriptAnswer>;

/**
 * Runs scripts by their hashes, and sends one in full where the server does not know it: a new one, or one that has been
 * restarted.
 */
export function scriptRunner(client: Redis | Cluster): RunScript {
  const scripts = typeof THRIFT_FAAS_SCRIPTS === "undefined" ? readScripts() : THRIFT_FAAS_SCRIPTS;
  return async (name, keys, args) => {
    const { text, sha } = scripts[name];
    // Lists, not spread: a commit may have more arguments than a call can take.
    const given = [keys.length, ...keys, ...args.map(toArgument)];
    const ask = (command: string, script: string): Promise<unknown> => client.callBuffer(command, [script, ...given]);
    const answer = await ask("evalsha", sha).catch((error: unknown) => {
      if (error instanceof Error && error.message.startsWith("NOSCRIPT")) return ask("eval", text);
      throw error;
    });
    return answer as ScriptAnswer;
  };
}

function toArgument(value: string | number | Uint8Array): string | Buffer {
  if (typeof value === "string") return value;
  return typeof value === "number" ? String(value) : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}
