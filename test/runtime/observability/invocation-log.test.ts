/** `invocation.log`: what a handler logs about itself. */

import { expect } from "chai";
import { Cluster } from "../../support/cluster.js";
import { captureEntries } from "../../support/capture-log.js";
import { send } from "../../support/messages.js";
import { ask, probe } from "../../support/probe.js";

const main = probe("Main", { go: {}, look: { effects: "readonly" } });
const leaf = probe("Leaf");

describe("what a handler logs", () => {
  let cluster: Cluster;
  let calls = 0;

  beforeEach(() => {
    cluster = new Cluster();
    calls = 0;
    cluster.deploy(leaf, { go: () => "leaf" });
    cluster.deploy(main, {
      go: async (invocation) => {
        invocation.log.info("before");
        invocation.now();
        invocation.log.info("between");
        await ask(invocation, leaf);
        invocation.log.info("after", { invocation: "another", word: "leaf" });
        // The process dies here, the first time.
        if (++calls === 1) await new Promise(() => {});
        invocation.log.info("end");
        return "done";
      },
      look: (invocation) => invocation.log.warn("looking"),
    });
  });

  it("says which attempt of which invocation it is about", async () => {
    const [entry] = await captureEntries(() => send(cluster, main, { id: "i", root: "r" }, "", "look"));
    const { time: _, ...line } = entry ?? {};
    expect(line).to.deep.equal({
      level: "warn",
      message: "looking",
      invocation: "i",
      root: "r",
      method: "Main.look",
      attempt: 1,
    });
  });

  it("is not said again by a replay, and goes on where the replay ends", async () => {
    const first = await captureEntries(async () => {
      void send(cluster, main).catch(() => {});
      while (calls === 0) await new Promise((resolve) => setImmediate(resolve));
      cluster.killAll();
    });
    expect(first.map(({ message }) => message)).to.deep.equal(["before", "between", "after"]);
    const second = await captureEntries(() => send(cluster, main, { attempt: 2 }));
    // Nothing says whether the first attempt came to what follows its last recorded step.
    expect(second.map(({ message, attempt, word }) => [message, attempt, word])).to.deep.equal([
      ["after", 2, "leaf"],
      ["end", 2, undefined],
    ]);
  });
});
