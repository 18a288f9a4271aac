/** A function as a classic Thrift server: the same handlers, the same records, over framed TCP instead of a watchdog. */

import { setTimeout as sleep } from "node:timers/promises";
import { listenFramed } from "../framed/framed-server.js";
import { log } from "../observability/log.js";
import type { FunctionDefinition } from "../service/function.js";
import { readCallKeys } from "./call-keys.js";
import { prepareFunction, type PreparedFunction } from "./prepare-function.js";
import { liveUntilStopped } from "./process-life.js";
import { SettingError } from "./setting-error.js";

/** How often what crashes and lost clients have left unfinished is looked for, in milliseconds: no cron connector does it here. */
const COLLECT_EVERY_MS = 60_000;

export interface ServeFramedOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
}

/**
 * Serves until the process is told to stop; then it answers what is under way, and exits with 0. Resolves to the port.
 * @throws SettingError if a setting makes no sense; Error if the store cannot be opened, an `init` fails, or the port is taken
 */
export async function serveFramed(definition: FunctionDefinition, options: ServeFramedOptions): Promise<number> {
  if ((await readCallKeys(process.env)) !== undefined)
    throw new SettingError(
      "There is a secret thrift-faas-call-key, and calls over framed TCP cannot be signed: leave it out, and let nobody but " +
        "the server's clients reach its port",
    );
  const prepared = await prepareFunction(definition, process.env);
  const server = await listenFramed({ ...options, ...prepared }).catch(async (error: unknown) => {
    await prepared.close();
    throw error;
  });
  const stopping = new AbortController();
  const collecting = collectAgainAndAgain(prepared, stopping.signal);
  liveUntilStopped(async () => {
    stopping.abort();
    await server.close();
    await collecting;
    await prepared.close();
  });
  return server.port;
}

async function collectAgainAndAgain({ collect }: PreparedFunction, stopping: AbortSignal): Promise<void> {
  try {
    for (;;) {
      await sleep(COLLECT_EVERY_MS, undefined, { signal: stopping });
      await collect().catch((error: unknown) => log.error("A pass of the collector failed", { error }));
    }
  } catch {
    // Only the sleep ends it, when it is told to.
  }
}
