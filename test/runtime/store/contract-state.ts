/** Contract: values of state, with whatever keys and bytes they have. */

import { expect } from "chai";
import { LIFETIME } from "../../../runtime/store/expiry.js";
import type { StateKey } from "../../../runtime/store/store.js";
import type { Bench } from "./bench.js";
import { apply, bytes, collect, intent, KEY, reply, stateKey } from "./samples.js";

/** In key order. */
const ODD_KEYS = [
  "",
  "\0",
  "\0\0",
  "\0\uffff",
  "\u0001",
  "\u0004",
  "\u001b",
  " ",
  "__proto__",
  "a",
  "a\0",
  "a\0b",
  "a/b",
  "ab",
  "constructor",
  "é",
  "π",
  "\ud800",
  "😀",
  "😀😀",
  "\udc00",
  "\ufffd",
  "\uffff",
];

export function describeState(bench: () => Bench): void {
  async function keysOf(partition: string, collection: string): Promise<string[]> {
    return (await collect(bench().store.scan(partition, collection))).map(({ key }) => key);
  }
  async function writeAll(keys: readonly StateKey[]): Promise<void> {
    for (const [i, key] of keys.entries()) await bench().store.writeUnguarded(key, bytes(i));
  }

  describe("state", () => {
    it("tells an empty value from an absent one", async () => {
      const { store } = bench();
      await apply(store, { writes: [{ key: stateKey("a"), value: bytes() }] });
      expect(await store.read([stateKey("a"), stateKey("b")])).to.deep.equal([bytes(), undefined]);
      expect(await keysOf("TextService", "urls")).to.deep.equal(["a"]);
    });

    it("reads in the order of the keys, repeated ones too", async () => {
      const { store } = bench();
      await writeAll([stateKey("a"), stateKey("b")]);
      const keys = ["b", "none", "a", "b"].map((key) => stateKey(key));
      expect(await store.read(keys)).to.deep.equal([bytes(1), undefined, bytes(0), bytes(1)]);
      expect(await store.read([])).to.deep.equal([]);
    });

    it("sees what was committed before", async () => {
      const { store } = bench();
      for (let i = 0; i < 20; i++) {
        await apply(store, { key: { ...KEY, id: `${i}` }, writes: [{ key: stateKey("a"), value: bytes(i) }] });
        expect(await store.read([stateKey("a")])).to.deep.equal([bytes(i)]);
      }
    });

    it("writes and deletes at once when exactly-once is off", async () => {
      const { store } = bench();
      await store.writeUnguarded(stateKey("a"), bytes(1));
      expect(await store.read([stateKey("a")])).to.deep.equal([bytes(1)]);
      await store.writeUnguarded(stateKey("a"), undefined);
      await store.writeUnguarded(stateKey("never"), undefined);
      expect(await store.read([stateKey("a")])).to.deep.equal([undefined]);
      expect(await collect(store.scanInvocations("TextService"))).to.deep.equal([]);
    });

    it("keeps partitions and collections apart, whatever their names", async () => {
      const names = ["a", "ab", "", "a\0", "\0", "\0\0", "\uffff"];
      const all = names.flatMap((partition) => names.map((collection) => stateKey("k", collection, partition)));
      await writeAll(all);
      expect(await bench().store.read(all)).to.deep.equal(all.map((_, i) => bytes(i)));
      for (const { partition, collection } of all) expect(await keysOf(partition, collection)).to.deep.equal(["k"]);
    });

    it("takes every string as a key and scans in the order of strings", async () => {
      const keys = ODD_KEYS.map((key) => stateKey(key));
      await writeAll(keys.toReversed());
      expect(await bench().store.read(keys.toReversed())).to.deep.equal(keys.map((_, i) => bytes(i)));
      expect(await keysOf("TextService", "urls")).to.deep.equal(ODD_KEYS);
    });

    it("takes keys of any length, in order too", async () => {
      const stem = "x".repeat(3000);
      const lengths = [900, 924, 925, 926, 930, 1000, 1978];
      const sorted = [
        ...lengths.map((length) => "x".repeat(length)),
        `${stem}\0`,
        ...Array.from({ length: 10 }, (_, i) => `${stem}${i}`),
        `${stem}\ud800`,
        `${stem}\udbff`,
        "y",
      ];
      const keys = sorted.map((key) => stateKey(key));
      await writeAll(keys);
      expect(await bench().store.read(keys)).to.deep.equal(keys.map((_, i) => bytes(i)));
      expect(await keysOf("TextService", "urls")).to.deep.equal(sorted);
      await bench().store.writeUnguarded(stateKey(`${stem}5`), undefined);
      expect(await keysOf("TextService", "urls")).to.deep.equal(sorted.filter((key) => key !== `${stem}5`));
    });

    it("takes invocation IDs of any kind and length", async () => {
      const { store } = bench();
      const ids = [...ODD_KEYS, "x".repeat(2000), `${"x".repeat(2000)}y`].toSorted();
      for (const [i, id] of ids.entries()) await apply(store, { key: { ...KEY, id }, result: reply(i) });
      for (const [i, id] of ids.entries()) {
        const record = await store.load({ ...KEY, id });
        expect(record?.key.id).to.equal(id);
        expect(record?.result).to.deep.equal(reply(i));
      }
      const scanned = await collect(store.scanInvocations("TextService"));
      expect(scanned.map(({ result }) => result)).to.deep.equal(ids.map((_, i) => reply(i)));
      expect(scanned.map(({ key }) => key.id)).to.deep.equal(ids);
    });

    it("takes them through claims and sweeps unchanged, and names of partitions too", async () => {
      const { store, clock } = bench();
      const ids = [...ODD_KEYS, "x".repeat(2000), `${"x".repeat(2000)}y`];
      const names = ["", "a\0", "\0", "\0\uffff", "\ud800"];
      const keys = [...ids.map((id) => ({ ...KEY, id })), ...names.map((partition) => ({ partition, id: "\0" }))];
      for (const key of keys) await apply(store, { key, intent: intent(1) });
      expect((await store.claim(0, 100)).map(({ key }) => key)).to.have.deep.members(keys);
      clock.now += LIFETIME + 1;
      expect((await store.sweep(100)).map(({ key }) => key)).to.have.deep.members(keys);
      expect((await collect(store.deadLetters())).map(({ key }) => key)).to.have.deep.members(keys);
    });

    it("scans more entries than fit in one look", async () => {
      const { store } = bench();
      const keys = Array.from({ length: 1000 }, (_, i) => `${i}`).toSorted();
      const writes = keys.map((key) => ({ key: stateKey(key), value: bytes(1) }));
      await apply(store, { writes: [...writes, { key: stateKey("z", "urlsz"), value: bytes(1) }] });
      expect(await keysOf("TextService", "urls")).to.deep.equal(keys);
    });

    it("keeps values of every size, and returns plain arrays with bytes of their own", async () => {
      const { store } = bench();
      for (const size of [0, 1, 100, 4096, 40_000, 70_000, 300_000]) {
        const value = Uint8Array.from({ length: size }, (_, i) => i * 7);
        // A view into a larger buffer, of another class, as a protocol writer may hand out.
        const view = Buffer.concat([bytes(1, 2, 3), value, bytes(4)]).subarray(3, 3 + size);
        await apply(store, {
          key: { ...KEY, id: `${size}` },
          writes: [{ key: stateKey("a"), value: view }],
          result: { kind: "reply", body: view },
        });
        const [read] = await store.read([stateKey("a")]);
        const [scanned] = await collect(store.scan("TextService", "urls"));
        const record = await store.load({ ...KEY, id: `${size}` });
        for (const found of [read, scanned?.value, record?.result?.body]) {
          expect(found && Object.getPrototypeOf(found), `class at ${size}`).to.equal(Uint8Array.prototype);
          expect([found?.byteOffset, found?.buffer.byteLength], `own bytes at ${size}`).to.deep.equal([0, size]);
          expect(Buffer.compare(found ?? bytes(), value), `bytes at ${size}`).to.equal(0);
        }
      }
    });
  });
}
