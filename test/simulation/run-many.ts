/** Runs many schedules, on every core. */

import { once } from "node:events";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { Counts, Seeds } from "./count-schedules.js";

/** @throws what a worker throws: a bug of the simulation itself */
export async function runMany(schedules: number, from: number, guarded = true): Promise<Counts> {
  const workers = availableParallelism();
  const parts = await Promise.all(
    Array.from({ length: workers }, async (_, index) => {
      const batch: Seeds = { first: from + index, step: workers, until: from + schedules, guarded };
      const worker = new Worker(new URL("./worker.js", import.meta.url), { workerData: batch });
      const [counts] = (await once(worker, "message")) as [Counts];
      await worker.terminate();
      return counts;
    }),
  );
  return parts.reduce((sum, part) => ({
    schedules: sum.schedules + part.schedules,
    faults: sum.faults + part.faults,
    roots: sum.roots + part.roots,
    answers: sum.answers + part.answers,
    failed: [...sum.failed, ...part.failed].toSorted((a, b) => a.seed - b.seed),
    failures: sum.failures + part.failures,
  }));
}
