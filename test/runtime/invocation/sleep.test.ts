/** `invocation.sleep`: a step like any other; raced against a call, a timeout that a replay sees again. */

import { expect } from "chai";
import type { Invocation } from "../../../runtime/invocation/invocation.js";
import { callLeaf, makeBench, type Bench } from "../../support/bench.js";
import { storedTally } from "../../support/tally.js";

describe("a handler's sleep", () => {
  let bench: Bench;
  beforeEach(() => (bench = makeBench()));

  it("takes its time once, and a replay does not sleep again", async () => {
    const work = async (invocation: Invocation): Promise<void> => {
      await invocation.sleep(5_000);
      await callLeaf(bench, invocation, "a");
    };
    const { time } = bench;
    const begun = time.now;
    await bench.dieAfter(work);
    expect(time.now - begun).to.equal(5_000);
    await bench.attempt(2, work);
    expect(time.now - begun).to.equal(5_000);
  });

  /** Calls "a" with a limit of `ms`, says which came first, and then calls "b". */
  const limited =
    (ms: number) =>
    async (invocation: Invocation): Promise<string> => {
      const call = callLeaf(bench, invocation, "a");
      const winner = await Promise.race([call, invocation.sleep(ms).then(() => "timeout")]);
      await callLeaf(bench, invocation, "b");
      return winner;
    };

  it("raced as a timeout is over before the call in the replay too, though the answer is there by then", async () => {
    const a = bench.hold("a");
    await bench.dieAfter(limited(100));
    a.open();
    expect(await bench.attempt(2, limited(100))).to.equal("timeout");
    expect(await storedTally(bench.cluster.store, "Leaf", "a")).to.equal(1);
  });

  it("raced as a timeout that is not needed keeps nobody waiting", async () => {
    const begun = bench.time.now;
    expect(await bench.attempt(1, limited(60_000))).to.equal("a!");
    expect(bench.time.now).to.equal(begun);
  });

  it("that nobody waits for leaves nothing behind", async () => {
    await bench.attempt(1, async (invocation) => {
      void invocation.sleep(60_000);
      await callLeaf(bench, invocation, "a");
    });
    expect((await bench.cluster.store.load({ partition: "Main", id: "root" }))?.result?.kind).to.equal("reply");
    await bench.time.pass(60_000);
    expect((await bench.cluster.store.load({ partition: "Main", id: "root" }))?.log).to.deep.equal([]);
  });

  it("that a line of work still waits for at the end never comes to its end, and throws nothing", async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown): void => void unhandled.push(reason);
    process.on("unhandledRejection", note);
    let woke = false;
    await bench.attempt(1, async (invocation) => {
      void (async () => {
        await invocation.sleep(60_000);
        woke = true;
      })();
      await callLeaf(bench, invocation, "a");
    });
    await bench.time.pass(60_000);
    process.off("unhandledRejection", note);
    expect([woke, unhandled]).to.deep.equal([false, []]);
  });

  it("raced as a timeout is long enough in the replay for the call that had won", async () => {
    bench.answerIn("--a");
    await bench.dieAfter(limited(100));
    expect(await bench.attempt(2, limited(100))).to.equal("a!");
  });
});
