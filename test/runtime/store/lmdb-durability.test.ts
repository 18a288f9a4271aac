/** What "resolved" means on LMDB, read from the data file itself. */

import { expect } from "chai";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { openLmdbStore } from "../../../runtime/store/lmdb.js";
import { EXPIRY_SLACK, LIFETIME } from "../../../runtime/store/expiry.js";
import { recordKey } from "../../../runtime/store/lmdb-keys.js";
import { LmdbTables } from "../../../runtime/store/lmdb-tables.js";
import { StoreError } from "../../../runtime/store/store.js";
import { makeFolder } from "./lmdb-folder.js";
import { bytes, callback, commit, dump, entry, intent, KEY, reply, stateKey } from "./samples.js";

/** Where LMDB's 64-bit data format keeps what is read here: a page header of 24 bytes, then the fields of `MDB_meta`. */
const PAGE_SIZE_AT = 24 + 24;
const TRANSACTION_AT = 24 + 24 + 2 * 48 + 8;

async function readMeta(folder: string) {
  const file = await readFile(join(folder, "data.mdb"));
  const pageSize = file.readUInt32LE(PAGE_SIZE_AT);
  const transactions = [0, pageSize].map((page) => Number(file.readBigUInt64LE(page + TRANSACTION_AT)));
  return { transaction: Math.max(...transactions), flushedLater: file.subarray(pageSize / 2, pageSize) };
}

describe("a commit to the LMDB store", () => {
  let path: string;
  let remove: () => Promise<void>;

  beforeEach(async () => {
    ({ path, remove } = await makeFolder());
  });
  afterEach(() => remove());

  it("is on disk before anybody can see it", async () => {
    const store = await openLmdbStore(path);
    for (let i = 0; i < 5; i++) await store.commit(commit({ key: { ...KEY, id: `${i}` } }));
    const { flushedLater } = await readMeta(path);
    await store.close();
    // With overlapping syncs LMDB notes in this half of the first page up to where visible transactions are on disk.
    expect(flushedLater.every((byte) => byte === 0)).to.equal(true);
  });

  it("shares its transaction, and so its sync, with the others under way", async () => {
    const store = await openLmdbStore(path);
    const before = (await readMeta(path)).transaction;
    const commits = Array.from({ length: 500 }, (_, i) => commit({ key: { ...KEY, id: `${i}` }, result: reply(1) }));
    await Promise.all(commits.map((one) => store.commit(one)));
    const middle = (await readMeta(path)).transaction;
    for (const one of commits.slice(0, 5)) await store.commit({ ...one, key: { ...KEY, id: `${one.key.id}x` } });
    const after = (await readMeta(path)).transaction;
    await store.close();
    expect(middle - before).to.be.within(1, 10);
    expect(after - middle, "the measure itself: one transaction for each that is awaited").to.equal(5);
  });

  it("costs no sync when it is refused", async () => {
    const store = await openLmdbStore(path);
    await store.commit(commit({ result: reply(1) }));
    const before = (await readMeta(path)).transaction;
    for (let i = 0; i < 5; i++) await store.commit(commit({ result: reply(2) }));
    expect((await readMeta(path)).transaction).to.equal(before);
    await store.close();
  });

  it("adds to a long log without reading or writing the rest of it again", async () => {
    const count = 100;
    const value = new Uint8Array(500);
    const store = await openLmdbStore(path);
    for (let i = 0; i < count; i++) {
      await store.commit(commit({ logLength: i, append: [entry(`${i}`, value)], intent: intent(1) }));
      await store.deliver(callback({ caller: KEY, step: `${i}` }));
    }
    const log = Array.from({ length: count }, (_, i) => entry(`${i}`, value));
    const record = await store.load(KEY);
    expect(record?.log).to.deep.equal(log);
    expect([...(record?.callbacks.keys() ?? [])]).to.have.members(log.map(({ step }) => step));
    await store.close();

    const tables = new LmdbTables(path);
    const { parts, heads } = tables.records;
    expect(heads.getCount()).to.equal(1);
    expect([...parts.getRange({})].filter(({ value: part }) => "log" in part && part.log.length === 1)).to.have.length(
      count,
    );
    expect(parts.getCount(), "one part for each entry and callback, and the intent").to.equal(2 * count + 1);
    const gist = tables.records.findGist(recordKey(KEY), Date.now(), ["7"]);
    expect([gist?.log.length, gist?.callbacks.size, gist?.intent]).to.deep.equal([0, 1, intent(1)]);
    await tables.root.close();
  });

  it("leaves no trace once it is forgotten", async () => {
    let now = Date.now();
    const store = await openLmdbStore(path, { now: () => now });
    const outbox = [{ key: { ...KEY, id: "sent" }, intent: intent(1) }];
    await store.commit(commit({ append: [entry("1"), entry("2")], intent: intent(1), outbox }));
    await store.commit(commit({ logLength: 2, append: [entry("3")], callback: callback() }));
    await store.deliver(callback({ caller: KEY }));
    now += LIFETIME + EXPIRY_SLACK + 1;
    expect(await store.sweep(10)).to.have.length(2);
    await store.close();

    const tables = new LmdbTables(path);
    const names = [...tables.root.getKeys({})].map(String);
    const counts = names.map((name) => [name, tables.root.openDB(name, { keyEncoding: "binary" }).getCount()]);
    expect(counts.filter(([, count]) => count !== 0)).to.deep.equal([["dead-letters", 2]]);
    expect(names).to.include.members(["records", "parts", "closed-by-expiry"]);
    await tables.root.close();
  });

  it("is undone as a whole when it fails half way, alone among those it shares a transaction with", async () => {
    const store = await openLmdbStore(path);
    const tooLong = stateKey("a", "x".repeat(600));
    const writes = [stateKey("a"), tooLong].map((key) => ({ key, value: bytes(1) }));
    const results = await Promise.allSettled([
      store.commit(commit({ key: { ...KEY, id: "1" }, result: reply(1) })),
      store.commit(commit({ key: { ...KEY, id: "2" }, result: reply(2), writes })),
      store.commit(commit({ key: { ...KEY, id: "3" }, result: reply(3) })),
    ]);
    expect(results.map(({ status }) => status)).to.deep.equal(["fulfilled", "rejected", "fulfilled"]);
    const [, failed] = results;
    const reason: unknown = failed.status === "rejected" ? failed.reason : undefined;
    expect(reason).to.be.instanceOf(StoreError);
    expect(String(reason)).to.contain("too long");
    const { records, state } = await dump(store);
    expect(records.map(({ key }) => key.id)).to.deep.equal(["1", "3"]);
    expect(state).to.deep.equal([]);
    await store.close();
  });

  it("is found again when the store is reopened, and the open intents too", async () => {
    const first = await openLmdbStore(path);
    await first.commit(commit({ intent: intent(1), writes: [{ key: stateKey("a"), value: bytes(1) }] }));
    const before = await dump(first);
    await first.close();
    const second = await openLmdbStore(path);
    expect(await dump(second)).to.deep.equal(before);
    expect(await second.claim(0, 1)).to.deep.equal([{ key: KEY, intent: intent(1) }]);
    await second.close();
  });
});
