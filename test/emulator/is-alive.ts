import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** A process that has ended and waits for its parent to take notice is not alive. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return process.platform !== "linux";
  }
}

/** Waits up to two seconds; false if a process is still there then. */
export async function haveEnded(...pids: readonly number[]): Promise<boolean> {
  for (let waited = 0; waited < 2_000 && pids.some(isAlive); waited += 20) await sleep(20);
  return !pids.some(isAlive);
}
