/** Contract: IDs expire by the store's clock, and a record outlives its ID by the slack (E5). */

import { expect } from "chai";
import { EXPIRY_SLACK, LIFETIME } from "../../../runtime/store/expiry.js";
import type { Bench } from "./bench.js";
import { apply, collect, commit, entry, intent, KEY, reply } from "./samples.js";

export function describeExpiry(bench: () => Bench): void {
  describe("an expiry", () => {
    it("is minted by the store when nobody has yet, and told", async () => {
      const { store, clock } = bench();
      expect(await store.commit(commit())).to.deep.equal({ kind: "applied", expiry: clock.now + LIFETIME });
      expect((await store.load(KEY))?.expiry).to.equal(clock.now + LIFETIME);
    });

    it("is taken from the first commit that brings one", async () => {
      const { store, clock } = bench();
      const expiry = clock.now + 1000;
      expect(await store.commit(commit({ expiry }))).to.deep.equal({ kind: "applied", expiry });
      expect((await store.load(KEY))?.expiry).to.equal(expiry);
    });

    it("stands once it is set, minted or brought, and later commits are told", async () => {
      const { store, clock } = bench();
      for (const first of [0, clock.now + 500]) {
        const key = { ...KEY, id: `${first}` };
        const expiry = await apply(store, { key, expiry: first });
        clock.now++;
        for (const later of [0, clock.now + 1000, clock.now + 2 * LIFETIME]) {
          expect(await store.commit(commit({ key, expiry: later }))).to.deep.equal({ kind: "applied", expiry });
          expect((await store.load(key))?.expiry).to.equal(expiry);
        }
      }
    });

    it("lets the record be forgotten when the slack is over as well, not before", async () => {
      const { store, clock } = bench();
      const expiry = await apply(store, { append: [entry("1")], intent: intent(1), result: reply(1) });
      clock.now = expiry + EXPIRY_SLACK;
      expect(await store.load(KEY)).not.to.equal(undefined);
      expect(await collect(store.scanInvocations("TextService"))).to.have.length(1);
      clock.now++;
      expect(await store.load(KEY)).to.equal(undefined);
      expect(await collect(store.scanInvocations("TextService"))).to.deep.equal([]);
    });

    it("leaves nothing behind for a record that begins under a forgotten ID", async () => {
      const { store, clock } = bench();
      const expiry = await apply(store, { append: [entry("1"), entry("2")], result: reply(1) });
      clock.now = expiry + EXPIRY_SLACK + 1;
      const old = commit({ logLength: 2, append: [entry("3")] });
      expect(await store.commit(old)).to.deep.equal({ kind: "regressed", logLength: 0 });
      await apply(store, { fingerprint: "g", append: [entry("3")] });
      expect(await store.load(KEY)).to.deep.equal({
        key: KEY,
        fingerprint: "g",
        expiry: clock.now + LIFETIME,
        log: [entry("3")],
        callbacks: new Map(),
      });
    });

    it("never lets an unfinished intent be forgotten", async () => {
      const { store, clock } = bench();
      const expiry = await apply(store, { intent: intent(1) });
      const record = await store.load(KEY);
      clock.now = expiry + EXPIRY_SLACK + 1;
      expect(await store.load(KEY)).to.deep.equal(record);
      expect(await collect(store.scanInvocations("TextService"))).to.deep.equal([record]);
      expect(await store.commit(commit({ result: reply(1) }))).to.deep.equal({ kind: "stale" });
      expect(await store.load(KEY)).to.deep.equal(record);
    });
  });
}
