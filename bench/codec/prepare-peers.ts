/** Installs the packages that we are compared with, and has their generators make code. Does what is not done yet. */

import { execFileSync } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { generated, IDL, PEERS, PROTO } from "./peers.js";

/** By package or generator: why it cannot take part. Nobody is left out silently. */
export async function preparePeers(): Promise<readonly string[]> {
  const problems: string[] = [];
  const attempt = async (what: string, work: () => unknown): Promise<void> => {
    try {
      await work();
    } catch (error) {
      problems.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  if (!existsSync(join(PEERS, "node_modules")))
    await attempt("packages", () => run("npm", "ci", "--ignore-scripts", "--no-fund", "--no-audit"));
  await attempt("Apache thrift", () => generate("apache", generateApache));
  await attempt("thrift-typescript", () => generate("thrift-typescript", generateThriftTypescript));
  await attempt("protobufjs", () => generate("protobufjs", generateProtobufjs));
  return problems;
}

/** Debian's compiler makes code for promises that the package no longer has, unless it is asked for ES 6. */
function generateApache(folder: string): void {
  run("thrift", "--gen", "js:node,es6", "--out", folder, IDL);
  // The structs of arguments and results are private to their file.
  for (const file of readdirSync(folder).filter((name) => name.endsWith("Service.js"))) {
    const structs = run("grep", "-o", "-w", "[A-Za-z_]*_\\(args\\|result\\)\\b = class", join(folder, file));
    const names = structs
      .trimEnd()
      .split("\n")
      .map((line) => line.split(" ")[0]);
    appendFileSync(join(folder, file), `\nObject.assign(exports, { ${names.join(", ")} });\n`);
  }
}

async function generateThriftTypescript(folder: string): Promise<void> {
  const source = ["--rootDir", folder, "--sourceDir", dirname(IDL), "--outDir", "source"];
  run(binOf("thrift-typescript"), ...source, "--target", "thrift-server", "social_network.thrift");
  await build({
    entryPoints: [join(folder, "source/index.ts")],
    outfile: join(folder, "index.cjs"),
    bundle: true,
    packages: "external",
    platform: "node",
    logLevel: "error",
  });
}

function generateProtobufjs(folder: string): void {
  const options = ["--target", "static-module", "--wrap", "commonjs", "--keep-case"];
  run(binOf("pbjs"), ...options, "--out", join(folder, "social_network.cjs"), PROTO);
}

/** A folder comes to be when all of it is there. */
async function generate(name: string, into: (folder: string) => void | Promise<void>): Promise<void> {
  if (existsSync(generated(name))) return;
  const unfinished = generated(`${name}.unfinished`);
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  await into(unfinished);
  renameSync(unfinished, generated(name));
}

function binOf(name: string): string {
  return join(PEERS, "node_modules/.bin", name);
}

function run(command: string, ...args: readonly string[]): string {
  return execFileSync(command, args, { cwd: PEERS, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}
