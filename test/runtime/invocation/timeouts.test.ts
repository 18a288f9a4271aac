/** How long a call is tried: what its caller says, what the IDL says, and how that reaches whom it calls in turn. */

import { expect } from "chai";
import { DeliveryError } from "../../../runtime/client/transport.js";
import { callLeaf, makeBench, type Bench } from "../../support/bench.js";
import { failureOf, send, watchCalls } from "../../support/messages.js";
import { ask, probe, type Says } from "../../support/probe.js";

const lost = new DeliveryError("lost", { outcome: "unknown", retryable: true });

describe("the time a call has", () => {
  let bench: Bench;
  beforeEach(() => {
    bench = makeBench({ overrides: { callTimeoutMs: 30_000, suspendAfterMs: 60_000 } });
    bench.does((invocation) => callLeaf(bench, invocation, "a"));
  });

  /** Loses every message to Leaf; counts them. */
  function loseAll(): { tries: number } {
    const seen = { tries: 0 };
    const { intercept } = bench.cluster;
    bench.cluster.intercept = (name, body) => {
      if (name !== "leaf") return intercept(name, body);
      seen.tries++;
      return Promise.reject(lost);
    };
    return seen;
  }

  it("is in its envelope, and what is left of it in that of the calls made for it", async () => {
    const calls = watchCalls(bench.cluster, bench.main, bench.leaf);
    bench.does(async (invocation) => {
      await invocation.sleep(3_000);
      return callLeaf(bench, invocation, "a");
    });
    await bench.time.during(ask(bench.cluster.edge(10_000), bench.main));
    expect(calls.map(({ method, envelope }) => [method, envelope.timeoutMs])).to.deep.equal([
      ["Main.go", 10_000],
      ["Leaf.go", 7_000],
    ]);
  });

  it("is never more than the function's own limit, and all of that if nobody says anything", async () => {
    for (const [id, limit] of Object.entries({ said: { timeoutMs: 90_000 }, unsaid: {} })) {
      const calls = watchCalls(bench.cluster, bench.leaf);
      await bench.time.during(send(bench.cluster, bench.main, { id, ...limit }));
      expect(calls.map(({ envelope }) => envelope.timeoutMs)).to.deep.equal([30_000]);
    }
  });

  it("ends the tries of the calls made for it", async () => {
    const seen = loseAll();
    const begun = bench.time.now;
    await failureOf(bench.time.during(send(bench.cluster, bench.main, { timeoutMs: 2_000 })));
    expect(bench.time.now - begun).to.be.within(500, 2_000);
    expect(seen.tries).to.be.greaterThan(2);
  });

  it("counts down from try to try", async () => {
    loseAll();
    const calls = watchCalls(bench.cluster, bench.leaf);
    await failureOf(bench.time.during(send(bench.cluster, bench.main, { timeoutMs: 2_000 })));
    const times = calls.map(({ envelope }) => envelope.timeoutMs ?? 0);
    expect(times[0]).to.equal(2_000);
    expect(times.length).to.be.greaterThan(2);
    expect(times).to.deep.equal([...new Set(times)].sort((a, b) => b - a));
    expect(calls.map(({ envelope }) => envelope.attempt)).to.deep.equal(times.map((_, index) => index + 1));
  });

  for (const [what, says, tries, ms] of [
    ["faas.timeout", { timeoutMs: 700 }, 0, 700],
    ["faas.retry", { tries: 3 }, 3, 60_000],
  ] as readonly (readonly [string, Says, number, number])[])
    it(`is what ${what} says, if that is less`, async () => {
      const own = probe("Leaf", { go: says });
      bench.cluster.deploy(own, { go: () => "a" });
      const seen = loseAll();
      const begun = bench.time.now;
      bench.does((invocation) => ask(invocation, own));
      expect(await failureOf(bench.time.during(send(bench.cluster, bench.main)))).to.be.instanceOf(DeliveryError);
      expect(bench.time.now - begun).to.be.lessThan(ms);
      if (tries > 0) expect(seen.tries).to.equal(tries);
      else expect(seen.tries).to.be.greaterThan(3);
    });

  it("of a call with few tries is not over when the callee is only pending", async () => {
    const own = probe("Own", { go: { tries: 1 } });
    bench.cluster.deploy(own, { go: (invocation) => callLeaf(bench, invocation, "a") }, { suspendAfterMs: 100 });
    const gate = bench.hold("a");
    const answer = ask(bench.cluster.edge(), own).catch(String);
    await bench.time.pass(2_000);
    gate.open();
    expect(await bench.time.during(answer)).to.equal("a!");
  });

  it("is not passed on with an intent: whoever finishes it later has all the time", async () => {
    await bench.dieAfter((invocation) => callLeaf(bench, invocation, "a"));
    const calls = watchCalls(bench.cluster, bench.main);
    bench.does((invocation) => callLeaf(bench, invocation, "a"));
    await bench.collect();
    expect(calls.map(({ envelope }) => envelope.timeoutMs)).to.deep.equal([undefined]);
  });

  it("of a question asked for it is what is left, too", async () => {
    const reader = probe("Reader", { go: { effects: "readonly" } });
    const deep = probe("Deep", { go: { effects: "readonly" } });
    bench.cluster.deploy(deep, { go: () => "" });
    bench.cluster.deploy(reader, {
      go: async (invocation) => {
        await invocation.sleep(1_000);
        return ask(invocation, deep);
      },
    });
    bench.does((invocation) => ask(invocation, reader));
    const calls = watchCalls(bench.cluster, reader, deep);
    await bench.time.during(send(bench.cluster, bench.main, { timeoutMs: 5_000 }));
    expect(calls.map(({ envelope }) => envelope.timeoutMs)).to.deep.equal([5_000, 4_000]);
  });
});
