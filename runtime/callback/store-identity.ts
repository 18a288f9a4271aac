/** What functions that share a store have in common: they know each other by it, and sign with it. */

import { sha256Hex } from "../sha256.js";
import type { Store } from "../store/store.js";

export interface StoreIdentity {
  /** Names the store without giving its secret away: 16 hex digits. */
  readonly id: string;
  /** What callbacks are signed with: 32 bytes. */
  readonly key: Uint8Array;
}

export async function readStoreIdentity(store: Store): Promise<StoreIdentity> {
  const key = await store.secret();
  const id = sha256Hex(Buffer.concat([Buffer.from("thrift-faas store\0"), key])).slice(0, 16);
  return { id, key };
}
