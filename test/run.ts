/**
 * The last part of `npm test`: all tests, as two mochas side by side. Those of the protocol compute, those of everything
 * else mostly wait for processes that they have started. Shows the output of one when the other has ended.
 */

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, open, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mochaGlobalSetup as installPackages } from "./setup/system-packages.js";

/** The folders that hold the evidence for the protocol. */
const EVIDENCE = "dist/test/{chaos,linearizability,model,mutants,simulation}/**/*.test.js";
const ALL = "dist/test/**/*.test.js";

// Once: two of them would be in each other's way.
installPackages();
const folder = await mkdtemp(join(tmpdir(), "thrift-faas-test-"));
try {
  // Into a file: a pipe ends only when everything has ended that a test may have left behind.
  const output = await open(join(folder, "output"), "w");
  const evidence = runMocha(output.fd, EVIDENCE);
  const others = await runMocha("inherit", ALL, "--ignore", EVIDENCE);
  process.exitCode = Math.max(others, await evidence);
  await output.close();
  process.stdout.write(await readFile(join(folder, "output")));
} finally {
  await rm(folder, { recursive: true });
}

async function runMocha(output: number | "inherit", ...args: readonly string[]): Promise<number> {
  const mocha = spawn(process.execPath, ["node_modules/mocha/bin/mocha.js", ...args], {
    stdio: ["ignore", output, output],
  });
  const [code] = (await once(mocha, "exit")) as [number | null];
  return code ?? 1;
}
