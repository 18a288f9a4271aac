/** Runs inputs on threads until one fails, hangs or takes too much memory, and keeps that one in a file. */

import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { loadTargets, type TargetsModule } from "./load-targets.js";
import { inputAt } from "./run-input.js";
import type { Report, Share } from "./worker.js";

export interface FuzzOptions {
  readonly seed: number;
  /** How many inputs to run at most; no limit if absent. */
  readonly inputs?: number;
  /** How long, in milliseconds; no limit if absent. */
  readonly forMs?: number;
  readonly threads?: number;
  readonly targets?: TargetsModule;
  /** How long one input may take, in milliseconds: far longer than any does, on however slow a machine. */
  readonly hangMs?: number;
}

export interface Fuzzed {
  readonly inputs: number;
  readonly finding?: Finding;
}

export interface Finding {
  readonly target: string;
  /** The input's number in the run of this seed. */
  readonly number: number;
  readonly what: string;
  /** Where the input is. */
  readonly file: string;
}

const ALL_TARGETS: TargetsModule = { url: new URL("./targets.js", import.meta.url).href, name: "TARGETS" };

const HANG_MS = 60_000;
/** Of one thread, in MiB: what is loaded takes half of it. */
const HEAP_MIB = 160;

export async function fuzz(options: FuzzOptions): Promise<Fuzzed> {
  const { seed, inputs = 2 ** 31 - 1, forMs = Infinity, threads = 1, hangMs = HANG_MS } = options;
  const targets = options.targets ?? ALL_TARGETS;
  const shares = Array.from({ length: threads }, (_, first): Share => {
    const progress = new Int32Array(new SharedArrayBuffer(4)).fill(-1);
    return { targets, seed, first, step: threads, until: inputs, deadline: Date.now() + forMs, progress };
  });
  const stop = new AbortController();
  const failures = await Promise.all(
    shares.map(async (share) => {
      const failed = await runShare(share, hangMs, stop.signal);
      if (failed !== undefined) stop.abort();
      return failed;
    }),
  );
  const run = shares.reduce((sum, { progress, first }) => sum + Math.ceil((progress[0]! + 1 - first) / threads), 0);
  const [failed] = failures.filter((one) => one !== undefined);
  if (failed === undefined) return { inputs: run };
  const { target, bytes } = inputAt(await loadTargets(targets), seed, failed.number);
  const file = join(tmpdir(), `thrift-faas-fuzz-${target.name.replaceAll(" ", "-")}-${seed}-${failed.number}.bin`);
  writeFileSync(file, bytes);
  return { inputs: run, finding: { target: target.name, ...failed, file } };
}

/** Resolves to what is wrong with which input; undefined if nothing is, or somebody else has found something. */
async function runShare(share: Share, hangMs: number, signal: AbortSignal): Promise<Report["failed"]> {
  const worker = new Worker(new URL("./worker.js", import.meta.url), {
    workerData: share,
    // The stack is as large as that of a process.
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB, stackSizeMb: 1 },
  });
  const at = (what: string): Report["failed"] => ({ number: Math.max(0, Atomics.load(share.progress, 0)), what });
  let watch: NodeJS.Timeout | undefined;
  const over = new Promise<Report["failed"]>((resolve) => {
    let seen = -1;
    watch = setInterval(() => {
      const now = Atomics.load(share.progress, 0);
      if (now === seen && now >= 0) resolve(at(`it takes more than ${hangMs} ms`));
      seen = now;
    }, hangMs);
    signal.addEventListener("abort", () => resolve(undefined));
    worker.on("message", ({ failed }: Report) => resolve(failed));
    worker.on("error", (error) => resolve(at(String(error))));
  });
  try {
    return await over;
  } finally {
    clearInterval(watch);
    await worker.terminate();
  }
}
