/** What only a cluster has: partitions that a collector must find, and slots that move. */

import { expect } from "chai";
import { openRedisStore, type RedisStoreOptions } from "../../../runtime/store/redis/redis.js";
import type { Store } from "../../../runtime/store/store.js";
import { type RedisCluster, startRedisCluster } from "../../support/redis-server.js";
import { apply, bytes, commit, failureOf, intent, KEY, reply, stateKey } from "./samples.js";

describe("redis cluster", () => {
  const PARTITIONS = ["", "TextService", "UserService", "}{", "\ud800", "π"].toSorted();
  let cluster: RedisCluster;
  let stores: Store[];

  before(async () => {
    cluster = await startRedisCluster();
  });
  beforeEach(async () => {
    await cluster.flush();
    stores = [];
  });
  afterEach(() => Promise.all(stores.map((store) => store.close())));
  after(() => cluster.stop());

  async function open(options: RedisStoreOptions = {}): Promise<Store> {
    const store = await openRedisStore(cluster.url, options);
    stores.push(store);
    return store;
  }

  async function claimed(store: Store): Promise<string[]> {
    return (await store.claim(0, 100)).map(({ key }) => key.partition);
  }

  it("lets a collector in another process find the intents of every partition, in order", async () => {
    const moment = { now: () => 1_000_000 };
    const [one, other] = [await open(moment), await open(moment)];
    for (const partition of PARTITIONS) await apply(one, { key: { partition, id: "1" }, intent: intent(1) });
    expect((await other.claim(0, 3)).map(({ key }) => key.partition)).to.deep.equal(PARTITIONS.slice(0, 3));
    expect((await other.claim(0, 100)).map(({ key }) => key.partition)).to.deep.equal(PARTITIONS);
  });

  it("finds messages in the outbox of what has no intent itself", async () => {
    const [one, other] = [await open(), await open()];
    await apply(one, { outbox: [{ key: { ...KEY, id: "sent" }, intent: intent(1) }], result: reply(1) });
    expect(await claimed(other)).to.deep.equal(["TextService"]);
  });

  it("lists a partition before anything in it can need a collector", async () => {
    const store = await open();
    const [node] = cluster.nodes;
    // A commit that fails leaves the partition listed: the other way round, a crash in between would lose an intent.
    const refused = commit({ intent: intent(1), logLength: 1 });
    expect((await store.commit(refused)).kind).to.equal("regressed");
    const listed = await node?.command("-c", "SMEMBERS", "thrift-faas:partitions");
    expect(listed).to.equal("TextService");
    expect(await claimed(await open())).to.deep.equal([]);
  });

  it("lists its partitions again when a failover has lost the list", async () => {
    const [one, other] = [await open(), await open()];
    await apply(one, { intent: intent(1) });
    for (const node of cluster.nodes) await node.command("-c", "DEL", "thrift-faas:partitions");
    expect(await claimed(other)).to.deep.equal([]);
    expect(await claimed(one)).to.deep.equal(["TextService"]);
    expect(await claimed(other)).to.deep.equal(["TextService"]);
  });

  it("refuses what is in another partition, writing nothing", async () => {
    const store = await open();
    const elsewhere = stateKey("a", "urls", "UserService");
    for (const fields of [
      { writes: [{ key: elsewhere, value: bytes(1) }] },
      { reads: [{ key: elsewhere, value: undefined }] },
    ]) {
      const message = String(await failureOf(store.commit(commit(fields))));
      expect(message).to.contain("TextService").and.to.contain("UserService");
    }
    expect(await store.load(KEY)).to.equal(undefined);
  });

  it("reads from several partitions", async () => {
    const store = await open();
    const keys = PARTITIONS.flatMap((partition) => ["urls", "more"].map((name) => stateKey("a", name, partition)));
    for (const [i, key] of keys.entries()) await store.writeUnguarded(key, bytes(i));
    const wanted = [...keys.toReversed(), stateKey("none")];
    expect(await store.read(wanted)).to.deep.equal([...keys.map((_, i) => bytes(i)).toReversed(), undefined]);
  });

  it("follows a slot that has moved to another node", async () => {
    const store = await open();
    await apply(store, { key: { ...KEY, id: "before" } });
    await cluster.flush();
    const [first] = cluster.nodes;
    const slot = (await first?.command("CLUSTER", "KEYSLOT", "{TextService}")) ?? "";
    const ids = await Promise.all(cluster.nodes.map((node) => node.command("CLUSTER", "MYID")));
    for (const id of ids) {
      for (const node of cluster.nodes) await node.command("CLUSTER", "SETSLOT", slot, "NODE", id);
      await apply(store, { key: { ...KEY, id }, result: reply(1) });
      expect((await store.load({ ...KEY, id }))?.result).to.deep.equal(reply(1));
      await cluster.flush();
    }
  });
});
