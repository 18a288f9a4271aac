/** A store and a transport that tell of every boundary they cross, so that their user can die there. */

import type { Transport } from "../../runtime/client/transport.js";
import type { Store } from "../../runtime/store/store.js";

/** Crosses a boundary: returns, or never does because the attempt has died there. */
export type Life = (boundary: string) => Promise<void>;

export function mortalStore(store: Store, life: Life): Store {
  const mortal =
    <A extends unknown[], R>(name: string, operation: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      await life(`before ${name}`);
      const result = await operation(...args);
      await life(`after ${name}`);
      return result;
    };
  return {
    commit: mortal("commit", (commit) => store.commit(commit)),
    load: mortal("load", (key) => store.load(key)),
    read: mortal("read", (keys) => store.read(keys)),
    writeUnguarded: mortal("write", (key, value) => store.writeUnguarded(key, value)),
    deliver: mortal("deliver", (callback) => store.deliver(callback)),
    secret: () => store.secret(),
    joins: (partition, other) => store.joins(partition, other),
    sweep: (limit) => store.sweep(limit),
    deadLetters: () => store.deadLetters(),
    claim: (idle, limit) => store.claim(idle, limit),
    scan: (partition, collection) => store.scan(partition, collection),
    scanInvocations: (partition) => store.scanInvocations(partition),
    close: () => store.close(),
  };
}

export function mortalTransport(transport: Transport, life: Life): Transport {
  return {
    post: async (...message) => {
      await life("before send");
      const reply = await transport.post(...message);
      await life("after receive");
      return reply;
    },
  };
}
