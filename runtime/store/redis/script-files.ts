/** The Lua files beside this one, one per atomic operation, and what the server knows them by. */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/** The files that make up each script, in order. */
export const SCRIPTS = {
  commit: ["record.lua", "commit.lua"],
  deliver: ["record.lua", "deliver.lua"],
  claim: ["record.lua", "claim.lua"],
  sweep: ["record.lua", "sweep.lua"],
  read: ["read.lua"],
} as const;

export type ScriptName = keyof typeof SCRIPTS;

export interface Script {
  readonly text: string;
  /** Its SHA-1, in hex. */
  readonly sha: string;
}

/** The sources of the package, as seen from dist/runtime/store/redis/: the compiler does not copy what is not TypeScript. */
const FOLDER = new URL("../../../../runtime/store/redis/", import.meta.url);

export function readScripts(): Readonly<Record<ScriptName, Script>> {
  const scripts = Object.entries(SCRIPTS).map(([name, files]) => {
    const text = files.map((file) => readFileSync(new URL(file, FOLDER), "utf8")).join("\n");
    return [name, { text, sha: createHash("sha1").update(text).digest("hex") }] as const;
  });
  return Object.fromEntries(scripts) as Record<ScriptName, Script>;
}
