/**
 * How a function's process lives and dies beside its watchdog. The one rule behind the others: exit code 0 is for an
 * ordered stop only. A watchdog whose function ended with 0 stays up, reports itself healthy, and answers every call
 * with 500 for ever.
 */

import { log } from "../observability/log.js";
import { readFunctionEnv } from "./function-env.js";
import { hostFunction, type FunctionHost, type FunctionHostOptions } from "./function-host.js";

/**
 * Runs a function as this process: SIGTERM closes the host and exits 0, everything else that ends the process exits 1
 * with one line in the log. Resolves when the host serves.
 * @param prepare makes what the host needs; where it listens and how long it drains is read from the environment
 */
export async function runFunction(
  prepare: () => Promise<Pick<FunctionHostOptions, "exchange" | "collect" | "ready" | "close">>,
): Promise<void> {
  let stopped = false;
  process.on("uncaughtException", (error) => die("Uncaught exception", error));
  process.on("unhandledRejection", (reason) => die("Unhandled rejection", reason));
  process.on("exit", (code) => {
    if (code !== 0 || stopped) return;
    log.error("Something has called process.exit(0); that is for an ordered stop only, so the exit code is 1");
    process.exitCode = 1;
  });

  const starting = start(prepare);
  process.once("SIGTERM", () => {
    starting
      .then((host) => host.close())
      .then(() => {
        stopped = true;
        process.exit(0);
      })
      .catch((error: unknown) => die("The function could not stop in order", error));
  });
  // What goes wrong here is mostly a setting: the message says which, a stack would only hide it.
  await starting.catch((error: unknown) =>
    die(`The function could not start: ${error instanceof Error ? error.message : String(error)}`),
  );
}

async function start(prepare: Parameters<typeof runFunction>[0]): Promise<FunctionHost> {
  return hostFunction({ ...readFunctionEnv(process.env), ...(await prepare()) });
}

function die(what: string, error?: unknown): never {
  log.error(what, error === undefined ? {} : { error });
  process.exit(1);
}
