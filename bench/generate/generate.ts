/**
 * `npm run bench:generate`: whole processes that generate code, ours beside Apache's compiler and thrift-typescript: 100,
 * 1,000 and 10,000 structs of ten fields, and the social network. All take turns; shown are medians, and how often ours goes
 * into each.
 */

import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PACKAGE } from "../../test/support/imports.js";
import { manyStructs } from "./many-structs.js";
import { measure, type Measured } from "./measure.js";

const PEERS = join(PACKAGE, "bench/generate");
const folder = mkdtempSync(join(tmpdir(), "thrift-faas-bench-"));

const OURS = "thrift-faas";

type Contestant = (file: string, out: string) => readonly [command: string, ...args: string[]];

/** The command that generates code from this file, in the folder, into `out`. */
const CONTESTANTS = new Map<string, Contestant>([
  ["node -e 0", () => [process.execPath, "-e", "0"]],
  [OURS, (file, out) => [process.execPath, join(PACKAGE, "dist/bin/thrift-faas.js"), "gen", file, "-o", out]],
  ["thrift 0.17 js:node,ts", (file, out) => ["thrift", "--gen", "js:node,ts", "-out", out, file]],
  [
    "thrift-typescript",
    (file, out) => {
      const script = join(PEERS, "node_modules/.bin/thrift-typescript");
      return [process.execPath, script, "--rootDir", ".", "--sourceDir", ".", "--outDir", out, file];
    },
  ],
]);

/** How often each is measured. */
const INPUTS: ReadonlyMap<string, number> = new Map([
  ["social_network", 15],
  ["100", 7],
  ["1000", 5],
  ["10000", 3],
]);

function prepare(): void {
  if (!existsSync(join(PEERS, "node_modules")))
    execFileSync("npm", ["ci", "--ignore-scripts", "--no-fund", "--no-audit"], { cwd: PEERS, stdio: "inherit" });
  copyFileSync(join(PACKAGE, "idl-examples/social_network.thrift"), join(folder, "social_network.thrift"));
  for (const name of INPUTS.keys())
    if (name !== "social_network") writeFileSync(join(folder, `${name}.thrift`), manyStructs(Number(name)));
}

async function measureOnce(contestant: Contestant, input: string): Promise<Measured> {
  const out = join(folder, "out");
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out);
  const [command, ...args] = contestant(`${input}.thrift`, "out");
  return measure(command, args, folder);
}

async function measureAll(input: string, rounds: number): Promise<void> {
  const all = new Map([...CONTESTANTS.keys()].map((name): [string, Measured[]] => [name, []]));
  for (let round = 0; round < rounds; round++)
    for (const [name, contestant] of CONTESTANTS) all.get(name)?.push(await measureOnce(contestant, input));
  console.log(`\n${input}${input === "social_network" ? "" : " structs"}: wall clock, CPU time, peak memory`);
  const ours = medians(all.get(OURS) ?? []);
  for (const [name, measured] of all) {
    const { wallMs, cpuMs, peakMiB } = medians(measured);
    const columns = [
      column(wallMs, "ms", ours.wallMs),
      column(cpuMs, "ms", ours.cpuMs),
      column(peakMiB, "MiB", ours.peakMiB),
    ];
    console.log(`  ${name.padEnd(24)}${columns.join("")}`);
  }
}

function column(value: number, unit: string, ours: number): string {
  return (
    `${Math.round(value).toLocaleString("en")} ${unit}`.padStart(12) + `(${(value / ours).toFixed(1)}x)`.padStart(9)
  );
}

function medians(measured: readonly Measured[]): Measured {
  const of = (key: keyof Measured): number => median(measured.map((each) => each[key]));
  return { wallMs: of("wallMs"), cpuMs: of("cpuMs"), peakMiB: of("peakMiB") };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

try {
  prepare();
  for (const [input, rounds] of INPUTS) await measureAll(input, rounds);
} finally {
  rmSync(folder, { recursive: true });
}
