/** Redis is killed while commits are under way: with an append-only file and `appendfsync always`, none that was acknowledged is lost. */

import { expect } from "chai";
import { EventEmitter, once } from "node:events";
import { setImmediate as nextTurn } from "node:timers/promises";
import { openRedisStore } from "../../../runtime/store/redis/redis.js";
import type { Store } from "../../../runtime/store/store.js";
import { startRedis } from "../../support/redis-server.js";
import { bytes, commit, KEY, reply, stateKey } from "./samples.js";

const ROUNDS = 3;
const ROWS = 8;
const COMMITS = 25;

describe("redis, when it is killed", () => {
  it("still has every acknowledged commit, and the store goes on", async () => {
    const server = await startRedis({ appendonly: "yes", appendfsync: "always" });
    const store = await openRedisStore(server.url);
    try {
      const secret = await store.secret();
      for (let round = 0; round < ROUNDS; round++) {
        const acknowledged: string[] = [];
        const half = new EventEmitter();
        const rows = Array.from({ length: ROWS }, async (_, row) => {
          for (let i = 0; i < COMMITS; i++) {
            const id = `${round}.${row}.${i}`;
            await finish(store, id);
            if (acknowledged.push(id) === (ROWS * COMMITS) / 2) half.emit("done");
          }
        });
        await once(half, "done");
        await server.kill("SIGKILL");
        const known = [...acknowledged];
        expect(known.length, "it was killed in the middle").to.be.lessThan(ROWS * COMMITS);
        await server.restart();
        for (const id of known) await expectDone(store, id);
        await Promise.all(rows);
        for (const id of acknowledged) await expectDone(store, id);
      }
      expect(await store.secret()).to.deep.equal(secret);
    } finally {
      await store.close();
      await server.stop();
    }
  });
});

/** Commits until there is an answer, as an invocation that is retried does. */
async function finish(store: Store, id: string): Promise<void> {
  const end = commit({
    key: { ...KEY, id },
    writes: [{ key: stateKey(id), value: bytes(id.length) }],
    result: reply(id.length),
  });
  for (;;) {
    const outcome = await store.commit(end).catch(() => undefined);
    if (outcome?.kind === "applied" || outcome?.kind === "done") return;
    expect(outcome, "only infrastructure may fail").to.equal(undefined);
  }
}

async function expectDone(store: Store, id: string): Promise<void> {
  const record = await untilAnswered(() => store.load({ ...KEY, id }));
  expect(record?.result, id).to.deep.equal(reply(id.length));
  expect(await untilAnswered(() => store.read([stateKey(id)])), id).to.deep.equal([bytes(id.length)]);
}

async function untilAnswered<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch {
      await nextTurn();
    }
  }
}
