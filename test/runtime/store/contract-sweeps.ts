/** Contract: what expires unfinished becomes a dead letter, exactly once; nothing ends silently (E9). */

import { expect } from "chai";
import { EXPIRY_SLACK } from "../../../runtime/store/expiry.js";
import type { InvocationKey, InvocationRecord } from "../../../runtime/store/store.js";
import type { Bench } from "./bench.js";
import { apply, bytes, callback, collect, commit, dump, entry, intent, KEY, reply } from "./samples.js";

export function describeSweeps(bench: () => Bench): void {
  async function swept(limit = 10): Promise<string[]> {
    return (await bench().store.sweep(limit)).map(({ key }) => key.id);
  }
  function named(id: string): InvocationKey {
    return { ...KEY, id };
  }

  describe("sweep", () => {
    it("makes a dead letter of an unfinished intent whose ID has expired, once", async () => {
      const { store, clock } = bench();
      const expiry = await apply(store, { append: [entry("1")], intent: intent(1) });
      clock.now = expiry;
      expect(await swept()).to.deep.equal([]);
      expect(await collect(store.deadLetters())).to.deep.equal([]);
      clock.now++;
      const letter = { key: KEY, intent: intent(1), expiry };
      expect(await store.sweep(10)).to.deep.equal([letter]);
      expect(await store.sweep(10)).to.deep.equal([]);
      expect(await collect(store.deadLetters())).to.deep.equal([letter]);
    });

    it("hands each out to one of those who sweep at once", async () => {
      const { store, again, clock } = bench();
      const other = await again();
      for (let i = 0; i < 10; i++) clock.now = await apply(store, { key: named(`${i}`), intent: intent(1) });
      clock.now += 100_000_000;
      const rounds = await Promise.all([store.sweep(4), other.sweep(4), store.sweep(4), other.sweep(4)]);
      const ids = rounds.flat().map(({ key }) => key.id);
      expect(ids.toSorted()).to.deep.equal(Array.from({ length: 10 }, (_, i) => `${i}`));
      expect(await collect(other.deadLetters())).to.have.length(10);
    });

    it("leaves alone what has no intent, what is done and what has time", async () => {
      const { store, clock } = bench();
      const expiry = clock.now + 1000;
      await apply(store, { key: named("no intent"), expiry });
      await apply(store, { key: named("done"), expiry, intent: intent(1) });
      await apply(store, { key: named("done"), expiry, result: reply(1) });
      await apply(store, { key: named("in time"), expiry: expiry + 1, intent: intent(1), parked: ["1"] });
      await store.deliver(callback({ caller: named("unknown"), expiry }));
      const before = await dump(store);
      clock.now = expiry + 1;
      expect(await swept()).to.deep.equal([]);
      expect(await dump(store)).to.deep.equal(before);
    });

    it("takes the longest expired first, up to the limit, and the rest the next time", async () => {
      const { store, clock } = bench();
      const start = clock.now;
      for (const [id, after] of Object.entries({ c: 30, a: 10, d: 40, b: 20 })) {
        await apply(store, { key: named(id), expiry: start + after, intent: intent(1) });
      }
      clock.now = start + 40;
      expect(await swept(0)).to.deep.equal([]);
      expect(await swept(2)).to.deep.equal(["a", "b"]);
      expect(await swept(2)).to.deep.equal(["c"]);
      clock.now++;
      expect(await swept(2)).to.deep.equal(["d"]);
    });

    it("does not count against the limit what is finished", async () => {
      const { store, clock } = bench();
      const start = clock.now;
      for (let i = 0; i < 5; i++) {
        await apply(store, { key: named(`done ${i}`), expiry: start + i, intent: intent(1), result: reply(1) });
      }
      await apply(store, { key: named("open"), expiry: start + 10, intent: intent(1) });
      for (const time of [start + 11, start + EXPIRY_SLACK + 100]) {
        clock.now = time;
        expect(await swept(1)).to.deep.equal(time === start + 11 ? ["open"] : []);
      }
    });

    it("leaves the rest of the record, which is forgotten like any other", async () => {
      const { store, clock } = bench();
      const expiry = await apply(store, { append: [entry("1", bytes(1))], intent: intent(1) });
      await store.deliver(callback({ caller: KEY }));
      const { intent: _, ...rest } = (await store.load(KEY)) ?? ({} as InvocationRecord);
      clock.now = expiry + EXPIRY_SLACK;
      await swept();
      expect(await store.load(KEY)).to.deep.equal(rest);
      expect(await store.commit(commit({ logLength: 1, result: reply(1) }))).to.deep.equal({ kind: "stale" });
      clock.now++;
      expect(await store.load(KEY)).to.equal(undefined);
      expect(await swept()).to.deep.equal([]);
      expect(await collect(store.deadLetters()), "the letter outlives its record").to.have.length(1);
    });

    it("finds what expired however long ago: nothing open is ever dropped", async () => {
      const { store, clock } = bench();
      await apply(store, { intent: intent(1), parked: ["1"] });
      await apply(store, { key: named("sent"), outbox: [{ key: named("callee"), intent: intent(2) }] });
      clock.now += 365 * 86_400_000;
      expect((await store.load(KEY))?.intent).to.deep.equal(intent(1));
      expect((await store.load(named("callee")))?.intent).to.deep.equal(intent(2));
      expect((await swept()).toSorted()).to.deep.equal(["1", "callee"]);
      expect(await store.load(KEY)).to.equal(undefined);
      expect(await store.load(named("callee"))).to.equal(undefined);
      expect((await dump(store)).records).to.deep.equal([]);
    });

    it("leaves nothing to claim", async () => {
      const { store, clock } = bench();
      clock.now = (await apply(store, { intent: intent(1) })) + 1;
      await swept();
      expect(await store.claim(0, 10)).to.deep.equal([]);
    });

    it("sees all the dead letters of a big heap, in order", async () => {
      const { store, clock } = bench();
      const start = clock.now;
      const ids = Array.from({ length: 600 }, (_, i) => `${i}`);
      await Promise.all(
        ids.map((id) => apply(store, { key: named(id), expiry: start + Number(id), intent: intent(1) })),
      );
      clock.now = start + 1000;
      expect(await swept(250)).to.deep.equal(ids.slice(0, 250));
      expect(await swept(1000)).to.deep.equal(ids.slice(250));
      expect((await collect(store.deadLetters())).map(({ key }) => key.id)).to.deep.equal(ids);
    });

    it("regression: a done intent that is executed again", async () => {
      const { store, clock } = bench();
      const expiry = await apply(store, { intent: intent(1) });
      clock.now += 1000;
      expect(await store.claim(1000, 10), "a collector runs it").to.have.length(1);
      await apply(store, { expiry, result: reply(1) });
      clock.now += 1000;
      for (const time of [clock.now, expiry, expiry + 1, expiry + EXPIRY_SLACK, expiry + EXPIRY_SLACK + 1]) {
        clock.now = time;
        expect(await store.claim(0, 10)).to.deep.equal([]);
        expect(await store.sweep(10)).to.deep.equal([]);
      }
      expect(await store.commit(commit({ expiry, result: reply(2) }))).to.deep.equal({ kind: "stale" });
      expect(await collect(store.deadLetters())).to.deep.equal([]);
    });
  });

  describe("deadLetters", () => {
    it("lists the longest expired first, whatever the order of sweeping", async () => {
      const { store, clock } = bench();
      const start = clock.now;
      await apply(store, { key: named("late"), expiry: start + 20, intent: intent(1) });
      clock.now = start + 21;
      await swept();
      clock.now = start;
      await apply(store, { key: { partition: "ComposeService", id: "early" }, expiry: start + 10, intent: intent(1) });
      clock.now = start + 11;
      await swept();
      const letters = await collect(store.deadLetters());
      expect(letters.map(({ key }) => key.id)).to.deep.equal(["early", "late"]);
    });

    it("tells of each of two invocations that had the same ID, one after the other", async () => {
      const { store, clock } = bench();
      const letters = [];
      for (const _ of [1, 2]) {
        const expiry = await apply(store, { intent: intent(1) });
        letters.push({ key: KEY, intent: intent(1), expiry });
        clock.now = expiry + EXPIRY_SLACK + 1;
        await swept();
      }
      expect(await collect(store.deadLetters())).to.deep.equal(letters);
    });

    it("gives copies", async () => {
      const { store, clock } = bench();
      clock.now = (await apply(store, { intent: intent(1) })) + 1;
      for (const letter of await store.sweep(1)) letter.intent.message.fill(9);
      for (const _ of [1, 2]) {
        const [letter] = await collect(store.deadLetters());
        expect(letter?.intent).to.deep.equal(intent(1));
        letter?.intent.message.fill(9);
      }
    });
  });
}
