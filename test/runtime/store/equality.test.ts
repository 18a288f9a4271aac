/** Random histories: every store must answer as the memory store does, which is the reference. */

import { expect } from "chai";
import fc from "fast-check";
import { openLmdbStore } from "../../../runtime/store/lmdb.js";
import { MemoryStore } from "../../../runtime/store/memory.js";
import { openRedisStore } from "../../../runtime/store/redis/redis.js";
import type { Store } from "../../../runtime/store/store.js";
import { type RunningRedis, startRedis, startRedisCluster } from "../../support/redis-server.js";
import { Clock } from "./bench.js";
import { kindsOf, operation, play } from "./histories.js";
import { makeFolder } from "./lmdb-folder.js";

type OpenForHistory = (now: () => number) => Promise<{ readonly store: Store; readonly dispose: () => Promise<void> }>;

/** Those that are compared with the memory store. */
const OTHERS: Readonly<Record<string, OpenForHistory>> = {
  "memory, partitioned": async (now) => withoutTrace(new MemoryStore({ now, partitioned: true })),
  lmdb: async (now) => {
    const { path, remove } = await makeFolder();
    return withoutTrace(await openLmdbStore(path, { now }), remove);
  },
  redis: (now) => openOn("redis", now),
  "redis cluster": (now) => openOn("redis cluster", now),
};

const SERVERS = new Map<string, RunningRedis>();

async function openOn(name: string, now: () => number) {
  const server = SERVERS.get(name);
  if (server === undefined) throw new Error(`${name} does not run`);
  return withoutTrace(await openRedisStore(server.url, { now }), () => server.flush());
}

const EVERY_KIND = [
  "applied",
  "applied with wake-up",
  "behind",
  "claim",
  "conflict",
  "dead letter",
  "delivery applied",
  "delivery applied with wake-up",
  "delivery diverged",
  "delivery stale",
  "diverged",
  "done",
  "regressed",
  "stale",
];

describe("the stores", function () {
  this.timeout(300_000);

  before(async () => {
    SERVERS.set("redis", await startRedis()).set("redis cluster", await startRedisCluster());
  });
  after(() => Promise.all([...SERVERS.values()].map((server) => server.stop())));

  for (const [name, open] of Object.entries(OTHERS)) {
    it(`give identical answers to any history: memory and ${name}`, async () => {
      const met = new Set<string>();
      await fc.assert(
        fc.asyncProperty(fc.array(operation, { minLength: 20, maxLength: 50 }), async (history) => {
          const [clock, otherClock] = [new Clock(), new Clock()];
          otherClock.now = clock.now;
          const memory = new MemoryStore({ now: () => clock.now });
          const { store, dispose } = await open(() => otherClock.now);
          try {
            const answers = await play(memory, clock, history);
            expect(await play(store, otherClock, history)).to.deep.equal(answers);
            for (const kind of answers.flatMap(kindsOf)) met.add(kind);
          } finally {
            await dispose();
          }
        }),
        // A history that is answered differently is made shorter only for a while: a timeout would not show it at all.
        { numRuns: 100, interruptAfterTimeLimit: 240_000, markInterruptAsFailure: true },
      );
      expect([...met].toSorted(), "the histories meet every outcome").to.deep.equal(EVERY_KIND);
    });
  }
});

function withoutTrace(store: Store, remove?: () => Promise<void>) {
  return {
    store,
    dispose: async () => {
      await store.close();
      await remove?.();
    },
  };
}
