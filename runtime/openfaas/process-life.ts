/**
 * How a function's process lives and dies beside its watchdog. The one rule behind the others: exit code 0 is for an
 * ordered stop only. A watchdog whose function ended with 0 stays up, reports itself healthy, and answers every call
 * with 500 for ever.
 */

import { log } from "../observability/log.js";

/**
 * SIGTERM stops the process in order, and it exits with 0. Everything else that ends it exits with 1 and one line in the log.
 * @param stop answers what is under way and releases everything
 */
export function liveUntilStopped(stop: () => Promise<void>): void {
  let stopped = false;
  process.on("uncaughtException", (error) => die("Uncaught exception", error));
  process.on("unhandledRejection", (reason) => die("Unhandled rejection", reason));
  process.on("beforeExit", () => {
    if (!stopped)
      die("The function waits for something that never comes: an `init` perhaps, whose promise nothing resolves");
  });
  process.on("exit", (code) => {
    if (code !== 0 || stopped) return;
    log.error("Something has called process.exit(0); that is for an ordered stop only, so the exit code is 1");
    process.exitCode = 1;
  });
  let isStopping = false;
  process.on("SIGTERM", () => {
    // Whoever signals the whole group does it beside the watchdog: once more is no reason to drop what is under way.
    if (isStopping) return;
    isStopping = true;
    stop()
      .then(() => {
        stopped = true;
        process.exit(0);
      })
      .catch((error: unknown) => die("The function could not stop in order", error));
  });
}

/** What goes wrong before a function is ready is mostly a setting: the message says which, a stack would only hide it. */
export function dieOfStart(error: unknown): never {
  die(`The function could not start: ${error instanceof Error ? error.message : String(error)}`);
}

function die(what: string, error?: unknown): never {
  log.error(what, error === undefined ? {} : { error });
  process.exit(1);
}
