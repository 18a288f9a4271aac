/** Contract: messages that leave with a commit, or never: each becomes a record that somebody must finish (E9). */

import { expect } from "chai";
import { EXPIRY_SLACK } from "../../../runtime/store/expiry.js";
import { StoreError } from "../../../runtime/store/store.js";
import type { Bench } from "./bench.js";
import { apply, bytes, callback, CALLER, commit, dump, entry, failureOf, intent, KEY, reply } from "./samples.js";

const CALLEE = { ...KEY, id: "callee" };
const OTHER = { ...KEY, id: "other" };

export function describeOutbox(bench: () => Bench): void {
  describe("an outbox", () => {
    it("makes a record per message, with the sender's expiry, in a flush as well as at the end", async () => {
      const { store, clock } = bench();
      const expiry = await apply(store, { outbox: [{ key: CALLEE, intent: intent(1) }] });
      clock.now++;
      await apply(store, { outbox: [{ key: OTHER, intent: intent(2) }], result: reply(1) });
      const made = { expiry, log: [], callbacks: new Map() };
      expect(await store.load(CALLEE)).to.deep.equal({ ...made, key: CALLEE, intent: intent(1) });
      const sent = intent(2);
      expect(await store.load(OTHER)).to.deep.equal({ ...made, key: OTHER, intent: sent });
    });

    it("leaves a record alone that is there already, whoever made it", async () => {
      const { store } = bench();
      const there = [CALLEE, OTHER, { ...KEY, id: "called back" }];
      await apply(store, { key: CALLEE, append: [entry("1")], expiry: callback().expiry });
      await apply(store, { key: OTHER, intent: intent(1), result: reply(1) });
      await store.deliver(callback({ caller: { ...KEY, id: "called back" } }));
      const before = await Promise.all(there.map((key) => store.load(key)));
      await apply(store, { outbox: there.map((key) => ({ key, intent: intent(9) })) });
      expect(await Promise.all(there.map((key) => store.load(key)))).to.deep.equal(before);
    });

    it("begins anew under an ID that is forgotten", async () => {
      const { store, clock } = bench();
      const old = await apply(store, { key: CALLEE, append: [entry("1")], result: reply(1) });
      clock.now = old + EXPIRY_SLACK + 1;
      const expiry = await apply(store, { outbox: [{ key: CALLEE, intent: intent(9) }] });
      const record = { key: CALLEE, expiry, intent: intent(9), log: [], callbacks: new Map() };
      expect(await store.load(CALLEE)).to.deep.equal(record);
    });

    it("is claimed once its idle time is over", async () => {
      const { store, clock } = bench();
      const first = intent(1);
      await apply(store, { outbox: [{ key: CALLEE, intent: first }], result: reply(1) });
      clock.now += 99;
      expect(await store.claim(100, 10)).to.deep.equal([]);
      clock.now += 1;
      expect(await store.claim(100, 10)).to.deep.equal([{ key: CALLEE, intent: first }]);
      expect(await store.claim(100, 10)).to.deep.equal([]);
    });

    it("is closed by the callee's commit", async () => {
      const { store, clock } = bench();
      const expiry = await apply(store, { outbox: [{ key: CALLEE, intent: intent(1) }] });
      const done = commit({ key: CALLEE, fingerprint: "callee", expiry, intent: intent(2), result: reply(1) });
      expect(await store.commit(done)).to.deep.equal({ kind: "applied", expiry });
      expect(await store.load(CALLEE)).to.deep.equal({
        key: CALLEE,
        fingerprint: "callee",
        expiry,
        intent: intent(1),
        log: [],
        callbacks: new Map(),
        result: reply(1),
      });
      expect(await store.claim(0, 10)).to.deep.equal([]);
      clock.now = expiry + 1;
      expect(await store.sweep(10)).to.deep.equal([]);
    });

    it("becomes a dead letter when nobody closes it", async () => {
      const { store, clock } = bench();
      const first = intent(1);
      const expiry = await apply(store, { outbox: [{ key: CALLEE, intent: first }] });
      clock.now = expiry + 1;
      expect(await store.sweep(10)).to.deep.equal([{ key: CALLEE, intent: first, expiry }]);
    });

    it("takes copies", async () => {
      const { store } = bench();
      const message = bytes(1);
      await apply(store, { outbox: [{ key: CALLEE, intent: { function: "f", message } }] });
      message[0] = 9;
      expect((await store.load(CALLEE))?.intent?.message).to.deep.equal(bytes(1));
    });

    it("is an error, writing nothing, when it names a record that the commit writes anyway", async () => {
      const { store } = bench();
      const before = await dump(store);
      for (const keys of [[KEY], [OTHER, CALLER], [OTHER, OTHER]]) {
        const outbox = keys.map((key) => ({ key, intent: intent(1) }));
        const error = await failureOf(store.commit(commit({ outbox, callback: callback() })));
        expect(error).to.be.instanceOf(StoreError);
        expect(String(error)).to.contain("twice").and.to.contain(keys.at(-1)?.id);
        expect(await dump(store)).to.deep.equal(before);
      }
    });
  });
}
