/** A function as a process of its own behind a watchdog. */

import { readFunctionEnv } from "./function-env.js";
import { hostFunction, type FunctionHost, type FunctionHostOptions } from "./function-host.js";
import { dieOfStart, liveUntilStopped } from "./process-life.js";

/**
 * Runs a function as this process, until it is told to stop.
 * @param prepare makes what the host needs; where it listens and how long it drains is read from the environment
 */
export function runFunction(prepare: () => Promise<Omit<FunctionHostOptions, "port" | "drainMs">>): void {
  let host: FunctionHost | undefined;
  // Before it has begun to serve there is nothing to finish.
  liveUntilStopped(async () => host?.close());
  start(prepare).then((started) => (host = started), dieOfStart);
}

async function start(prepare: Parameters<typeof runFunction>[0]): Promise<FunctionHost> {
  return hostFunction({ ...readFunctionEnv(process.env), ...(await prepare()) });
}
