/** Contract: which partitions a commit reaches, and how those who share a store know that they do. */

import { expect } from "chai";
import { type Commit, StoreError } from "../../../runtime/store/store.js";
import type { Bench } from "./bench.js";
import { bytes, callback, commit, dump, entry, failureOf, intent, KEY, reply, stateKey } from "./samples.js";

const ELSEWHERE = { partition: "ComposeService", id: "0" };

export function describePartitions(bench: () => Bench): void {
  describe("a partition", () => {
    const reaching: Readonly<Record<string, Partial<Commit>>> = {
      callback: { callback: callback({ caller: ELSEWHERE }) },
      outbox: {
        outbox: [
          { key: { ...KEY, id: "here" }, intent: intent(1) },
          { key: ELSEWHERE, intent: intent(1) },
        ],
      },
    };

    it("joins itself, and others both ways or not at all", () => {
      const { store } = bench();
      expect(store.joins("TextService", "TextService")).to.equal(true);
      expect(store.joins("TextService", "ComposeService")).to.equal(store.joins("ComposeService", "TextService"));
    });

    for (const [what, fields] of Object.entries(reaching)) {
      it(`is reached by the ${what} of a commit in another one if they join; else that is an error`, async () => {
        const { store } = bench();
        const writes = [{ key: stateKey("a"), value: bytes(1) }];
        const reach = commit({ append: [entry("1")], writes, result: reply(1), ...fields });
        if (store.joins(KEY.partition, ELSEWHERE.partition)) {
          expect((await store.commit(reach)).kind).to.equal("applied");
          expect(await store.load(ELSEWHERE)).not.to.equal(undefined);
          return;
        }
        const before = await dump(store);
        const error = await failureOf(store.commit(reach));
        expect(error).to.be.instanceOf(StoreError);
        expect(String(error)).to.contain(KEY.partition).and.to.contain(ELSEWHERE.partition);
        expect(await dump(store)).to.deep.equal(before);
      });
    }

    it("is reached by a callback on its own in any case", async () => {
      const { store } = bench();
      await store.commit(commit({ key: ELSEWHERE, intent: intent(1), parked: ["1"] }));
      const outcome = await store.deliver(callback({ caller: ELSEWHERE }));
      expect(outcome).to.deep.equal({ kind: "applied", wake: intent(1) });
    });

    it("is looked after by the same collectors as the others", async () => {
      const { store, clock } = bench();
      const keys = [ELSEWHERE, KEY];
      for (const key of keys) await store.commit(commit({ key, intent: intent(1), expiry: clock.now + 1000 }));
      expect((await store.claim(0, 10)).map(({ key }) => key)).to.have.deep.members(keys);
      clock.now += 1001;
      expect((await store.sweep(10)).map(({ key }) => key)).to.have.deep.members(keys);
    });
  });

  describe("the secret of a store", () => {
    it("is 32 bytes, the same for everybody who opens it, and a copy", async () => {
      const { store, again } = bench();
      const secret = await store.secret();
      expect(Object.getPrototypeOf(secret)).to.equal(Uint8Array.prototype);
      expect(secret).to.have.length(32);
      const kept = bytes(...secret);
      secret.fill(0);
      expect(await store.secret()).to.deep.equal(kept);
      expect(await (await again()).secret()).to.deep.equal(kept);
    });

    it("is one when several open the store at once", async () => {
      const { again } = bench();
      const stores = await Promise.all([again(), again(), again()]);
      const secrets = await Promise.all(stores.map((one) => one.secret()));
      expect(secrets[1]).to.deep.equal(secrets[0]);
      expect(secrets[2]).to.deep.equal(secrets[0]);
    });

    it("is another one for another store", async () => {
      const first = await bench().store.secret();
      await bench().renew();
      expect(await bench().store.secret()).not.to.deep.equal(first);
    });
  });
}
