/**
 * Before any test runs: the programs of other languages that the tests talk to are there, or are installed now, or
 * everything stops with the one line to type. No test is ever skipped for want of them.
 */

import { spawnSync } from "node:child_process";

const PACKAGES = [
  { name: "thrift-compiler", check: ["thrift", "--version"] },
  { name: "python3-thrift", check: ["/usr/bin/python3", "-c", "import thrift"] },
  { name: "openssl", check: ["openssl", "version"] },
  { name: "redis-server", check: ["redis-server", "--version"] },
  { name: "shellcheck", check: ["shellcheck", "--version"] },
] as const;

export function mochaGlobalSetup(): void {
  const missing = PACKAGES.filter(({ check }) => !succeeds(check)).map(({ name }) => name);
  if (missing.length === 0) return;
  console.log(`Installing ${missing.join(" and ")}, which the tests need ...`);
  const mayInstall = process.getuid?.() === 0 && succeeds(["apt-get", "--version"]);
  const install = ["apt-get", "install", "-y", "--no-install-recommends", ...missing];
  if (
    mayInstall &&
    succeeds(["apt-get", "update"]) &&
    succeeds(install) &&
    PACKAGES.every(({ check }) => succeeds(check))
  )
    return;
  throw new Error(
    `The tests need ${missing.join(" and ")}. Install with: sudo apt-get update && sudo ${install.join(" ")}`,
  );
}

function succeeds([command, ...args]: readonly [string, ...string[]] | readonly string[]): boolean {
  return command !== undefined && spawnSync(command, args, { stdio: "ignore" }).status === 0;
}
