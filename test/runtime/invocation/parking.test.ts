/** Suspending (DESIGN §5): a handler that waits long gives its process back, and nothing is lost by it. */

import { expect } from "chai";
import { DeliveryError, PendingError } from "../../../runtime/client/transport.js";
import type { Invocation } from "../../../runtime/invocation/invocation.js";
import { MemoryStore } from "../../../runtime/store/memory.js";
import { type InvocationRecord, StoreError } from "../../../runtime/store/store.js";
import { callLeaf, makeBench, type Bench } from "../../support/bench.js";
import { failureOf, send, sendPlain, watchCalls } from "../../support/messages.js";
import { mortalStore } from "../../support/mortal.js";
import { ask, probe } from "../../support/probe.js";
import { addTally, getTally, putTally, setTally, storedTally } from "../../support/tally.js";
import { watchEvents } from "../../support/watch-events.js";

const SUSPEND_MS = 1_000;

describe("an invocation that waits for long", () => {
  let bench: Bench;
  const middle = probe("Middle");
  const events = watchEvents();
  const parkings = (): string[] =>
    events.flatMap((event) => (event.event === "parked" ? [`${event.method} ${event.steps.join(" ")}`] : []));
  const record = (): Promise<InvocationRecord | undefined> =>
    bench.cluster.store.load({ partition: "Main", id: "root" });
  const counts = async (): Promise<number[]> =>
    Promise.all(
      ["Leaf a", "Main n"].map((at) => storedTally(bench.cluster.store, ...(at.split(" ") as [string, string]))),
    );

  const make = (options: Parameters<typeof makeBench>[0] = {}): void => {
    bench = makeBench({ overrides: { suspendAfterMs: SUSPEND_MS }, ...options });
    bench.does(async (invocation) => {
      const text = await callLeaf(bench, invocation, "a");
      await addTally(invocation, "n");
      return text;
    });
    bench.cluster.deploy(middle, { go: (invocation) => callLeaf(bench, invocation, "a") });
  };
  beforeEach(() => make());

  it("answers that it is pending, and leaves a parked record with its intent; the answer wakes it", async () => {
    const gate = bench.hold("a");
    const begun = bench.time.now;
    expect(await failureOf(bench.attempt(1))).to.be.instanceOf(PendingError);
    expect(bench.time.now - begun).to.equal(SUSPEND_MS);
    expect((await record())?.parked).to.deep.equal(["1"]);
    expect((await record())?.intent?.function).to.equal("main");
    expect(bench.cluster.occupied).to.equal(1);
    gate.open();
    await bench.settle();
    expect((await record())?.result?.kind).to.equal("reply");
    expect((await record())?.parked).to.equal(undefined);
    expect(await counts()).to.deep.equal([1, 1]);
    expect(bench.cluster.occupied).to.equal(0);
  });

  it("is not run again by whoever asks for it meanwhile", async () => {
    bench.hold("a");
    await failureOf(bench.attempt(1));
    const calls = watchCalls(bench.cluster, bench.leaf);
    expect(await failureOf(bench.attempt(2))).to.be.instanceOf(PendingError);
    expect(calls).to.deep.equal([]);
  });

  it("goes on at once when the answer comes between the look and the parking", async () => {
    const replies = new Promise<void>(() => {});
    // The callee has committed; its reply is still on its way.
    bench.cluster.beforeReply = (name) => (name === "leaf" ? replies : Promise.resolve());
    expect(await bench.attempt(1)).to.equal("a!");
    expect(parkings()).to.deep.equal([]);
    expect(await counts()).to.deep.equal([1, 1]);
  });

  it("gets its result to an edge caller, who keeps asking", async () => {
    bench.cluster.deploy(bench.leaf, {
      go: async (invocation) => {
        await bench.time.environment.sleep(20_000);
        await addTally(invocation, "a");
        return "late";
      },
    });
    expect(await bench.time.during(ask(bench.cluster.edge(), bench.main))).to.equal("late");
    expect(parkings()).to.deep.equal(["Main.go 1"]);
    expect(await counts()).to.deep.equal([1, 1]);
  });

  it("gives back the processes of all its callers, who are woken one after the other", async () => {
    const gate = bench.hold("a");
    bench.does(async (invocation) => {
      const text = await ask(invocation, middle);
      await addTally(invocation, "n");
      return text;
    });
    const answer = ask(bench.cluster.edge(), bench.main);
    await bench.time.pass(2 * SUSPEND_MS);
    expect(parkings().sort()).to.deep.equal(["Main.go 1", "Middle.go 1"]);
    expect(bench.cluster.occupied).to.equal(1);
    gate.open();
    expect(await bench.time.during(answer)).to.equal("a!");
    expect(await counts()).to.deep.equal([1, 1]);
  });

  it("gives its process back at once when its callee has, however patient it is itself", async () => {
    bench.hold("a");
    bench.cluster.deploy(bench.main, { go: (invocation) => ask(invocation, middle) }, { suspendAfterMs: 60_000 });
    const begun = bench.time.now;
    expect(await failureOf(bench.attempt(1))).to.be.instanceOf(PendingError);
    expect(bench.time.now - begun).to.equal(SUSPEND_MS);
  });

  it("once parked asks its callee no more", async () => {
    bench.hold("a");
    bench.does((invocation) => ask(invocation, middle));
    await failureOf(bench.attempt(1));
    const calls = watchCalls(bench.cluster, middle, bench.leaf);
    await bench.time.pass(60_000);
    expect(calls).to.deep.equal([]);
  });

  it("is waited for if a plain client called it, which would not ask again", async () => {
    const gate = bench.hold("a");
    const answer = sendPlain(bench.cluster, bench.main);
    await bench.time.pass(9 * SUSPEND_MS);
    gate.open();
    expect(await bench.time.during(answer)).to.equal("a!");
    expect(parkings()).to.deep.equal([]);
  });

  it("is waited for if a plain client called its caller", async () => {
    const gate = bench.hold("a");
    bench.does((invocation) => ask(invocation, middle));
    const answer = sendPlain(bench.cluster, bench.main);
    await bench.time.pass(5 * SUSPEND_MS);
    gate.open();
    expect(await bench.time.during(answer)).to.equal("a!");
    expect(parkings()).to.deep.equal(["Middle.go 1"]);
  });

  const question = probe("Question", { go: { effects: "readonly" } });
  const others: Readonly<Record<string, (invocation: Invocation) => Promise<unknown>>> = {
    "an effect": (invocation) => invocation.run("slow", () => bench.time.environment.sleep(4_500)),
    "a sleep": (invocation) => invocation.sleep(4_500),
    "the answer of a method that is not recorded": (invocation) => ask(invocation, question),
  };
  for (const [what, other] of Object.entries(others))
    it(`keeps its process as long as ${what} is under way, and gives it back then`, async () => {
      const gate = bench.hold("a");
      bench.cluster.deploy(question, { go: () => bench.time.environment.sleep(4_500) });
      bench.does((invocation) => Promise.all([callLeaf(bench, invocation, "a"), other(invocation)]));
      const answer = failureOf(send(bench.cluster, bench.main));
      await bench.time.pass(4_400);
      expect(parkings()).to.deep.equal([]);
      expect(await bench.time.during(answer)).to.be.instanceOf(PendingError);
      expect(parkings()).to.deep.equal(["Main.go 1"]);
      gate.open();
      await bench.settle();
      expect((await record())?.result?.kind).to.equal("reply");
    });

  it("is woken by whichever of several calls is answered first, and parks again for the others", async () => {
    const gates = "ab".split("").map((text) => bench.hold(text));
    bench.does((invocation) => Promise.all("ab".split("").map((text) => callLeaf(bench, invocation, text))));
    await failureOf(bench.attempt(1));
    expect((await record())?.parked).to.deep.equal(["1", "2"]);
    gates[1]?.open();
    await bench.time.pass(2 * SUSPEND_MS);
    expect(parkings()).to.deep.equal(["Main.go 1 2", "Main.go 1"]);
    gates[0]?.open();
    await bench.settle();
    expect((await record())?.result?.kind).to.equal("reply");
  });

  it("keeps what it had seen: a replay sees the same, though it has changed", async () => {
    const seen: unknown[] = [];
    const gate = bench.hold("a");
    bench.does(async (invocation) => {
      const [n] = await Promise.all([getTally(invocation, "n"), callLeaf(bench, invocation, "a")]);
      seen.push(n);
    });
    await failureOf(bench.attempt(1));
    await setTally(bench.cluster.store, "Main", "n", 7);
    gate.open();
    await bench.settle();
    expect(seen).to.deep.equal([0]);
  });

  it("does not wait for a call that its handler has not waited for: that is finished by an intent of its own", async () => {
    const gate = bench.hold("a");
    bench.does((invocation) => void callLeaf(bench, invocation, "a"));
    await bench.attempt(1);
    expect((await record())?.result?.kind).to.equal("reply");
    expect(await counts()).to.deep.equal([0, 0]);
    bench.cluster.killAll();
    gate.open();
    expect((await bench.collect()).finished).to.equal(1);
    expect(await counts()).to.deep.equal([1, 0]);
    expect(await bench.cluster.store.claim(0, 10)).to.deep.equal([]);
  });

  it("is finished by the collector if every process died while it was parked", async () => {
    const gate = bench.hold("a");
    await failureOf(bench.attempt(1));
    bench.cluster.killAll();
    gate.open();
    await bench.time.quiet();
    expect((await record())?.result).to.equal(undefined);
    expect((await bench.collect()).finished).to.equal(1);
    expect(await counts()).to.deep.equal([1, 1]);
  });

  it("is finished by the collector if the message that should wake it is lost", async () => {
    const gate = bench.hold("a");
    await failureOf(bench.attempt(1));
    bench.cluster.intercept = async (name, body) => {
      if (name === "main") throw new DeliveryError("lost", { outcome: "unknown", retryable: true });
      return body;
    };
    gate.open();
    await bench.settle();
    expect((await record())?.result).to.equal(undefined);
    bench.cluster.intercept = (_, body) => Promise.resolve(body);
    expect((await bench.collect()).finished).to.equal(1);
    expect(await counts()).to.deep.equal([1, 1]);
  });

  it("is reported by the collector as unfinished as long as it waits", async () => {
    bench.hold("a");
    await failureOf(bench.attempt(1));
    const { finished, unfinished } = await bench.collect();
    expect([finished, unfinished.length]).to.deep.equal([0, 1]);
    expect(unfinished[0]?.reason).to.include("waits for another invocation");
  });

  it("loses no check when it has its answer while it parks", async () => {
    const real = new MemoryStore({ now: () => bench.time.now });
    const store = {
      ...mortalStore(real, () => Promise.resolve()),
      commit: async (commit: Parameters<MemoryStore["commit"]>[0]) => {
        // The last commit would overtake this one.
        if (commit.parked !== undefined) await bench.time.environment.sleep(1_000);
        return real.commit(commit);
      },
    };
    make({ store });
    const gate = bench.hold("a");
    bench.does(async (invocation) => {
      const [n] = await Promise.all([getTally(invocation, "n"), callLeaf(bench, invocation, "a")]);
      await putTally(invocation, "n", n + 1);
    });
    const answer = send(bench.cluster, bench.main).catch((error: unknown) => error);
    await bench.time.pass(1_500);
    await setTally(real, "Main", "n", 10);
    gate.open();
    await bench.time.during(answer);
    await bench.settle();
    expect(await counts()).to.deep.equal([1, 11]);
  });

  it("loses no input and no check when the store fails while it parks", async () => {
    let fail = true;
    const real = new MemoryStore({ now: () => bench.time.now });
    const store = {
      ...mortalStore(real, () => Promise.resolve()),
      commit: (commit: Parameters<MemoryStore["commit"]>[0]) => {
        if (commit.parked === undefined || !fail) return real.commit(commit);
        fail = false;
        return Promise.reject(new StoreError("no connection"));
      },
    };
    make({ store });
    const gate = bench.hold("a");
    bench.does(async (invocation) => {
      const [n] = await Promise.all([getTally(invocation, "n"), callLeaf(bench, invocation, "a")]);
      await putTally(invocation, "n", n + 1);
    });
    const first = send(bench.cluster, bench.main).catch((error: unknown) => error);
    await bench.time.pass(1_500);
    await setTally(real, "Main", "n", 10);
    gate.open();
    await bench.time.during(first);
    await bench.attempt(2).catch(() => {});
    expect(await counts()).to.deep.equal([1, 11]);
  });
});
