/** Ways in which the core broke its promises, each found by somebody who read it as an adversary. */

import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "chai";
import type { Invocation } from "../../../runtime/invocation/invocation.js";
import { callLeaf, elsewhere, makeBench, type Bench } from "../../support/bench.js";
import { failureOf } from "../../support/messages.js";
import { ask } from "../../support/probe.js";
import { testMap } from "../../support/test-state.js";
import { getTally, putTally, storedTally } from "../../support/tally.js";

const update = (invocation: Invocation, name: string): Promise<unknown> =>
  testMap(invocation, "tally").update(name, (before) => ({ user_id: (before?.user_id ?? 0n) + 1n, username: "" }));

describe("regressions of the core", () => {
  let bench: Bench;
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);

  beforeEach(() => {
    bench = makeBench();
    unhandled.length = 0;
    process.on("unhandledRejection", note);
  });
  afterEach(async () => {
    await sleep(5);
    process.off("unhandledRejection", note);
    expect(unhandled).to.deep.equal([]);
  });

  for (const beside of [false, true])
    it(`branches that change one value lose no update when a replay has them come the other way round (${beside})`, async () => {
      let waits = [9, 3];
      const work = async (invocation: Invocation): Promise<void> => {
        await invocation.all([
          ...waits.map((ms) => async (branch: Invocation) => {
            await elsewhere(bench, ms);
            await update(branch, "n");
          }),
          async (branch: Invocation) => (beside ? callLeaf(bench, branch, "z") : ""),
        ]);
        await callLeaf(bench, invocation, "end");
      };
      if (beside) bench.answerIn("--------------z");
      await bench.dieAfter(work);
      waits = [3, 9];
      await bench.attempt(2, work);
      expect(await storedTally(bench.cluster.store, "Main", "n")).to.equal(2);
    });

  it("branches that change two values, at any time, die anywhere and come otherwise again, lose no update", async () => {
    // Each seed: waits that differ from attempt to attempt, and one death.
    for (let seed = 1; seed <= 300; seed++) {
      let state = seed;
      const dice = (sides: number): number => {
        state = (state * 48_271) % 2_147_483_647;
        return state % sides;
      };
      bench = makeBench({ killAt: 1 + dice(60) });
      bench.does(async (invocation) => {
        await invocation.all(
          "abc".split("").map((name) => async (branch: Invocation) => {
            for (const round of [1, 2]) {
              await elsewhere(bench, dice(5));
              await update(branch, round === 1 ? "m" : "n");
              if (name !== "c") await callLeaf(bench, branch, `${name}${round}`);
            }
          }),
        );
        const seen = `${await getTally(invocation, "m")} ${await getTally(invocation, "n")}`;
        await callLeaf(bench, invocation, seen);
        return seen;
      });
      const { store } = bench.cluster;
      expect(await bench.time.during(ask(bench.cluster.edge(), bench.main)), `seed ${seed}`).to.equal("3 3");
      const stored = ["m", "n"].map((name) => storedTally(store, "Main", name));
      expect(await Promise.all(stored), `seed ${seed}`).to.deep.equal([3, 3]);
      expect(await storedTally(store, "Leaf", "3 3"), `seed ${seed}`).to.equal(1);
    }
  });

  it("the branch that wrote last is the same in a replay, for somebody has seen what it wrote", async () => {
    let waits = [9, 3];
    const work = async (invocation: Invocation): Promise<void> => {
      await invocation.all(
        waits.map((ms, index) => async (branch: Invocation) => {
          await elsewhere(bench, ms);
          await putTally(branch, "n", index + 1);
        }),
      );
      await callLeaf(bench, invocation, `saw ${await getTally(invocation, "n")}`);
    };
    await bench.dieAfter(work);
    waits = [3, 9];
    await bench.attempt(2, work);
    expect(await storedTally(bench.cluster.store, "Leaf", "saw 1")).to.equal(1);
    expect(await storedTally(bench.cluster.store, "Main", "n")).to.equal(1);
  });

  it("branches end in a replay in the order in which they did, though none of them had another one beside it then", async () => {
    let waits = [9, 3];
    const orders: string[] = [];
    const work = async (invocation: Invocation): Promise<void> => {
      const order: number[] = [];
      await invocation.all(
        waits.map((ms, index) => async (branch: Invocation) => {
          await elsewhere(bench, ms);
          await callLeaf(bench, branch, `${index}`);
          order.push(index);
        }),
      );
      orders.push(order.join(" "));
      await callLeaf(bench, invocation, "end");
    };
    await bench.dieAfter(work);
    waits = [3, 9];
    await bench.attempt(2, work);
    expect(orders).to.deep.equal(["1 0", "1 0"]);
  });

  it("an invocation that is to give its process back at once does not take it from the others", async () => {
    bench = makeBench({ overrides: { suspendAfterMs: 0 } });
    bench.answerIn("---------a");
    await bench.attempt(1, (invocation) => Promise.all([invocation.sleep(15), callLeaf(bench, invocation, "a")]));
  });

  it("branches that fail while the handler waits for something else do not end the process", async () => {
    bench.answerIn("----s");
    await bench.attempt(1, async (invocation) => {
      const work = invocation.all([() => Promise.reject(new Error("no"))]);
      await callLeaf(bench, invocation, "s");
      await work.catch(() => {});
    });
  });

  it("a state operation that fails while the handler waits for something else does not end the process", async () => {
    bench.answerIn("----s");
    await bench.attempt(1, async (invocation) => {
      const work = testMap(invocation, "tally").put("n", { user_id: "x" as never, username: "" });
      await callLeaf(bench, invocation, "s");
      await work.catch(() => {});
    });
  });

  it("a step that follows from a timer is in nobody's turn, however soon the timer comes after one has begun", async () => {
    bench.answerIn("a-------s");
    const error = await failureOf(
      bench.attempt(1, async (invocation) => {
        const slow = callLeaf(bench, invocation, "s");
        await callLeaf(bench, invocation, "a");
        const timer = sleep(1);
        // The next thing that the event loop does is to look for timers.
        for (const end = performance.now() + 5; performance.now() < end;);
        void timer.then(() => invocation.now());
        await slow;
      }),
    );
    expect(String(error)).to.include("took step 3 after it had waited for something that is not a step");
  });

  it("a step that follows from ticks alone is in the turn that they follow from", async () => {
    bench.answerIn("a-------s");
    await bench.attempt(1, async (invocation) => {
      const slow = callLeaf(bench, invocation, "s");
      await callLeaf(bench, invocation, "a");
      for await (const text of Readable.from(["b"])) await callLeaf(bench, invocation, text);
      await slow;
    });
  });

  it("a write whose place depends on timing is refused", async () => {
    let ms = 3;
    bench.answerIn("----b");
    const seen: unknown[] = [];
    const work = async (invocation: Invocation): Promise<void> => {
      const late = elsewhere(bench, ms).then(() => putTally(invocation, "n", 7));
      await callLeaf(bench, invocation, "b");
      seen.push(await testMap(invocation, "tally").get("n"));
      await callLeaf(bench, invocation, "c");
      await late;
    };
    expect(String(await failureOf(bench.attempt(1, work)))).to.include("after it had waited for something that is not");
  });

  it("what is drawn after the handler has returned ends nothing", async () => {
    bench.answerIn("--------s");
    await bench.attempt(1, async (invocation) => {
      void callLeaf(bench, invocation, "s");
      void elsewhere(bench, 3).then(() => invocation.random());
    });
  });

  it("state that cannot be read is nobody's result, whatever the handler makes of it", async () => {
    await bench.cluster.store.writeUnguarded({ partition: "Main", collection: "tally", key: "n" }, Uint8Array.of(1, 2));
    const error = failureOf(
      bench.attempt(1, async (invocation) => {
        try {
          await testMap(invocation, "tally").get("n");
        } catch {
          await callLeaf(bench, invocation, "fallback");
        }
      }),
    );
    expect(String(await error)).to.include("cannot be read");
    expect(await storedTally(bench.cluster.store, "Leaf", "fallback")).to.equal(0);
  });

  it("a recorded effect that this version of Node.js cannot read is not taken for a throw of the effect's", async () => {
    const { store } = bench.cluster;
    const work = async (invocation: Invocation): Promise<void> => {
      await invocation.run("pay", () => "paid").catch(() => callLeaf(bench, invocation, "not paid"));
      await callLeaf(bench, invocation, "done");
    };
    await bench.dieAfter(work);
    const load = store.load.bind(store);
    store.load = async (key) => {
      const record = await load(key);
      // The first two bytes tell the version of the format.
      const log = record?.log.map((entry) => ({ ...entry, ...(entry.value && { value: Uint8Array.of(0xff, 0x63) }) }));
      return record && { ...record, log: log ?? [] };
    };
    expect(String(await failureOf(bench.attempt(2, work)))).to.include('cannot read what "run pay" has recorded');
    expect(await storedTally(store, "Leaf", "not paid")).to.equal(0);
    store.load = load;
    await bench.attempt(2, work);
  });
});
