/**
 * Finds out, before anything is written, whether this user may run what the scripts run after their checks. A script that
 * is stopped in its middle is not rolled back: a result would stand without the state that belongs to it.
 */

import { StoreError } from "../store.js";
import type { Connection } from "./connect.js";
import { NOTHING } from "./keys.js";

/** Each changes nothing: there is no such key. HSET is missing because a script that lacks it fails at its first write. */
const HARMLESS: readonly (readonly [command: string, ...args: string[]])[] = [
  ["DEL", NOTHING],
  ["HDEL", NOTHING, "field"],
  ["PERSIST", NOTHING],
  ["PEXPIREAT", NOTHING, "1"],
  ["ZADD", NOTHING, "XX", "1", "member"],
  ["ZREM", NOTHING, "member"],
];

/** @throws StoreError that names what this user may not run. Whatever else fails now may have passed when it matters. */
export async function checkRights({ address, client, ask }: Connection): Promise<void> {
  const tried = await ask("be opened", () =>
    Promise.allSettled(HARMLESS.map(([command, ...args]) => client.call(command, args))),
  );
  const missing = HARMLESS.filter((_, i) => isForbidden(tried[i])).map(([command]) => command);
  if (missing.length === 0) return;
  throw new StoreError(
    `${address.label} could not be opened: this user may not use ${missing.join(", ")}, so a commit would be left half ` +
      "written. Give it the rights that docs/redis.md lists.",
  );
}

function isForbidden(tried: PromiseSettledResult<unknown> | undefined): boolean {
  return tried?.status === "rejected" && tried.reason instanceof Error && tried.reason.message.startsWith("NOPERM");
}
