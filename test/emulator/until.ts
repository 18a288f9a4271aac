import { setTimeout as sleep } from "node:timers/promises";

/** Waits for a condition; the test's own limit ends it if it never comes. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(5);
}
