/** Contract: collectors find what nobody works on, and only that (E9). */

import { expect } from "chai";
import type { Bench } from "./bench.js";
import { apply, callback, CALLER, intent, KEY, reply } from "./samples.js";

export function describeClaims(bench: () => Bench): void {
  async function claimed(idle: number, limit = 10): Promise<string[]> {
    return (await bench().store.claim(idle, limit)).map(({ key }) => key.id);
  }

  describe("claim", () => {
    it("hands out what is needed to run the invocation", async () => {
      await apply(bench().store, { intent: intent(1, 2) });
      expect(await bench().store.claim(0, 10)).to.deep.equal([{ key: KEY, intent: intent(1, 2) }]);
    });

    it("leaves alone what has no intent, and what is done", async () => {
      const { store } = bench();
      await apply(store, { key: { ...KEY, id: "no intent" } });
      await apply(store, { key: { ...KEY, id: "done" }, intent: intent(1) });
      await apply(store, { key: { ...KEY, id: "done" }, result: reply(1) });
      await apply(store, { key: { ...KEY, id: "at once" }, intent: intent(1), result: reply(1) });
      expect(await claimed(0)).to.deep.equal([]);
    });

    it("waits for the idle time, counted from the last commit", async () => {
      const { store, clock } = bench();
      await apply(store, { intent: intent(1) });
      clock.now += 60;
      await apply(store, {});
      clock.now += 99;
      expect(await claimed(100)).to.deep.equal([]);
      clock.now += 1;
      expect(await claimed(100)).to.deep.equal(["1"]);
    });

    it("hands out each once per idle time", async () => {
      const { store, clock } = bench();
      await apply(store, { intent: intent(1) });
      clock.now += 100;
      expect(await claimed(100)).to.deep.equal(["1"]);
      expect(await claimed(100)).to.deep.equal([]);
      clock.now += 100;
      expect(await claimed(100)).to.deep.equal(["1"]);
    });

    it("changes nothing else of the record", async () => {
      const { store } = bench();
      await apply(store, { intent: intent(1) });
      const before = await store.load(KEY);
      await claimed(0);
      expect(await store.load(KEY)).to.deep.equal(before);
    });

    it("takes the longest untouched first, up to the limit", async () => {
      const { store, clock } = bench();
      for (const id of ["c", "a", "b"]) {
        await apply(store, { key: { ...KEY, id }, intent: intent(1) });
        clock.now += 10;
      }
      expect(await claimed(0, 0)).to.deep.equal([]);
      expect(await claimed(0, 2)).to.deep.equal(["c", "a"]);
      expect(await claimed(0, 2)).to.deep.equal(["b", "a"]);
    });

    it("does not take a callback for a sign of life of the caller", async () => {
      const { store, clock } = bench();
      await apply(store, { key: CALLER, intent: intent(1) });
      clock.now += 50;
      await apply(store, { callback: callback(), result: reply(1) });
      clock.now += 50;
      await store.deliver(callback({ step: "2" }));
      expect(await claimed(100)).to.deep.equal([CALLER.id]);
      await store.deliver(callback({ step: "3" }));
      expect(await claimed(100), "nor for one that undoes the claim").to.deep.equal([]);
    });

    it("passes over what has expired, without counting it", async () => {
      const { store, clock } = bench();
      const expiry = clock.now + 1000;
      await apply(store, { key: { ...KEY, id: "1" }, intent: intent(1), expiry });
      await apply(store, { key: { ...KEY, id: "2" }, intent: intent(1) });
      clock.now = expiry;
      expect(await claimed(0), "in its last millisecond").to.deep.equal(["1", "2"]);
      clock.now++;
      expect(await claimed(0, 1)).to.deep.equal(["2"]);
      expect(await claimed(0)).to.deep.equal(["2"]);
    });

    it("takes a caller that has got a callback before anything else", async () => {
      const { store, clock } = bench();
      await store.deliver(callback());
      clock.now += 100;
      await apply(store, { key: CALLER, fingerprint: "caller", intent: intent(1) });
      expect(await claimed(1)).to.deep.equal([]);
      clock.now += 1;
      expect(await claimed(1)).to.deep.equal([CALLER.id]);
    });

    it("gives copies", async () => {
      await apply(bench().store, { intent: intent(1) });
      for (const _ of [1, 2]) {
        const [claim] = await bench().store.claim(0, 1);
        expect(claim?.intent).to.deep.equal(intent(1));
        claim?.intent.message.fill(9);
      }
    });
  });
}
