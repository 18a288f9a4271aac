/** `invocation.run`: effects outside of Thrift, at least once, and their results. */

import { expect } from "chai";
import type { Invocation } from "../../../runtime/invocation/invocation.js";
import { callLeaf, makeBench, type Bench } from "../../support/bench.js";
import { forever } from "../../support/messages.js";
import { ask } from "../../support/probe.js";

describe("a handler's effect", () => {
  let bench: Bench;
  beforeEach(() => (bench = makeBench()));

  it("happens once if its result was recorded, whatever dies afterwards", async () => {
    let runs = 0;
    const work = async (invocation: Invocation): Promise<string> => {
      const result = await invocation.run("count", () => ++runs);
      await callLeaf(bench, invocation, "a");
      return `${result}`;
    };
    await bench.dieAfter(work);
    expect(await bench.attempt(2, work)).to.equal("1");
    expect(runs).to.equal(1);
  });

  it("happens again if its process died before that, under the same ID", async () => {
    const ids: string[] = [];
    await bench.dieAfter((invocation) => invocation.run("pay", (stepId) => void ids.push(stepId)));
    await bench.attempt(2, (invocation) => invocation.run("pay", (stepId) => void ids.push(stepId)));
    expect(ids.length).to.equal(2);
    expect(ids[1])
      .to.equal(ids[0])
      .and.match(/^[0-9a-f]{32}$/);
  });

  it("has an ID of its own at each step of each invocation", async () => {
    const ids = new Set<string>();
    const twice = async (invocation: Invocation): Promise<void> => {
      await invocation.run("pay", (stepId) => void ids.add(stepId));
      await invocation.run("pay", (stepId) => void ids.add(stepId));
    };
    await bench.attempt(1, async (invocation) => {
      await twice(invocation);
      await invocation.all([twice]);
    });
    bench.does(twice);
    await bench.time.during(ask(bench.cluster.edge(), bench.main));
    expect(ids.size).to.equal(6);
  });

  it("does not happen before what led to it is durable", async () => {
    let log: unknown;
    await bench.attempt(1, async (invocation) => {
      const now = invocation.now();
      await invocation.run("look", async () => {
        const record = await bench.cluster.store.load({ partition: "Main", id: "root" });
        log = record?.log.map(({ label }) => label);
      });
      return now;
    });
    expect(log).to.deep.equal(["now"]);
  });

  it("returns data as structured clone copies it, the first time as in a replay", async () => {
    const data = { map: new Map([["k", 1n]]), bytes: new Uint8Array([1]), date: new Date(5), none: undefined };
    const seen: unknown[] = [];
    const work = async (invocation: Invocation): Promise<void> => {
      seen.push(await invocation.run("data", () => data));
      seen.push(await invocation.run("nothing", () => {}));
      await callLeaf(bench, invocation, "a");
    };
    await bench.dieAfter(work);
    await bench.attempt(2, work);
    expect(seen).to.deep.equal([data, undefined, data, undefined]);
    expect(seen[0]).not.to.equal(data);
  });

  for (const [what, thrown, told] of [
    ["an error", new RangeError("too far"), "RangeError: too far"],
    ["what is no error", "plain", "Error: plain"],
    ["what has no text", Object.create(null) as unknown, "Error: "],
  ] as const)
    it(`throws ${what} in a replay as it did the first time`, async () => {
      const seen: string[] = [];
      let runs = 0;
      const work = async (invocation: Invocation): Promise<void> => {
        const fails = invocation.run("fail", () => {
          runs++;
          throw thrown;
        });
        await fails.catch((error: unknown) => seen.push(String(error)));
        await callLeaf(bench, invocation, "a");
      };
      await bench.dieAfter(work);
      await bench.attempt(2, work);
      expect(runs).to.equal(1);
      expect(seen[0]).to.include(told);
      expect(seen[1]).to.equal(seen[0]);
    });

  it("whose result cannot be recorded throws that, in a replay too, and does not happen again", async () => {
    const seen: string[] = [];
    let runs = 0;
    const work = async (invocation: Invocation): Promise<void> => {
      const fails = invocation.run("function", () => [() => ++runs, ++runs]);
      await fails.catch((error: unknown) => seen.push(String(error)));
      await callLeaf(bench, invocation, "a");
    };
    await bench.dieAfter(work);
    await bench.attempt(2, work);
    expect(runs).to.equal(1);
    expect(seen[0]).to.include('TypeError: What run("function") returned cannot be recorded').and.include("plain data");
    expect(seen[1]).to.equal(seen[0]);
  });

  it("under another name is another step", async () => {
    await bench.dieAfter(async (invocation) => {
      await invocation.run("one", () => {});
      await callLeaf(bench, invocation, "a");
    });
    const replay = bench.attempt(2, (invocation) => invocation.run("other", forever));
    await replay.then(
      () => expect.fail("it did not diverge"),
      (error: unknown) => expect(String(error)).to.include('the log holds "run one", this run does "run other"'),
    );
  });
});
