/** Opens the store that a URL names. Only the driver that is asked for is loaded. */

import { type Store, StoreError } from "./store.js";

/**
 * Opens `memory:` (gone with the process) or `lmdb:<folder>` (on disk; absolute, or relative to the working directory).
 * @throws StoreError if the URL names no known store, or the store cannot be opened
 */
export async function openStore(url: string): Promise<Store> {
  if (url === "memory:") {
    const { MemoryStore } = await import("./memory.js");
    return new MemoryStore();
  }
  const path = url.startsWith("lmdb:") ? url.slice("lmdb:".length) : "";
  if (path !== "") {
    const { openLmdbStore } = await import("./lmdb.js");
    return openLmdbStore(path);
  }
  throw new StoreError(
    `"${url}" names no store. Use "lmdb:<folder>", such as "lmdb:./data", to keep state on disk, or "memory:" to lose ` +
      "it with the process.",
  );
}
