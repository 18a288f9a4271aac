/** Contract: a parked invocation gives its process back, and the answer it waits for wakes it, once. */

import { expect } from "chai";
import type { Bench } from "./bench.js";
import { apply, bytes, callback, CALLER, commit, dump, entry, intent, KEY, reply, stateKey } from "./samples.js";

export function describeParking(bench: () => Bench): void {
  /** A caller that waits for the answer to one of its steps 1 and 2. */
  async function park(): Promise<void> {
    await apply(bench().store, { key: CALLER, append: [entry("0")], intent: intent(1, 2) });
    await apply(bench().store, { key: CALLER, logLength: 1, parked: ["1", "2"] });
  }
  async function parkedFor(): Promise<readonly string[] | undefined> {
    return (await bench().store.load(CALLER))?.parked;
  }

  describe("a parked invocation", () => {
    it("says for what it waits, and nothing else of it changes", async () => {
      const { store } = bench();
      await apply(store, { key: CALLER, append: [entry("0")], intent: intent(1) });
      const before = await store.load(CALLER);
      await apply(store, { key: CALLER, logLength: 1, parked: ["1", "2"] });
      expect(await store.load(CALLER)).to.deep.equal({ ...before, parked: ["1", "2"] });
    });

    it("is woken by the callback to any of its steps, in a callee's commit, once", async () => {
      const { store } = bench();
      await park();
      const { expiry, ...first } = await applied({ key: KEY, callback: callback({ step: "2" }), result: reply(1) });
      expect(first).to.deep.equal({ kind: "applied", wake: intent(1, 2) });
      expect(expiry, "that of the callee's own record").to.equal((await store.load(KEY))?.expiry);
      expect(await parkedFor()).to.equal(undefined);
      const second = await applied({ key: { ...KEY, id: "2" }, callback: callback({ step: "1" }), result: reply(1) });
      expect(second).to.have.all.keys("kind", "expiry");
    });

    it("is woken by the callback to any of its steps, on its own, once", async () => {
      const { store } = bench();
      await park();
      const outcome = await store.deliver(callback({ step: "2" }));
      expect(outcome).to.deep.equal({ kind: "applied", wake: intent(1, 2) });
      expect(await parkedFor()).to.equal(undefined);
      for (const step of ["2", "1"]) {
        expect(await store.deliver(callback({ step }))).to.deep.equal({ kind: "applied" });
      }
    });

    it("waits on when another step is answered", async () => {
      const { store } = bench();
      await park();
      expect(await store.deliver(callback({ step: "3" }))).to.deep.equal({ kind: "applied" });
      expect(await parkedFor()).to.deep.equal(["1", "2"]);
    });

    it("is behind instead when one of its steps is answered already, writing nothing", async () => {
      const { store } = bench();
      await apply(store, { key: CALLER, append: [entry("0")], intent: intent(1) });
      await store.deliver(callback({ step: "2" }));
      // A commit in between makes no answer unheard.
      await apply(store, { key: CALLER, logLength: 1 });
      const before = await dump(store);
      const outcome = await store.commit(
        commit({
          key: CALLER,
          logLength: 1,
          append: [entry("4")],
          parked: ["1", "2"],
          // Not looked at: behind comes first.
          reads: [{ key: stateKey("a"), value: bytes(1) }],
          writes: [{ key: stateKey("a"), value: bytes(1) }],
        }),
      );
      expect(outcome).to.deep.equal({ kind: "behind", record: before.records.find(({ key }) => key.id === CALLER.id) });
      expect(await dump(store)).to.deep.equal(before);
    });

    it("is regressed before it is behind for an answer", async () => {
      const { store } = bench();
      await store.deliver(callback());
      const outcome = await store.commit(commit({ key: CALLER, logLength: 1, intent: intent(1), parked: ["1"] }));
      expect(outcome).to.deep.equal({ kind: "regressed", logLength: 0 });
    });

    it("is unparked by any later commit of its own, or parked for something else", async () => {
      const { store } = bench();
      await park();
      await apply(store, { key: CALLER, logLength: 1, parked: ["3"] });
      expect(await parkedFor()).to.deep.equal(["3"]);
      expect(await store.deliver(callback({ step: "1" }))).to.deep.equal({ kind: "applied" });
      await apply(store, { key: CALLER, logLength: 1 });
      expect(await parkedFor()).to.equal(undefined);
      expect(await store.deliver(callback({ step: "3" }))).to.deep.equal({ kind: "applied" });
    });

    it("is unparked by a claim, so that nobody wakes it as well", async () => {
      const { store } = bench();
      await park();
      const before = await store.load(CALLER);
      expect(await store.claim(0, 10)).to.deep.equal([{ key: CALLER, intent: intent(1, 2) }]);
      const { parked: _, ...awake } = before ?? {};
      expect(await store.load(CALLER)).to.deep.equal(awake);
      expect(await store.deliver(callback({ step: "1" }))).to.deep.equal({ kind: "applied" });
    });

    it("is claimed after its idle time like any other, woken or not", async () => {
      const { store, clock } = bench();
      await park();
      clock.now += 99;
      expect(await store.claim(100, 10)).to.deep.equal([]);
      await store.deliver(callback({ step: "1" }));
      clock.now += 1;
      expect(await store.claim(100, 10), "a wake-up that got lost").to.deep.equal([
        { key: CALLER, intent: intent(1, 2) },
      ]);
    });

    it("can finish", async () => {
      const { store } = bench();
      await park();
      await apply(store, { key: CALLER, logLength: 1, result: reply(5) });
      const record = await store.load(CALLER);
      expect([record?.parked, record?.result]).to.deep.equal([undefined, reply(5)]);
    });
  });

  async function applied(fields: Parameters<typeof commit>[0]) {
    const outcome = await bench().store.commit(commit(fields));
    if (outcome.kind !== "applied") throw new Error(`not applied: ${JSON.stringify(outcome)}`);
    return outcome;
  }
}
