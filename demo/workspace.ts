/** The demo's own folder: a user's project, made from nothing, with `gen/` in it. */

import { execFile } from "node:child_process";
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** The package's root; this file runs as dist/demo/workspace.js. */
const PACKAGE = fileURLToPath(new URL("../..", import.meta.url));

/** Inside the package, so that the demo's code finds `thrift-faas` by its name, as it would in a user's project. */
export const WORKSPACE = join(PACKAGE, ".demo");

const COMPILER_OPTIONS = {
  target: "es2023",
  module: "nodenext",
  types: ["node"],
  rootDir: ".",
  outDir: "out",
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  verbatimModuleSyntax: true,
  erasableSyntaxOnly: true,
  skipLibCheck: true,
};

/** A user's stubs, filled in, and a client program; `gen` comes afterwards and leaves both alone. */
export function layOut(): void {
  removeWorkspace();
  mkdirSync(WORKSPACE, { recursive: true });
  cpSync(join(PACKAGE, "demo/functions"), join(WORKSPACE, "gen/functions"), { recursive: true });
  cpSync(join(PACKAGE, "demo/client"), WORKSPACE, { recursive: true });
  writeFileSync(join(WORKSPACE, "tsconfig.json"), JSON.stringify({ compilerOptions: COMPILER_OPTIONS }));
}

export function removeWorkspace(): void {
  rmSync(WORKSPACE, { recursive: true, force: true });
}

/** `thrift-faas gen`, as a user runs it; resolves to the command and what it printed. */
export async function generate(idl: string): Promise<string> {
  const args = ["gen", join("idl-examples", idl), "-o", join(".demo", "gen/")];
  return `$ thrift-faas ${args.join(" ")}\n${await node("dist/bin/thrift-faas.js", args)}`;
}

/** Checks the types of everything in the workspace, and compiles the client program. */
export async function typeCheck(): Promise<void> {
  await node("node_modules/typescript/bin/tsc", ["-p", ".demo"]);
}

/** Runs the compiled client program; returns what it printed. */
export function runClient(gateway: string, text: string): Promise<string> {
  return node(".demo/out/compose-text.js", [gateway, text]);
}

/** Not the synchronous kind: the gateway that the client calls runs in this process. */
async function node(script: string, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [script, ...args], { cwd: PACKAGE });
  return stdout;
}
