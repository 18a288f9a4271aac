/** A pass of the collector from outside of every function: what `thrift-faas collect` runs. */

import { collect, type Collected } from "../collector/collect.js";
import { openStore } from "../store/open.js";
import type { DeadLetter, Store } from "../store/store.js";
import { readStorePassword } from "./settings.js";
import { GatewayClient } from "./gateway-client.js";

export interface CollectOnceOptions {
  /** A store URL, see store/open.ts. */
  readonly store: string;
  /** Where the functions are that finish what is unfinished. */
  readonly gateway: string;
  readonly idleMs: number;
  readonly timeoutMs: number;
}

/** @throws StoreError if the store cannot be opened or does not answer; Error if the gateway's URL is none */
export async function collectOnce({ store: url, gateway, ...options }: CollectOnceOptions): Promise<Collected> {
  const transport = new GatewayClient(gateway);
  const store = await open(url);
  try {
    return await collect(store, { transport }, options);
  } finally {
    transport.close();
    await store.close();
  }
}

/** Like a function does, with the password from the secret if the URL holds none. */
async function open(url: string): Promise<Store> {
  return openStore(url, { password: await readStorePassword(process.env) });
}

/** @throws StoreError */
export async function listDeadLetters(url: string): Promise<DeadLetter[]> {
  const store = await open(url);
  const letters: DeadLetter[] = [];
  try {
    for await (const letter of store.deadLetters()) letters.push(letter);
  } finally {
    await store.close();
  }
  return letters;
}
