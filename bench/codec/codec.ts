/**
 * How fast messages are encoded and decoded: our generated code beside that of others, as times of Apache's `thrift` package.
 *
 * Each contestant has a process of its own. Rounds are interleaved: all of them do the same message one right after the
 * other, so that what else the machine does falls on all alike; the ratios of a round are compared, and their medians shown.
 */

import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chart } from "./chart.js";
import type { Direction, Order, Ready } from "./contestant-process.js";
import { BASELINE, CONTESTANTS } from "./contestants/index.js";
import { byMessage, MESSAGE_NAMES, type MessageName } from "./messages.js";
import { PEERS } from "./peers.js";
import { preparePeers } from "./prepare-peers.js";
import type { Measured, Results } from "./results.js";
import { table } from "./table.js";

const ROUNDS = Number(process.argv[2] ?? 13);
/** Only those whose name begins so: for work on one of them. */
const ONLY = process.argv[3] ?? "";

const PROCESS = fileURLToPath(new URL("./contestant-process.js", import.meta.url));

/** A young generation so large that nothing is collected while allocations are counted. */
const MEMORY_OPTIONS = ["--expose-gc", "--min-semi-space-size=128", "--max-semi-space-size=128"];

class Contestant {
  readonly name: string;
  readonly sizes: Ready["sizes"];
  readonly #child: ChildProcess;

  private constructor(name: string, child: ChildProcess, sizes: Ready["sizes"]) {
    this.name = name;
    this.sizes = sizes;
    this.#child = child;
  }

  /** @returns undefined when it cannot take part; it has said why */
  static async start(name: string, execArgv: readonly string[] = []): Promise<Contestant | undefined> {
    const child = fork(PROCESS, [name], { execArgv: ["--disable-warning=DEP0005", ...execArgv] });
    const [ready] = await Promise.race([
      once(child, "message") as Promise<[Ready]>,
      once(child, "exit").then(() => [undefined]),
    ]);
    return ready && new Contestant(name, child, ready.sizes);
  }

  async measure(order: Order): Promise<number> {
    const answer = once(this.#child, "message") as Promise<[number]>;
    this.#child.send(order);
    return (await answer)[0];
  }

  stop(): void {
    this.#child.disconnect();
  }
}

type Samples = Map<string, number[]>;
const keyOf = (contestant: string, message: MessageName, direction: Direction): string =>
  `${contestant}: ${direction} ${message}`;

async function measureSpeed(contestants: readonly Contestant[]): Promise<Samples> {
  const samples: Samples = new Map();
  for (let round = 0; round < ROUNDS; round++)
    for (const message of MESSAGE_NAMES)
      for (const direction of ["encode", "decode"] as const)
        for (const contestant of rotated(contestants, round)) {
          const key = keyOf(contestant.name, message, direction);
          const sample = await contestant.measure({ message, direction, measure: "cpu" });
          samples.set(key, [...(samples.get(key) ?? []), sample]);
        }
  return samples;
}

async function measureMemory(name: string): Promise<Map<string, number>> {
  const measured = new Map<string, number>();
  const contestant = await Contestant.start(name, MEMORY_OPTIONS);
  for (const message of MESSAGE_NAMES)
    for (const direction of ["encode", "decode"] as const)
      measured.set(
        keyOf(name, message, direction),
        (await contestant?.measure({ message, direction, measure: "memory" })) ?? NaN,
      );
  contestant?.stop();
  return measured;
}

/** In each round another one comes first: who is measured after a pause, or after whom, must not matter. */
function rotated<T>(values: readonly T[], by: number): readonly T[] {
  const at = by % values.length;
  return [...values.slice(at), ...values.slice(0, at)];
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}

function ratio(samples: Samples, name: string, message: MessageName, direction: Direction): number {
  const baseline = samples.get(keyOf(BASELINE, message, direction)) ?? [];
  const own = samples.get(keyOf(name, message, direction)) ?? [];
  return median(own.map((sample, round) => (baseline[round] ?? NaN) / sample));
}

function resultOf(
  speed: Samples,
  name: string,
  sizes: Ready["sizes"],
  memory: ReadonlyMap<string, number>,
): Readonly<Record<MessageName, Measured>> {
  const measured = (message: MessageName): Measured => ({
    size: sizes[message],
    encode: ratio(speed, name, message, "encode"),
    decode: ratio(speed, name, message, "decode"),
    encodeMemory: memory.get(keyOf(name, message, "encode")) ?? NaN,
    decodeMemory: memory.get(keyOf(name, message, "decode")) ?? NaN,
  });
  return byMessage(measured);
}

const problems = [...(await preparePeers())];
const contestants: Contestant[] = [];
for (const name of CONTESTANTS.keys()) {
  if (name !== BASELINE && !name.startsWith(ONLY)) continue;
  const contestant = await Contestant.start(name);
  if (contestant === undefined) problems.push(`${name}: its process has ended`);
  else contestants.push(contestant);
}
const speed = await measureSpeed(contestants);
for (const contestant of contestants) contestant.stop();

const results: Results = new Map();
for (const { name, sizes } of contestants)
  results.set(name, resultOf(speed, name, sizes, ONLY === "" ? await measureMemory(name) : new Map()));

console.log(table(results));
for (const message of MESSAGE_NAMES)
  console.log(
    `${message}: the baseline takes ${(["encode", "decode"] as const).map((direction) => `${(median(speed.get(keyOf(BASELINE, message, direction)) ?? []) / 1000).toFixed(1)} µs to ${direction}`).join(", ")}`,
  );
for (const problem of problems) console.log(`MISSING: ${problem}`);
if (ONLY === "" && problems.length === 0) writeFileSync(join(PEERS, "chart.svg"), chart(results));
if (problems.length > 0) process.exitCode = 1;
