/** `invocation.all`: lines of work that number their steps for themselves. */

import { expect } from "chai";
import type { Invocation } from "../../../runtime/invocation/invocation.js";
import { callLeaf, elsewhere, makeBench, type Bench } from "../../support/bench.js";
import { failureOf } from "../../support/messages.js";
import { addTally, getTally, putTally, setTally, storedTally } from "../../support/tally.js";

describe("branches", () => {
  let bench: Bench;
  beforeEach(() => (bench = makeBench()));

  /** The paths of the steps in the record of the root. */
  async function steps(): Promise<string[]> {
    const record = await bench.cluster.store.load({ partition: "Main", id: "root" });
    return [...(record?.callbacks.keys() ?? [])].sort();
  }

  it("have the path of their step and their number before the number of each step, however deep", async () => {
    await bench.attempt(1, async (invocation) => {
      await callLeaf(bench, invocation, "a");
      await invocation.all([
        (branch) => callLeaf(bench, branch, "b"),
        async (branch) => {
          await callLeaf(bench, branch, "c");
          await branch.all([(deep) => callLeaf(bench, deep, "d"), (deep) => callLeaf(bench, deep, "e")]);
          await callLeaf(bench, branch, "f");
        },
      ]);
      await callLeaf(bench, invocation, "g");
    });
    expect(await steps()).to.deep.equal(["1", "2.1.1", "2.2.1", "2.2.2.1.1", "2.2.2.2.1", "2.2.3", "3"]);
  });

  it("return their results in order, and throw what one of them throws", async () => {
    bench.answerIn("ba");
    const both = (invocation: Invocation, second: string): Promise<readonly string[]> =>
      invocation.all([
        (branch) => callLeaf(bench, branch, "a"),
        async (branch) => {
          const text = await callLeaf(bench, branch, "b");
          if (second === "throws") throw new Error(`no ${text}`);
          return text;
        },
      ]);
    expect(await bench.attempt(1, async (invocation) => (await both(invocation, "")).join(" "))).to.equal("a! b!");
    bench = makeBench();
    expect(String(await failureOf(bench.attempt(1, (invocation) => both(invocation, "throws"))))).to.include("no b!");
  });

  it("keep their numbers in a replay in which each waits for something of its own for another time", async () => {
    let waits = [1, 5, 3];
    const work = async (invocation: Invocation): Promise<string> => {
      const texts = await invocation.all(
        waits.map((ms, index) => async (branch: Invocation) => {
          await elsewhere(bench, ms);
          const first = await callLeaf(bench, branch, `${index}`);
          await elsewhere(bench, ms);
          return first + (await callLeaf(bench, branch, `${index}`));
        }),
      );
      return (await callLeaf(bench, invocation, "end")) + texts.join(" ");
    };
    await bench.dieAfter(work);
    waits = [6, 1, 2];
    expect(await bench.attempt(2, work)).to.equal("end!0!0! 1!1! 2!2!");
    expect(await storedTally(bench.cluster.store, "Leaf", "0")).to.equal(2);
  });

  it("draw random values of their own: the same however their steps interleave", async () => {
    const draws: unknown[] = [];
    const work = async (invocation: Invocation): Promise<void> => {
      const draw = (one: Invocation): unknown[] => [one.random(), one.uuid(), one.random(), one.uuid()];
      const drawn = await invocation.all(
        "ab".split("").map((text) => async (branch: Invocation) => {
          await callLeaf(bench, branch, text);
          return draw(branch);
        }),
      );
      draws.push([...drawn, draw(invocation)]);
    };
    bench.answerIn("ab");
    await bench.dieAfter(work);
    bench.answerIn("ba");
    await bench.attempt(2, work);
    expect(draws[1]).to.deep.equal(draws[0]);
    expect(new Set((draws[0] as unknown[][]).flat()).size).to.equal(12);
  });

  it("see what they have written themselves; what another one has written is an input", async () => {
    const seen: number[][] = [];
    const work = async (invocation: Invocation): Promise<void> => {
      const results = await invocation.all([
        async (branch) => {
          await putTally(branch, "n", 1);
          return getTally(branch, "n");
        },
        async (branch) => {
          await callLeaf(bench, branch, "a");
          return getTally(branch, "n");
        },
      ]);
      await callLeaf(bench, invocation, "b");
      seen.push([...results]);
    };
    await bench.dieAfter(work);
    const record = await bench.cluster.store.load({ partition: "Main", id: "root" });
    expect(record?.log.map(({ step, label }) => `${step} ${label}`)).to.include("1.2.2 read tally/n");
    expect(record?.log.map(({ step }) => step)).not.to.include("1.1.1");
    await bench.attempt(2, work);
    expect(seen).to.deep.equal([
      [1, 1],
      [1, 1],
    ]);
  });

  it("need no check of what another branch had written: it was never in the store", async () => {
    await setTally(bench.cluster.store, "Main", "n", 7);
    let runs = 0;
    const text = await bench.attempt(1, async (invocation) => {
      runs++;
      await putTally(invocation, "n", 1);
      const [seen] = await invocation.all([(branch) => getTally(branch, "n")]);
      return seen;
    });
    expect([text, runs]).to.deep.equal(["1", 1]);
  });

  it("have their reads checked with everything else when the invocation commits", async () => {
    let runs = 0;
    await bench.attempt(1, (invocation) =>
      invocation.all([
        async (branch) => {
          await addTally(branch, "n");
          if (++runs === 1) await setTally(bench.cluster.store, "Main", "n", 10);
        },
      ]),
    );
    expect([runs, await storedTally(bench.cluster.store, "Main", "n")]).to.deep.equal([2, 11]);
  });
});
