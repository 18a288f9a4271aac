/** E9: every durable intent finishes, by a collector that any replica can run. */

import { expect } from "chai";
import { collect } from "../../../runtime/collector/collect.js";
import { describeCollected } from "../../../runtime/collector/describe.js";
import { DeliveryError } from "../../../runtime/client/transport.js";
import { LIFETIME } from "../../../runtime/store/expiry.js";
import { StoreError } from "../../../runtime/store/store.js";
import { mortalStore } from "../../support/mortal.js";
import { callLeaf, makeBench, type Bench } from "../../support/bench.js";
import { failureOf, send } from "../../support/messages.js";
import { addTally, storedTally } from "../../support/tally.js";

describe("the collector", () => {
  let bench: Bench;
  beforeEach(() => (bench = makeBench()));

  /** Leaves so many roots unfinished: their processes die after they have called Leaf. */
  async function leaveUnfinished(count: number): Promise<void> {
    bench.hold("never");
    bench.does((invocation) => callLeaf(bench, invocation, "never"));
    const dead = Array.from({ length: count }, (_, i) =>
      send(bench.cluster, bench.main, { id: `root ${i}` }).catch(() => {}),
    );
    await bench.time.quiet();
    bench.cluster.killAll();
    await Promise.all(dead);
  }

  const finishing = (): void =>
    bench.does(async (invocation) => {
      bench.hold("never").open();
      await callLeaf(bench, invocation, "never");
      await addTally(invocation, "n");
    });

  it("finishes what a dead process has left, each once, however many there are", async () => {
    await leaveUnfinished(40);
    finishing();
    expect((await bench.collect()).finished).to.equal(40);
    expect(await storedTally(bench.cluster.store, "Main", "n")).to.equal(40);
    expect((await bench.collect()).finished).to.equal(0);
  });

  it("does each thing once if several of them run at once", async () => {
    await leaveUnfinished(5);
    finishing();
    bench.time.now += 60_000;
    const both = await bench.time.during(Promise.all([bench.cluster.collect(60_000), bench.cluster.collect(60_000)]));
    expect(both.map(({ finished }) => finished).sort((a, b) => a - b)).to.deep.equal([0, 5]);
    expect(await storedTally(bench.cluster.store, "Main", "n")).to.equal(5);
  });

  it("leaves alone what somebody is working on", async () => {
    await leaveUnfinished(1);
    finishing();
    bench.time.now += 59_999;
    expect((await bench.time.during(bench.cluster.collect(60_000))).finished).to.equal(0);
    bench.time.now += 1;
    expect((await bench.time.during(bench.cluster.collect(60_000))).finished).to.equal(1);
  });

  it("tells what it could not finish, and why, and goes on with the rest", async () => {
    await leaveUnfinished(3);
    finishing();
    let lost = 0;
    bench.cluster.intercept = (name, body) => {
      if (name === "main" && ++lost === 2)
        return Promise.reject(new DeliveryError("down", { outcome: "unknown", retryable: true }));
      return Promise.resolve(body);
    };
    const { finished, unfinished } = await bench.collect();
    expect([finished, unfinished.map(({ reason }) => reason)]).to.deep.equal([
      2,
      ["down. Whether the call was executed is unknown."],
    ]);
  });

  it("comes to an end though many intents cannot be finished, and each takes its time to fail", async () => {
    await leaveUnfinished(40);
    bench.cluster.deploy({ ...bench.main, methods: new Map() }, {});
    const { intercept } = bench.cluster;
    bench.cluster.intercept = async (name, body) => {
      await bench.time.environment.sleep(30_000);
      return intercept(name, body);
    };
    bench.time.now += 60_000;
    const { unfinished } = await bench.time.during(bench.cluster.collect(60_000));
    expect(unfinished.length).to.equal(40);
    expect(new Set(unfinished.map(({ claim }) => claim.key.id)).size).to.equal(40);
    expect(unfinished[0]?.reason).to.include("refused");
  });

  it("begins no more once it is told to stop, and a later pass finds the rest", async () => {
    await leaveUnfinished(40);
    finishing();
    const stop = new AbortController();
    const { intercept } = bench.cluster;
    bench.cluster.intercept = (name, body) => {
      stop.abort();
      return intercept(name, body);
    };
    const options = { idleMs: -1, timeoutMs: 30_000, signal: stop.signal };
    const stopped = await bench.time.during(collect(bench.cluster.store, bench.cluster, options));
    expect(stopped.finished).to.equal(16);
    expect((await bench.collect()).finished).to.equal(24);
  });

  it("is not told to finish what is done, whatever the log of the callee says", async () => {
    await bench.dieAfter((invocation) => callLeaf(bench, invocation, "a"));
    bench.does((invocation) => callLeaf(bench, invocation, "a"));
    await bench.attempt(2);
    expect(await bench.collect()).to.deep.equal({ finished: 0, unfinished: [], deadLetters: [] });
  });

  it("makes dead letters of what has expired unfinished, once, and does not run it any more", async () => {
    await leaveUnfinished(2);
    finishing();
    bench.time.now += LIFETIME + 1;
    const collected = await bench.collect();
    expect([collected.finished, collected.deadLetters.length]).to.deep.equal([0, 2]);
    expect(await bench.collect()).to.deep.equal({ finished: 0, unfinished: [], deadLetters: [] });
    expect(await storedTally(bench.cluster.store, "Main", "n")).to.equal(0);
    expect(describeCollected(collected)[1]).to.match(/^DEAD LETTER Main root \d \(main\): expired unfinished at 20.*Z/);
  });

  it("tells of each dead letter though the store fails in the middle of a pass", async () => {
    await leaveUnfinished(1);
    bench.time.now += LIFETIME + 1;
    const { store } = bench.cluster;
    const failing = mortalStore(store, async () => {});
    failing.claim = () => Promise.reject(new StoreError("away"));
    const pass = failureOf(collect(failing, bench.cluster, { idleMs: -1, timeoutMs: 30_000 }));
    expect((await bench.time.during(pass)).message).to.equal("away");
    expect((await bench.collect()).deadLetters).to.have.length(1);
  });

  it("says what it did in a line, and a line for each thing to look at", () => {
    const intent = { function: "main", message: new Uint8Array(0) };
    const claim = { key: { partition: "Main", id: "i" }, intent };
    expect(describeCollected({ finished: 3, unfinished: [{ claim, reason: "down" }], deadLetters: [] })).to.deep.equal([
      "collector: 3 finished, 1 unfinished, 0 dead letters",
      "unfinished Main i (main): down",
    ]);
  });
});
