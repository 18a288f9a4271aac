/**
 * That a store drops what it has forgotten and not only hides it, seen by setting the clock back: what is still there
 * comes to light. For stores that drop by this clock and not by a server's.
 */

import { expect } from "chai";
import { EXPIRY_SLACK } from "../../../runtime/store/expiry.js";
import type { OpenForTest } from "./bench.js";
import { apply, bytes, callback, dump, entry, intent, KEY, reply, stateKey } from "./samples.js";
import { useBench } from "./store-contract.js";

export function describeDropping(name: string, open: OpenForTest): void {
  describe(`what is forgotten by a store: ${name}`, () => {
    const bench = useBench(open);

    it("is dropped by sweep, and nothing else is", async () => {
      const { store, clock } = bench();
      const start = clock.now;
      for (let i = 0; i < 500; i++) {
        await apply(store, {
          key: { ...KEY, id: `${i}` },
          expiry: start + 1000,
          append: [entry("1")],
          result: reply(1),
        });
      }
      await store.deliver(callback({ expiry: start + 1000 }));
      await apply(store, { key: { ...KEY, id: "open" }, expiry: start + 1000, intent: intent(1) });
      await apply(store, { key: { ...KEY, id: "young" }, expiry: start + 1001, result: reply(1) });
      await store.writeUnguarded(stateKey("a"), bytes(1));
      clock.now = start + 1000 + EXPIRY_SLACK;
      expect(await store.sweep(0)).to.deep.equal([]);
      expect((await dump(store)).records).to.have.length(503);

      clock.now++;
      expect(await store.sweep(0)).to.deep.equal([]);
      clock.now = start;
      const left = await dump(store);
      expect(left.records.map(({ key }) => key.id)).to.deep.equal(["open", "young"]);
      expect(left.state).to.have.length(1);

      clock.now = start + 1000 + EXPIRY_SLACK + 1;
      expect(await store.sweep(1)).to.have.length(1);
      await store.sweep(0);
      clock.now = start;
      expect((await dump(store)).records.map(({ key }) => key.id)).to.deep.equal(["young"]);
    });
  });
}
