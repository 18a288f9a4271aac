/** What "resolved" means on LMDB, read from the data file itself. */

import { expect } from "chai";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { openLmdbStore } from "../../../runtime/store/lmdb.js";
import { StoreError } from "../../../runtime/store/store.js";
import { makeFolder } from "./lmdb-folder.js";
import { bytes, commit, dump, KEY, reply, stateKey } from "./samples.js";

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
    const intent = { function: "f", message: bytes(1) };
    const first = await openLmdbStore(path);
    await first.commit(commit({ intent, writes: [{ key: stateKey("a"), value: bytes(1) }] }));
    const before = await dump(first);
    await first.close();
    const second = await openLmdbStore(path);
    expect(await dump(second)).to.deep.equal(before);
    expect(await second.claim(0, 1)).to.deep.equal([{ key: KEY, intent }]);
    await second.close();
  });
});
