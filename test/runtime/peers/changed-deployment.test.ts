/** A service that becomes a function, or ceases to be one, while an invocation is under way that has called it. */

import { expect } from "chai";
import type { FunctionContext } from "../../../runtime/invocation/context.js";
import { callLeaf, makeBench, type Bench, type Work } from "../../support/bench.js";
import { send, forever, watchCalls } from "../../support/messages.js";
import { deferred } from "../../support/deferred.js";

describe("a service that changes its kind under an invocation", () => {
  let bench: Bench;

  beforeEach(() => {
    bench = makeBench();
  });

  /** Main does this from now on, and takes Leaf for a plain server or for a function. */
  function deploy(work: Work, isPlain: boolean): void {
    const transport: FunctionContext["transport"] = {
      post: (...message) => bench.cluster.transport.post(...message),
      peer: () => ({ protocol: "binary", isPlain }),
    };
    bench.cluster.deploy(bench.main, { go: work }, { transport });
  }

  for (const wasPlain of [false, true])
    it(`is not asked again for what it has answered as ${wasPlain ? "a plain server" : "a function"}`, async () => {
      const { promise: done, resolve } = deferred();
      const work: Work = async (invocation) =>
        `${await callLeaf(bench, invocation, "a")} ${await callLeaf(bench, invocation, "b")}`;
      // What is called second has the answer to the first saved.
      deploy(async (invocation) => {
        const answers = await work(invocation, "");
        resolve();
        await forever();
        return answers;
      }, wasPlain);
      const dead = send(bench.cluster, bench.main, { attempt: 1 }).catch(() => {});
      await bench.time.during(done);
      bench.cluster.killAll();
      await dead;
      deploy(work, !wasPlain);
      const calls = watchCalls(bench.cluster, bench.leaf);
      expect(await bench.time.during(send(bench.cluster, bench.main, { attempt: 2 }))).to.equal("a! b!");
      // The second answer of a plain server was on nobody's disk yet.
      expect(calls).to.have.length(wasPlain ? 1 : 0);
    });
});
