/** Opens the store that a URL names. Only the driver that is asked for is loaded. */

import { type Store, StoreError } from "./store.js";

/**
 * Opens `memory:` (gone with the process), `lmdb:<folder>` (on disk; absolute, or relative to the working directory),
 * `redis://` or `redis-cluster://` (`rediss://` and `rediss-cluster://` over TLS).
 * @param options.password for Redis, if the URL holds none: from a secret, so that the URL may be shown to anybody
 * @throws StoreError if the URL names no known store, or the store cannot be opened
 */
export async function openStore(url: string, options: { readonly password?: string | undefined } = {}): Promise<Store> {
  if (url === "memory:") {
    const { MemoryStore } = await import("./memory.js");
    return new MemoryStore();
  }
  const path = url.startsWith("lmdb:") ? url.slice("lmdb:".length) : "";
  if (path !== "") {
    const { openLmdbStore } = await import("./lmdb.js");
    return openLmdbStore(path);
  }
  if (/^rediss?(-cluster)?:/.test(url)) {
    const { openRedisStore } = await import("./redis/redis.js");
    return openRedisStore(url, options);
  }
  // Whatever it was meant to be, it may hold a password.
  throw new StoreError(
    `"${url.replace(/.*@/s, "***@")}" names no store. Use "lmdb:<folder>", such as "lmdb:./data", to keep state on disk, ` +
      '"redis://<host>:<port>/<db>" or "redis-cluster://<host>:<port>,<host>:<port>" to share it between machines, or ' +
      '"memory:" to lose it with the process.',
  );
}
