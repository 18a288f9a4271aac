/** Contract: a callee's result gets into the caller's record, by its own commit or delivered alone: one meaning (E3). */

import { expect } from "chai";
import { EXPIRY_SLACK } from "../../../runtime/store/expiry.js";
import type { Callback, DeliveryOutcome, Store } from "../../../runtime/store/store.js";
import type { Bench } from "./bench.js";
import { apply, callback, CALLER, collect, commit, dump, entry, intent, KEY, reply } from "./samples.js";

type Route = (store: Store, callback: Callback) => Promise<DeliveryOutcome>;

const ROUTES: Readonly<Record<string, Route>> = {
  "in a callee's commit": async (store, sent) => {
    const outcome = await store.commit(commit({ key: { ...KEY, id: `${Math.random()}` }, callback: sent }));
    if (outcome.kind !== "applied") return outcome as DeliveryOutcome;
    return { kind: "applied", ...(outcome.wake && { wake: outcome.wake }) };
  },
  "on its own": (store, sent) => store.deliver(sent),
};

export function describeCallbacks(bench: () => Bench): void {
  for (const [route, send] of Object.entries(ROUTES)) {
    describe(`a callback ${route}`, () => {
      it("goes into the caller's record, which is otherwise left alone", async () => {
        const { store } = bench();
        await apply(store, { key: CALLER, fingerprint: "caller", append: [entry("1")], intent: intent(1) });
        const before = await store.load(CALLER);
        expect(await send(store, callback())).to.deep.equal({ kind: "applied" });
        expect(await store.load(CALLER)).to.deep.equal({ ...before, callbacks: new Map([["1", delivered()]]) });
      });

      it("makes a record, without fingerprint, for a caller that has none", async () => {
        const { store, clock } = bench();
        const expiry = clock.now + 1000;
        expect(await send(store, callback({ expiry }))).to.deep.equal({ kind: "applied" });
        const record = { key: CALLER, expiry, log: [], callbacks: new Map([["1", delivered()]]) };
        expect(await store.load(CALLER)).to.deep.equal(record);
      });

      it("diverges nobody's record by being there first, and sets no expiry for it", async () => {
        const { store, clock } = bench();
        await send(store, callback({ expiry: clock.now + 1000 }));
        await apply(store, { key: CALLER, fingerprint: "caller", expiry: clock.now + 2000, append: [entry("1")] });
        const record = await store.load(CALLER);
        expect(record?.fingerprint).to.equal("caller");
        expect(record?.expiry).to.equal(clock.now + 2000);
        expect([...(record?.callbacks.keys() ?? [])]).to.deep.equal(["1"]);
      });

      it("changes nothing of a step that is answered: the first writer wins", async () => {
        const { store } = bench();
        await send(store, callback({ result: reply(1) }));
        const before = await store.load(CALLER);
        const again = callback({ result: reply(2), label: "late", expiry: callback().expiry + 1 });
        expect(await send(store, again)).to.deep.equal({ kind: "applied" });
        expect(await store.load(CALLER)).to.deep.equal(before);
      });

      it("keeps the steps of one caller apart", async () => {
        const { store } = bench();
        await send(store, callback({ step: "1" }));
        await send(store, callback({ step: "1.1", result: { kind: "exception", body: reply(2).body } }));
        const { callbacks = new Map() } = (await store.load(CALLER)) ?? {};
        expect([...callbacks.keys()]).to.have.members(["1", "1.1"]);
        expect(callbacks.get("1")?.result).to.deep.equal(reply(1));
        expect(callbacks.get("1.1")?.result).to.deep.equal({ kind: "exception", body: reply(2).body });
      });

      it("is refused as diverged, writing nothing, when another call's result is under the step", async () => {
        const { store } = bench();
        await send(store, callback());
        const before = await dump(store);
        const other = callback({ fingerprint: "other", result: reply(2) });
        expect(await send(store, other)).to.deep.equal({ kind: "diverged", recorded: "c" });
        expect(await dump(store)).to.deep.equal(before);
      });

      it("changes nothing of a caller that is done", async () => {
        const { store } = bench();
        await apply(store, { key: CALLER, intent: intent(1), result: reply(7) });
        const before = await store.load(CALLER);
        expect(await send(store, callback())).to.deep.equal({ kind: "applied" });
        expect(await store.load(CALLER)).to.deep.equal(before);
      });

      it("is stale, writing nothing, once the caller's ID has expired by its own word or by the record's", async () => {
        const { store, clock } = bench();
        const expiry = await apply(store, { key: CALLER, fingerprint: "caller", intent: intent(1), parked: ["2"] });
        await send(store, callback({ step: "1" }));
        const before = await dump(store);
        clock.now = expiry + 1;
        const late = [
          callback({ step: "2", expiry }),
          callback({ step: "2", expiry: expiry + 9000 }),
          callback({ step: "1", expiry, fingerprint: "other" }),
          callback({ caller: { ...CALLER, id: "unknown" }, expiry }),
        ];
        for (const one of late) {
          expect(await send(store, one)).to.deep.equal({ kind: "stale" });
          expect(await dump(store)).to.deep.equal(before);
        }
      });

      it("is accepted in the last millisecond of the caller's ID", async () => {
        const { store, clock } = bench();
        clock.now = await apply(store, { key: CALLER, fingerprint: "caller" });
        expect(await send(store, callback({ expiry: clock.now }))).to.deep.equal({ kind: "applied" });
        expect((await store.load(CALLER))?.callbacks.has("1")).to.equal(true);
      });

      it("regression: a late callback that resurrects a deleted record", async () => {
        const { store, clock } = bench();
        const expiry = await apply(store, { key: CALLER, intent: intent(1), append: [entry("1")], result: reply(7) });
        clock.now = expiry + EXPIRY_SLACK + 1;
        await store.sweep(10);
        expect(await send(store, callback({ expiry }))).to.deep.equal({ kind: "stale" });
        expect(await store.load(CALLER)).to.equal(undefined);
        expect(await collect(store.scanInvocations("TextService"))).to.deep.equal([]);
        expect(await store.claim(0, 10)).to.deep.equal([]);
      });

      it("gives and takes copies", async () => {
        const { store } = bench();
        await apply(store, { key: CALLER, intent: intent(1), parked: ["1"] });
        const sent = callback();
        const outcome = await send(store, sent);
        if (outcome.kind === "applied") outcome.wake?.message.fill(9);
        sent.result.body.fill(9);
        const record = await store.load(CALLER);
        expect(record?.intent).to.deep.equal(intent(1));
        expect(record?.callbacks.get("1")).to.deep.equal(delivered());
      });
    });
  }
}

/** What `callback()` looks like in the caller's record. */
function delivered() {
  const { caller: _, expiry: __, ...rest } = callback();
  return rest;
}
