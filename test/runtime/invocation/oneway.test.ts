/** `oneway` calls: they leave with the result of whoever makes them, in one commit, or not at all; exactly once. */

import { expect } from "chai";
import { DeliveryError } from "../../../runtime/client/transport.js";
import type { Invocation } from "../../../runtime/invocation/invocation.js";
import { makeBench, type Bench } from "../../support/bench.js";
import { failureOf, sendPlain, watchCalls } from "../../support/messages.js";
import { recordsOf } from "../../support/records.js";
import { ask, Declined } from "../../support/probe.js";
import { addTally, setTally, storedTally } from "../../support/tally.js";

for (const partitioned of [false, true])
  describe(`a oneway call ${partitioned ? "to another partition" : "in one partition"}`, () => {
    let bench: Bench;
    const tell = async (invocation: Invocation): Promise<unknown> => ask(invocation, bench.leaf, "n");
    const told = (): Promise<number> => storedTally(bench.cluster.store, "Leaf", "n");

    beforeEach(() => (bench = makeBench({ partitioned, says: { oneway: true } })));

    it("leaves with the commit, not before, and arrives without a collector", async () => {
      let seen: readonly unknown[] = ["nothing was looked at"];
      await bench.attempt(1, async (invocation) => {
        await tell(invocation);
        seen = [await told(), ...(await bench.cluster.store.claim(-1, 10))];
      });
      expect(seen).to.deep.equal([0]);
      await bench.settle();
      expect(await told()).to.equal(1);
    });

    it("costs its caller no store command: the commit takes it along", async () => {
      const calls = watchCalls(bench.cluster, bench.leaf);
      bench.does(tell);
      await bench.time.during(ask(bench.cluster.edge(), bench.main));
      expect(bench.cluster.commands("main ").slice(0, 1)).to.deep.equal(["main commit"]);
      await bench.settle();
      // Where the commit does not reach the callee's record, its sender closes the intent afterwards.
      expect(bench.cluster.commands("main ").length).to.equal(partitioned ? 2 : 1);
      expect(calls.map(({ envelope }) => [envelope.attempt, envelope.caller])).to.deep.equal([[1, undefined]]);
    });

    it("is dropped with everything else after an undeclared throw, and kept after a declared one", async () => {
      const fails = (error: Error) =>
        failureOf(
          bench.attempt(1, async (invocation) => {
            await tell(invocation);
            throw error;
          }),
        );
      await fails(new Error("a fault"));
      await bench.settle();
      expect(await told()).to.equal(0);
      bench = makeBench({ partitioned, says: { oneway: true } });
      await fails(new Declined("a result"));
      await bench.settle();
      expect(await told()).to.equal(1);
    });

    it("is made by the collector if its message is lost, once, and then never again", async () => {
      bench.cluster.intercept = async (name, body) => {
        if (name === "leaf") throw new DeliveryError("lost", { outcome: "unknown", retryable: true });
        return body;
      };
      await bench.attempt(1, tell);
      await bench.settle();
      expect(await told()).to.equal(0);
      bench.cluster.intercept = (_, body) => Promise.resolve(body);
      const calls = watchCalls(bench.cluster, bench.leaf);
      expect((await bench.collect()).finished).to.equal(1);
      // The lost message may have arrived all the same: whoever comes later looks for a record first.
      expect(calls.map(({ envelope }) => envelope.attempt)).to.deep.equal([2]);
      expect(await told()).to.equal(1);
      expect((await bench.collect()).finished).to.equal(0);
      expect(await told()).to.equal(1);
    });

    it("arrives once if it comes twice: as the first message and from a collector that was too fast", async () => {
      const kept: Uint8Array[] = [];
      bench.cluster.intercept = async (name, body) => {
        if (name === "leaf") kept.push(body);
        return body;
      };
      await bench.attempt(1, tell);
      await bench.settle();
      await bench.collect();
      const [first] = kept;
      if (first === undefined) throw new Error("nothing was sent");
      await bench.time.during(bench.cluster.transport.post("leaf", first, "", 1_000));
      expect(await told()).to.equal(1);
    });

    it("leaves nothing unfinished once it has arrived", async () => {
      await bench.attempt(1, tell);
      await bench.settle();
      expect(await bench.cluster.store.claim(-1, 10)).to.deep.equal([]);
    });

    it("of a plain client's call has an expiry that the store has minted", async () => {
      const calls = watchCalls(bench.cluster, bench.leaf);
      bench.does(tell);
      await bench.time.during(sendPlain(bench.cluster, bench.main));
      await bench.settle();
      const [record] = await recordsOf(bench.cluster.store, "Main");
      expect(record?.expiry).to.be.greaterThan(bench.time.now);
      expect(calls.map(({ envelope }) => Number(envelope.expiry))).to.deep.equal([record?.expiry]);
    });

    it("of a plain client's call costs no check: what was read must still be so", async () => {
      let runs = 0;
      bench.does(async (invocation) => {
        await addTally(invocation, "n");
        if (++runs === 1) await setTally(bench.cluster.store, "Main", "n", 10);
        await tell(invocation);
      });
      await bench.time.during(sendPlain(bench.cluster, bench.main));
      expect(await storedTally(bench.cluster.store, "Main", "n")).to.equal(11);
      await bench.settle();
      expect(await told()).to.equal(1);
    });

    it("to a method that is not recorded is closed too, and not made again for ever", async () => {
      let runs = 0;
      bench = makeBench({ partitioned, says: { oneway: true, effects: "idempotent" } });
      bench.cluster.deploy(bench.leaf, { go: () => void runs++ });
      await bench.attempt(1, tell);
      await bench.settle();
      await bench.collect();
      await bench.collect();
      expect(await bench.cluster.store.claim(-1, 10)).to.deep.equal([]);
      expect(runs).to.equal(1);
    });

    it("whose callee refuses it stays an intent", async () => {
      bench.cluster.deploy({ ...bench.leaf, methods: new Map() }, {});
      await bench.attempt(1, tell);
      await bench.settle();
      const { finished, unfinished } = await bench.collect();
      expect([finished, unfinished.length]).to.deep.equal([0, 1]);
      expect((await bench.cluster.store.claim(-1, 10)).map(({ intent }) => intent.function)).to.deep.equal(["leaf"]);
    });

    it("that the callee fails to handle is done: nobody waits for how it ended", async () => {
      let runs = 0;
      bench.cluster.deploy(bench.leaf, {
        go: () => {
          runs++;
          throw new Error("a fault");
        },
      });
      await bench.attempt(1, tell);
      await bench.settle();
      await bench.collect();
      expect([runs, await bench.cluster.store.claim(-1, 10)]).to.deep.equal([1, []]);
    });
  });
