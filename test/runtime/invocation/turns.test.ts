/** E2, the order in which concurrent steps end: an input, recorded when there was a choice, and the same in a replay. */

import { expect } from "chai";
import type { Invocation } from "../../../runtime/invocation/invocation.js";
import { callLeaf, elsewhere, makeBench, type Bench } from "../../support/bench.js";
import { failureOf } from "../../support/messages.js";
import { ask, probe } from "../../support/probe.js";

describe("the order in which concurrent steps end", () => {
  let bench: Bench;
  let call: (invocation: Invocation, text: string) => Promise<string>;
  beforeEach(() => {
    bench = makeBench();
    call = (invocation, text) => callLeaf(bench, invocation, text);
  });

  it("is the same in a replay: three calls that were answered in another order than they were made", async () => {
    const orders: string[] = [];
    const work = async (invocation: Invocation): Promise<void> => {
      const run = orders.push("") - 1;
      await Promise.all("abc".split("").map((text) => call(invocation, text).then(() => (orders[run] += text))));
      await call(invocation, "d");
    };
    bench.answerIn("cab");
    await bench.dieAfter(work);
    await bench.attempt(2, work);
    expect(orders).to.deep.equal(["cab", "cab"]);
  });

  it("decides Promise.race in a replay as it did the first time, and what is called next", async () => {
    const work = async (invocation: Invocation): Promise<string> => {
      const winner = await Promise.race([call(invocation, "a"), call(invocation, "b")]);
      return call(invocation, `after ${winner}`);
    };
    bench.answerIn("ba");
    await bench.dieAfter(work);
    expect(await bench.attempt(2, work)).to.equal("after b!!");
  });

  it("decides the numbers of the steps taken afterwards", async () => {
    const work = async (invocation: Invocation): Promise<string> => {
      const chains = "ab".split("").map(async (text) => {
        await call(invocation, text);
        return `${text}${invocation.now()}`;
      });
      const before = invocation.now();
      const times = await Promise.all(chains);
      await call(invocation, "last");
      return `${before} ${times.join(" ")}`;
    };
    bench.answerIn("ba");
    let first = "";
    await bench.dieAfter(async (invocation) => {
      first = await work(invocation);
    });
    bench.time.now += 1_000;
    expect(await bench.attempt(2, work)).to.equal(first);
  });

  it("is recorded in parts, one flush after the other, and replayed as a whole", async () => {
    const orders: string[] = [];
    const work = async (invocation: Invocation): Promise<void> => {
      const run = orders.push("") - 1;
      const note = (text: string) => call(invocation, text).then(() => (orders[run] += text));
      await Promise.all([note("a"), note("b")]);
      await note("-");
      await Promise.all([note("c"), note("d")]);
      await note("=");
    };
    bench.answerIn("badc");
    await bench.dieAfter(work);
    await bench.dieAfter(work, 2);
    await bench.attempt(3, work);
    expect(orders).to.deep.equal(["ba-dc=", "ba-dc=", "ba-dc="]);
    const steps = (await bench.cluster.store.load({ partition: "Main", id: "root" }))?.log.map(({ step }) => step);
    expect(steps).to.deep.equal(["~1", "~2"]);
  });

  it("goes on from what an earlier attempt had recorded when it died half way", async () => {
    const orders: string[] = [];
    const start = (invocation: Invocation) => {
      const run = orders.push("") - 1;
      const note = (text: string) => call(invocation, text).then(() => (orders[run] += text));
      const chain = note("b").then(() => note("x"));
      return { chain, all: Promise.all([note("a"), chain, note("c")]) };
    };
    bench.answerIn("bx-----ac");
    await bench.dieAfter((invocation) => start(invocation).chain);
    // Now "a" and "c" would be first, were it not recorded that "b" was.
    bench.answerIn("-------cabx");
    await bench.attempt(2, (invocation) => start(invocation).all);
    expect(orders[0]).to.equal("bx");
    expect(orders[1]?.[0]).to.equal("b");
  });

  describe("costs", () => {
    const costs = async (work: (invocation: Invocation) => Promise<unknown>): Promise<number> => {
      await bench.attempt(1, work);
      return bench.cluster.commands("main ").length;
    };

    it("a handler of three calls one after the other nothing: a flush of its intent, and its commit", async () => {
      expect(
        await costs(async (invocation) => {
          for (const text of "abc") await call(invocation, text);
        }),
      ).to.equal(2);
    });

    it("a fan-out that returns then nothing", async () => {
      expect(await costs((invocation) => Promise.all("abc".split("").map((text) => call(invocation, text))))).to.equal(
        2,
      );
    });

    it("a fan-out that calls then one flush", async () => {
      expect(
        await costs(async (invocation) => {
          await Promise.all("abc".split("").map((text) => call(invocation, text)));
          await call(invocation, "d");
          await call(invocation, "e");
        }),
      ).to.equal(3);
    });

    it("nothing in the log where there was never a choice", async () => {
      await bench.attempt(1, async (invocation) => {
        for (const text of ["a", "b"]) {
          await call(invocation, text);
          invocation.now();
        }
        await call(invocation, "c");
      });
      const record = await bench.cluster.store.load({ partition: "Main", id: "root" });
      expect(record?.log.map(({ label }) => label)).to.deep.equal(["now", "now"]);
    });

    it("a callee that calls in turn only its commit: its caller asks again", async () => {
      const middle = probe("Middle");
      bench.cluster.deploy(middle, { go: (invocation) => call(invocation, "a") });
      await costs((invocation) => ask(invocation, middle));
      expect(bench.cluster.commands("middle ")).to.deep.equal(["middle commit"]);
    });

    it("no timer that outlives the calls it was for", async () => {
      await costs((invocation) => Promise.all("abc".split("").map((text) => call(invocation, text))));
      expect(bench.time.sleepers).to.deep.equal([]);
    });

    it("a replay that goes on with a call one load and its commit: its intent is durable", async () => {
      await bench.dieAfter((invocation) => call(invocation, "a"));
      const before = bench.cluster.commands("main ").length;
      await bench.attempt(2, async (invocation) => {
        await call(invocation, "a");
        await call(invocation, "b");
      });
      expect(bench.cluster.commands("main ").slice(before)).to.deep.equal(["main load", "main commit"]);
    });

    it("a replay one load and its commit", async () => {
      const work = async (invocation: Invocation): Promise<void> => {
        await Promise.all("abc".split("").map((text) => call(invocation, text)));
        await call(invocation, "d");
      };
      await bench.dieAfter(work);
      const before = bench.cluster.commands("main ").length;
      await bench.attempt(2, work);
      expect(bench.cluster.commands("main ").slice(before)).to.deep.equal(["main load", "main commit"]);
    });
  });

  it("that cannot come about any more is reported as a divergence, not waited for in silence", async () => {
    bench.answerIn("ba");
    await bench.dieAfter(async (invocation) => {
      await Promise.race([call(invocation, "a"), call(invocation, "b")]);
      await call(invocation, "c");
    });
    const error = await failureOf(
      bench.attempt(2, (invocation) =>
        Promise.all([call(invocation, "a"), invocation.all([(branch) => call(branch, "b")])]),
      ),
    );
    expect(String(error)).to.include("diverged at step 2").and.include("the next step to end");
    expect((await bench.cluster.store.load({ partition: "Main", id: "root" }))?.result).to.equal(undefined);
  });

  it("waits for a step whose branch waits for something of its own first", async () => {
    let ms = 0;
    const orders: string[] = [];
    const work = async (invocation: Invocation): Promise<void> => {
      const run = orders.push("") - 1;
      const note = async (branch: Invocation, text: string): Promise<void> => {
        await call(branch, text);
        orders[run] += text;
      };
      const late = async (branch: Invocation): Promise<void> => {
        await elsewhere(bench, ms);
        await note(branch, "a");
      };
      await invocation.all([late, (branch) => note(branch, "b")]);
      await call(invocation, "c");
    };
    bench.answerIn("ab");
    await bench.dieAfter(work);
    // In the replay the step that is due is taken long after the other one has its answer.
    ms = 1_000;
    await bench.attempt(2, work);
    expect(orders).to.deep.equal(["ab", "ab"]);
  });

  it("holds as well where a branch had waited for something of its own and in the replay need not", async () => {
    let ms = 2;
    const orders: string[] = [];
    const work = async (invocation: Invocation): Promise<void> => {
      const run = orders.push("") - 1;
      const note = async (branch: Invocation, text: string): Promise<void> => {
        await call(branch, text);
        orders[run] += text;
      };
      const early = async (branch: Invocation): Promise<void> => {
        await note(branch, "a");
        await note(branch, "x");
      };
      const late = async (branch: Invocation): Promise<void> => {
        if (ms > 0) await elsewhere(bench, ms);
        await note(branch, "b");
      };
      await invocation.all([late, early]);
      await call(invocation, "c");
    };
    bench.answerIn("a--x-----b");
    await bench.dieAfter(work);
    ms = 0;
    await bench.attempt(2, work);
    expect(orders).to.deep.equal(["axb", "axb"]);
  });
});

describe("E6: a number that depends on timing", () => {
  let bench: Bench;
  beforeEach(() => (bench = makeBench()));

  it("is refused: the handler waits for something of its own while a call is under way, and then takes a step", async () => {
    bench.answerIn("-------s");
    const error = await failureOf(
      bench.attempt(1, async (invocation) => {
        const slow = callLeaf(bench, invocation, "s");
        await elsewhere(bench, 3);
        invocation.now();
        await slow;
      }),
    );
    expect(String(error)).to.include("took step 2 after it had waited for something that is not a step");
    const record = await bench.cluster.store.load({ partition: "Main", id: "root" });
    expect([record?.log, record?.result]).to.deep.equal([[], undefined]);
  });

  const fine: Readonly<Record<string, (bench: Bench, invocation: Invocation) => Promise<unknown>>> = {
    "steps one after the other, with waits of its own between them": async (of, invocation) => {
      await elsewhere(of, 3);
      invocation.now();
      await callLeaf(of, invocation, "a");
      await elsewhere(of, 3);
      await callLeaf(of, invocation, "b");
    },
    "branches of `all` that wait for something of their own": (of, invocation) =>
      invocation.all(
        [1, 3, 2].map((rounds) => async (branch: Invocation) => {
          await elsewhere(of, rounds);
          await callLeaf(of, branch, `${rounds}`);
          await elsewhere(of, rounds);
          branch.now();
        }),
      ),
    "awaits that wait for nothing": async (of, invocation) => {
      const chains = "ab".split("").map(async (text) => {
        for (let i = 0; i < 50; i++) await Promise.resolve();
        await callLeaf(of, invocation, text);
        for (let i = 0; i < 50; i++) await Promise.resolve();
        invocation.now();
      });
      await Promise.all(chains);
    },
    "a fan-out after a wait of its own": async (of, invocation) => {
      await elsewhere(of, 3);
      await Promise.all("abc".split("").map((text) => callLeaf(of, invocation, text)));
    },
    "a chain beside another one, each step after a step": async (of, invocation) => {
      const chain = async (text: string): Promise<void> => {
        for (let i = 0; i < 3; i++) await callLeaf(of, invocation, text);
      };
      await Promise.all([chain("a"), chain("b")]);
    },
  };
  for (const [what, work] of Object.entries(fine))
    it(`is not suspected in ${what}`, async () => {
      await bench.attempt(1, (invocation) => work(bench, invocation));
    });
});
