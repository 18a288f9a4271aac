/**
 * Recorded histories of concurrent callers are linearizable per cell, on every store, with attempts that die, messages that
 * come twice and calls of which nobody knows what became. And the checker is not easily pleased: without exactly-once, or
 * with a cache in a handler, the same histories are refused.
 */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { MemoryStore } from "../../runtime/store/memory.js";
import { openStore } from "../../runtime/store/open.js";
import type { Store } from "../../runtime/store/store.js";
import { startCutProxy } from "../chaos/cut-proxy.js";
import { seededRandom } from "../chaos/seeded-random.js";
import { checkLinearizable, type Linearizability } from "../support/linearizability.js";
import { startRedis } from "../support/redis-server.js";
import { cellModel } from "./cell-model.js";
import { cellHandler, CellService, makeCachingHandler, relayHandler, RelayService } from "./cell-service.js";
import { makeFleet, type Fleet } from "./fleet.js";
import { type CellHistory, recordHistory } from "./record-history.js";

const SEED = Number(process.env["HISTORY_SEED"] ?? Date.now() % 1_000_000);
/** How many histories are recorded on each kind of store, and of those that must be refused. */
const HISTORIES = { memory: 20, lmdb: 8, redis: 8, refused: 6 };

interface Recorded {
  readonly verdict: Linearizability;
  readonly history: CellHistory;
  readonly faults: Fleet["faults"];
}

/** Records one history of all services, and has it checked. */
async function record(
  stores: readonly Store[],
  seed: number,
  { exactlyOnce = true, handler = cellHandler } = {},
): Promise<Recorded> {
  const random = seededRandom(seed);
  const fleet = makeFleet({ stores, random, exactlyOnce });
  fleet.deploy(CellService, handler);
  fleet.deploy(RelayService, relayHandler);
  const history = await recordHistory(fleet, random);
  return { history, verdict: checkLinearizable(history, cellModel), faults: fleet.faults };
}

describe(`histories (HISTORY_SEED=${SEED})`, function () {
  this.timeout(120_000);

  /** Records histories, each on fresh stores, and has them accepted; resolves to how many calls had unknown outcomes. */
  async function accept(count: number, fresh: () => Promise<readonly Store[]>): Promise<void> {
    const seen = { unknown: 0, death: 0, twice: 0, lost: 0 };
    for (let seed = SEED; seed < SEED + count; seed++) {
      const { verdict, history, faults } = await record(await fresh(), seed);
      expect(verdict, `seed ${seed}`).to.deep.equal({ ok: true });
      seen.unknown += history.filter(({ returned }) => returned === undefined).length;
      for (const fault of ["death", "twice", "lost"] as const) seen[fault] += faults[fault];
    }
    for (const [what, times] of Object.entries(seen)) expect(times, what).to.be.at.least(1);
  }

  it("are linearizable on memory", () => accept(HISTORIES.memory, () => Promise.resolve([new MemoryStore()])));

  it("are linearizable on LMDB, opened twice", async () => {
    const folder = await mkdtemp(join(tmpdir(), "thrift-faas-histories-"));
    const opened: Store[] = [];
    try {
      let number = 0;
      await accept(HISTORIES.lmdb, async () => {
        const url = `lmdb:${join(folder, `${number++}`)}`;
        const stores = [await openStore(url), await openStore(url)];
        opened.push(...stores);
        return stores;
      });
    } finally {
      for (const store of opened) await store.close();
      await rm(folder, { recursive: true, force: true });
    }
  });

  it("are linearizable on Redis, over connections that are cut", async () => {
    const redis = await startRedis({ appendonly: "yes", appendfsync: "always" });
    const proxy = await startCutProxy(redis.port, seededRandom(SEED), 0.01);
    const url = `redis://127.0.0.1:${proxy.port}/0`;
    // A function that cannot connect when it starts says so and ends; what is tried here is one that works.
    proxy.calm();
    const stores = [await openStore(url), await openStore(url)];
    proxy.calm(false);
    try {
      await accept(HISTORIES.redis, async () => {
        await redis.flush();
        return stores;
      });
      expect(proxy.cuts()).to.be.at.least(1);
    } finally {
      for (const store of stores) await store.close();
      await proxy.close();
      await redis.stop();
    }
  });

  /** One history may do by luck what it should; some never do. */
  async function refuse(options: { readonly exactlyOnce?: boolean; readonly makeHandler?: typeof makeCachingHandler }) {
    const verdicts: boolean[] = [];
    for (let seed = SEED; seed < SEED + HISTORIES.refused; seed++) {
      const { exactlyOnce = true, makeHandler = () => cellHandler } = options;
      const { verdict } = await record([new MemoryStore()], seed, { exactlyOnce, handler: makeHandler() });
      verdicts.push(verdict.ok);
    }
    expect(verdicts).to.include(false);
  }

  it("are refused without exactly-once", () => refuse({ exactlyOnce: false }));

  it("are refused when a handler reads from a cache", () => refuse({ makeHandler: makeCachingHandler }));
});
