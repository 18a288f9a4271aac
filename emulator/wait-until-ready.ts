import { get } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

const FIRST_DELAY_MS = 3;
const LONGEST_DELAY_MS = 50;

/** Polls a path of a loopback port until it answers 200. Rejects only when the signal aborts. */
export async function waitUntilReady(port: number, signal: AbortSignal, path = "/ready"): Promise<void> {
  // Short steps at first: what a cold start costs is felt by the caller.
  for (let delay = FIRST_DELAY_MS; !(await isReady(port, path)); delay = Math.min(delay * 1.2, LONGEST_DELAY_MS))
    await sleep(delay, undefined, { signal });
}

/** Whether a path of a loopback port answers 200 within a second. */
export function isReady(port: number, path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ host: "127.0.0.1", port, path, agent: false, timeout: 1_000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(false));
  });
}
