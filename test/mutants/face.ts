/** Has one mutant face the tests, the quick ones first, until one of them notices it. */

import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { copyPackage, mutate, removeCopy } from "./apply.js";
import type { Mutant } from "./mutants.js";

export interface Faced {
  /** What noticed it; undefined if nothing did. */
  readonly noticedBy: string | undefined;
  readonly seconds: number;
}

/** Of each workflow. */
const SCHEDULES = 400;
/** A mutant that makes the tests run for ever is noticed as well. */
const PATIENCE_MS = 600_000;

/** The tests of the protocol's parts, for what a simulation cannot see. */
const TESTS = [
  "simulation/forgery.test.js",
  "runtime/store/memory.test.js",
  "runtime/{invocation,callback,collector,client,service,system}/*.test.js",
  "model/model.test.js",
].map((test) => join("dist", "test", test));

/**
 * @param root of the package, compiled
 * @param mutant undefined: the code as it is
 */
export async function face(root: string, mutant: Mutant | undefined): Promise<Faced> {
  const begun = Date.now();
  const copy = copyPackage(root);
  try {
    if (mutant !== undefined) mutate(copy, mutant);
    const noticedBy = (await runBattery(copy)) ?? (await runTests(copy));
    return { noticedBy, seconds: (Date.now() - begun) / 1000 };
  } finally {
    removeCopy(copy);
  }
}

async function runBattery(copy: string): Promise<string | undefined> {
  const { status, output } = await run(copy, [join("dist", "test", "mutants", "battery.js"), String(SCHEDULES)]);
  return status === 0 ? undefined : (output.trim().split("\t")[0] ?? "the battery");
}

async function runTests(copy: string): Promise<string | undefined> {
  const mocha = join(createRequire(import.meta.url).resolve("mocha/package.json"), "..", "bin", "mocha.js");
  const { status, output } = await run(copy, [
    mocha,
    "--no-config",
    "--exit",
    "--bail",
    "--timeout",
    "20000",
    ...TESTS,
  ]);
  return status === 0
    ? undefined
    : `test: ${/^ *1\) (.*(?:\n {7,}.*)*?):?\n/m.exec(output)?.[1] ?? "the tests do not run"}`;
}

/** Resolves when the process has ended; a status of null says that it had to be ended. */
function run(cwd: string, args: readonly string[]): Promise<{ status: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: PATIENCE_MS,
      killSignal: "SIGKILL",
    });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, output: Buffer.concat(chunks).toString() }));
  });
}
