/** Contract: a callee's commit delivers its result into the caller's record. */

import { expect } from "chai";
import { EXPIRY_SLACK } from "../../../runtime/store/expiry.js";
import type { Bench } from "./bench.js";
import { apply, callback, commit, dump, entry, intent, KEY, reply } from "./samples.js";

const CALLER = callback().caller;
const [FIRST, SECOND] = [
  { ...KEY, id: "first" },
  { ...KEY, id: "second" },
];

export function describeCallbacks(bench: () => Bench): void {
  describe("a callback", () => {
    it("goes into the caller's record, which is otherwise left alone", async () => {
      const { store } = bench();
      await apply(store, { key: CALLER, fingerprint: "caller", append: [entry("1")], intent: intent(1) });
      const before = await store.load(CALLER);
      await apply(store, { key: FIRST, result: reply(1), callback: callback() });
      const { caller: _, ...delivered } = callback();
      expect(await store.load(CALLER)).to.deep.equal({ ...before, callbacks: new Map([["1", delivered]]) });
    });

    it("makes a record, without fingerprint, for a caller that has none", async () => {
      const { store } = bench();
      await apply(store, { key: FIRST, expiry: 2e6, result: reply(1), callback: callback() });
      const { caller: _, ...delivered } = callback();
      const record = { key: CALLER, expiry: 2e6, log: [], callbacks: new Map([["1", delivered]]) };
      expect(await store.load(CALLER)).to.deep.equal(record);
    });

    it("diverges nobody's record by being there first", async () => {
      const { store } = bench();
      await apply(store, { key: FIRST, expiry: 2e6, result: reply(1), callback: callback() });
      await apply(store, { key: CALLER, fingerprint: "caller", expiry: 3e6, append: [entry("1")] });
      const record = await store.load(CALLER);
      expect(record?.fingerprint).to.equal("caller");
      expect(record?.expiry).to.equal(3e6);
      expect([...(record?.callbacks.keys() ?? [])]).to.deep.equal(["1"]);
    });

    it("changes nothing of a step that is answered: the first writer wins", async () => {
      const { store } = bench();
      await apply(store, { key: FIRST, result: reply(1), callback: callback({ result: reply(1) }) });
      const again = callback({ result: reply(2), label: "late" });
      await apply(store, { key: SECOND, result: reply(2), callback: again });
      expect((await store.load(CALLER))?.callbacks.get("1")).to.deep.include({ result: reply(1), label: "call" });
      expect((await store.load(SECOND))?.result).to.deep.equal(reply(2));
    });

    it("keeps the steps of one caller apart", async () => {
      const { store } = bench();
      await apply(store, { key: FIRST, result: reply(1), callback: callback({ step: "1" }) });
      await apply(store, { key: SECOND, result: reply(2), callback: callback({ step: "1.1", result: reply(2) }) });
      expect([...((await store.load(CALLER))?.callbacks.keys() ?? [])]).to.deep.equal(["1", "1.1"]);
    });

    it("is refused as diverged, writing nothing, when another call's result is under the step", async () => {
      const { store } = bench();
      await apply(store, { key: FIRST, result: reply(1), callback: callback() });
      const before = await dump(store);
      const other = commit({ key: SECOND, result: reply(2), callback: callback({ fingerprint: "other" }) });
      expect(await store.commit(other)).to.deep.equal({ kind: "diverged", recorded: "c" });
      expect(await dump(store)).to.deep.equal(before);
    });

    it("begins a new record when the caller's is forgotten", async () => {
      const { store, clock } = bench();
      await apply(store, { key: CALLER, expiry: 2e6, append: [entry("1")] });
      clock.now = 2e6 + EXPIRY_SLACK + 1;
      await apply(store, { key: FIRST, result: reply(1), callback: callback() });
      expect((await store.load(CALLER))?.log).to.deep.equal([]);
    });
  });
}
