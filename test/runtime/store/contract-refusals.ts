/** Contract: what is refused, in which order, and that a refused commit changes nothing. */

import { expect } from "chai";
import { EXPIRY_SLACK, LIFETIME } from "../../../runtime/store/expiry.js";
import { StoreError, type Commit, type Outcome } from "../../../runtime/store/store.js";
import type { Bench } from "./bench.js";
import { apply, bytes, callback, commit, dump, entry, failureOf, intent, KEY, reply, stateKey } from "./samples.js";

/** Everything a commit can carry, so that any write that gets past a refusal shows. */
const LOADED: Partial<Commit> = {
  append: [entry("9")],
  intent: intent(9),
  writes: [
    { key: stateKey("a"), value: bytes(9) },
    { key: stateKey("new"), value: bytes(9) },
  ],
  outbox: [{ key: { ...KEY, id: "sent" }, intent: intent(9) }],
  result: reply(9),
};

export function describeRefusals(bench: () => Bench): void {
  /** Commits `LOADED` and these fields; checks that nothing changed. */
  async function refuse(fields: Partial<Commit>): Promise<Outcome> {
    const { store } = bench();
    const before = await dump(store);
    const outcome = await store.commit(commit({ callback: callback(), ...LOADED, ...fields }));
    expect(await dump(store), "a refused commit changed something").to.deep.equal(before);
    return outcome;
  }

  describe("a refused commit", () => {
    /** A record with two log entries, a value it has read, and a callback under step 1 of the caller. */
    let expiry: number;

    beforeEach(async () => {
      const { store, clock } = bench();
      expiry = await apply(store, { expiry: clock.now + 2000, append: [entry("1"), entry("2")] });
      await apply(store, { key: { ...KEY, id: "2" }, writes: [{ key: stateKey("a"), value: bytes(1) }] });
      await apply(store, { key: { ...KEY, id: "3" }, callback: callback() });
    });
    const wrongReads = [{ key: stateKey("a"), value: bytes(2) }];
    const otherCallback = callback({ fingerprint: "other" });

    it("is stale when the ID has expired by its own word, before anything else", async () => {
      const { clock } = bench();
      clock.now += 1001;
      const everythingWrong = { expiry: clock.now - 1, fingerprint: "g", logLength: 1, reads: wrongReads };
      expect(await refuse(everythingWrong)).to.deep.equal({ kind: "stale" });
    });

    it("is stale when the ID has expired by the record's word, even if done", async () => {
      const { store, clock } = bench();
      await apply(store, { expiry, logLength: 2, result: reply(1) });
      clock.now = expiry;
      expect((await refuse({ fingerprint: "f" })).kind).to.equal("done");
      clock.now++;
      expect(await refuse({ fingerprint: "g" })).to.deep.equal({ kind: "stale" });
      expect(await refuse({ expiry: expiry + LIFETIME })).to.deep.equal({ kind: "stale" });
    });

    it("is stale for ever when it says so itself, record or not", async () => {
      bench().clock.now = expiry + EXPIRY_SLACK + 1;
      expect(await refuse({ expiry })).to.deep.equal({ kind: "stale" });
      expect(await refuse({ key: { ...KEY, id: "unknown" }, expiry })).to.deep.equal({ kind: "stale" });
    });

    it("is stale when the caller's ID has expired, though its own has not", async () => {
      const { clock } = bench();
      clock.now++;
      const late = callback({ expiry: clock.now - 1, caller: { ...KEY, id: "unknown" } });
      expect(await refuse({ callback: late, fingerprint: "g" })).to.deep.equal({ kind: "stale" });
      clock.now = expiry + 1;
      const toExpired = { key: { ...KEY, id: "2" }, callback: callback({ caller: KEY, step: "5" }) };
      expect(await refuse(toExpired)).to.deep.equal({ kind: "stale" });
    });

    it("is diverged under another fingerprint, before behind, regressed and conflict", async () => {
      for (const logLength of [1, 2, 3]) {
        const outcome = await refuse({ fingerprint: "g", logLength, reads: wrongReads });
        expect(outcome).to.deep.equal({ kind: "diverged", recorded: "f" });
      }
    });

    it("is diverged, and gets no result, when another call is done under the ID", async () => {
      await apply(bench().store, { logLength: 2, result: reply(1) });
      expect(await refuse({ fingerprint: "g" })).to.deep.equal({ kind: "diverged", recorded: "f" });
    });

    it("is done with the recorded result, before all but stale and diverged", async () => {
      await apply(bench().store, { logLength: 2, result: reply(1, 2) });
      for (const logLength of [0, 2, 5]) {
        const outcome = await refuse({ logLength, reads: wrongReads, callback: otherCallback });
        expect(outcome).to.deep.equal({ kind: "done", result: reply(1, 2) });
      }
    });

    it("is diverged when the caller has another call's result under the step, before behind and regressed", async () => {
      for (const logLength of [1, 2, 3]) {
        const outcome = await refuse({ logLength, reads: wrongReads, callback: otherCallback });
        expect(outcome).to.deep.equal({ kind: "diverged", recorded: "c" });
      }
    });

    it("is behind when the log is longer, and gets the record, before conflict", async () => {
      const { store } = bench();
      const record = await store.load(KEY);
      expect(await refuse({ logLength: 1, reads: wrongReads })).to.deep.equal({ kind: "behind", record });
    });

    it("is regressed when the log is shorter, before conflict", async () => {
      expect(await refuse({ logLength: 3, reads: wrongReads })).to.deep.equal({ kind: "regressed", logLength: 2 });
    });

    it("is regressed when the whole record is gone", async () => {
      const outcome = await refuse({ key: { ...KEY, id: "unknown" }, logLength: 1 });
      expect(outcome).to.deep.equal({ kind: "regressed", logLength: 0 });
    });

    it("is a conflict when one of the values read has changed", async () => {
      const [a, absent] = [stateKey("a"), stateKey("absent")];
      const good = { key: a, value: bytes(1) };
      const wrong = [
        { key: a, value: bytes(2) },
        { key: a, value: bytes(1, 0) },
        { key: a, value: bytes() },
        { key: a, value: undefined },
        { key: absent, value: bytes() },
      ];
      for (const read of wrong) {
        const outcome = await refuse({ logLength: 2, reads: [good, read] });
        expect(outcome, JSON.stringify(read)).to.deep.equal({ kind: "conflict", key: read.key });
      }
      const right = [good, { key: absent, value: undefined }];
      expect((await bench().store.commit(commit({ logLength: 2, reads: right }))).kind).to.equal("applied");
    });

    it("is an error when it names itself as its caller", async () => {
      const { store } = bench();
      const before = await dump(store);
      const itself = callback({ caller: KEY });
      const error = await failureOf(store.commit(commit({ ...LOADED, logLength: 2, callback: itself })));
      expect(error).to.be.instanceOf(StoreError);
      expect(String(error)).to.contain("names itself as its caller");
      expect(await dump(store)).to.deep.equal(before);
    });
  });
}
