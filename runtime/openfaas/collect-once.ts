/** A pass of the collector from outside of every function: what `thrift-faas collect` runs. */

import { collect, type Collected } from "../collector/collect.js";
import { openStore } from "../store/open.js";
import type { DeadLetter, Store } from "../store/store.js";
import { routeToPeers } from "../peers/route-to-peers.js";
import { readCallKeys } from "./call-keys.js";
import { readLimits } from "./read-limits.js";
import { readPeers } from "./peers-setting.js";
import { readStorePassword } from "./settings.js";
import { GatewayClient } from "./gateway-client.js";

export interface CollectOnceOptions {
  /** A store URL, see store/open.ts. */
  readonly store: string;
  /** Where the functions are that finish what is unfinished. */
  readonly gateway: string;
  /** Theirs; the gateway's default one if absent. */
  readonly namespace?: string | undefined;
  readonly idleMs: number;
  readonly timeoutMs: number;
}

/**
 * Like a function does, with the secrets and the settings that it has.
 * @throws StoreError if the store cannot be opened or does not answer; SettingError if the gateway's URL is none or
 *   the call key cannot be used
 */
export async function collectOnce({
  store: url,
  gateway,
  namespace,
  ...options
}: CollectOnceOptions): Promise<Collected> {
  const { messageBytes: maxReplyBytes } = readLimits(process.env);
  const functions = new GatewayClient(gateway, { namespace, callKeys: await readCallKeys(process.env), maxReplyBytes });
  const transport = routeToPeers(readPeers(process.env["THRIFT_FAAS_PEERS"]), maxReplyBytes, functions);
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
