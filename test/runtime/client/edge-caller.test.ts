/** What can be done from outside every function: calls under an ID, calls that are only submitted, results fetched later. */

import { expect } from "chai";
import { setImmediate as immediate } from "node:timers/promises";
import { CancelledError, DeliveryError } from "../../../runtime/client/transport.js";
import { connect } from "../../../runtime/openfaas/connect.js";
import { ApplicationException, ApplicationExceptionType } from "../../../runtime/protocol/application-exception.js";
import { LIFETIME } from "../../../runtime/store/expiry.js";
import { makeBench, type Bench } from "../../support/bench.js";
import { startScriptedServer } from "../../support/scripted-server.js";
import { failureOf, watchCalls } from "../../support/messages.js";
import { ask, Declined, methodOf, probe } from "../../support/probe.js";
import { addTally, storedTally } from "../../support/tally.js";

describe("from outside of every function", () => {
  let bench: Bench;
  const told = probe("Told", { go: { oneway: true } });
  const go = () => methodOf(bench.main, "go");
  const count = (): Promise<number> => storedTally(bench.cluster.store, "Main", "n");
  const submit = (text = "", id?: string): Promise<string> => {
    const edge = id === undefined ? bench.cluster.edge() : bench.cluster.edge().withId(id);
    return bench.time.during(edge.submit(bench.main, go(), { text }));
  };
  const attach = (id: string, timeoutMs = 60_000): Promise<string> =>
    bench.time.during(bench.cluster.edge(timeoutMs).attach(bench.main, go(), id));
  const refused = async (promise: Promise<unknown>, text: string): Promise<void> => {
    const error = await failureOf(promise);
    expect(error).to.be.instanceOf(ApplicationException).with.property("type", ApplicationExceptionType.REFUSED);
    expect(error.message).to.include(text);
  };

  beforeEach(() => {
    bench = makeBench({ overrides: { suspendAfterMs: 1_000 } });
    bench.does(async (invocation, text) => {
      invocation.now();
      if (text !== "") await ask(invocation, bench.leaf, text);
      return `${text}${await addTally(invocation, "n")}`;
    });
  });

  describe("a call under an ID of the caller's choice", () => {
    const call = (text: string, id: string): Promise<string> =>
      bench.time.during(ask(bench.cluster.edge().withId(id), bench.main, text));

    it("happens once, however often it is made, one after the other or at once", async () => {
      expect(await call("", "mine")).to.equal("1");
      expect(await call("", "mine")).to.equal("1");
      expect(await Promise.all([call("", "two"), call("", "two"), call("", "two")])).to.deep.equal(["2", "2", "2"]);
      expect(await count()).to.equal(2);
    });

    it("with other arguments is refused", async () => {
      await call("", "mine");
      await refused(call("a", "mine"), "The invocation ID mine belongs to another call");
      expect(await count()).to.equal(1);
    });

    it("without an ID has one of its own each time", async () => {
      for (const answer of ["1", "2"])
        expect(await bench.time.during(ask(bench.cluster.edge(), bench.main))).to.equal(answer);
    });

    it("has an ID of at least one character", () => {
      expect(() => bench.cluster.edge().withId("")).to.throw(TypeError, "at least one character");
    });

    it("is a root with a lifetime from now", async () => {
      const calls = watchCalls(bench.cluster, bench.main);
      await call("", "mine");
      const expiry = BigInt(bench.time.now + LIFETIME);
      expect(calls.map(({ envelope }) => envelope)).to.deep.equal([
        { id: "mine", root: "mine", expiry, attempt: 1, timeoutMs: 60_000 },
      ]);
    });
  });

  describe("a submitted call", () => {
    it("resolves to its ID as soon as its intent is durable, and is carried out", async () => {
      const gate = bench.hold("a");
      const id = await submit("a");
      let settled = false;
      void bench.cluster.background.settled().then(() => (settled = true));
      await bench.time.quiet();
      // A process that is told to stop waits for it.
      expect(settled).to.equal(false);
      expect(bench.cluster.commands("main ").slice(0, 2)).to.deep.equal(["main commit", "main load"]);
      expect((await bench.cluster.store.load({ partition: "Main", id }))?.intent?.function).to.equal("main");
      expect(await count()).to.equal(0);
      gate.open();
      expect(await attach(id)).to.equal("a1");
    });

    it("is finished by the collector if the process dies right after", async () => {
      bench.hold("a");
      const id = await submit("a");
      bench.cluster.killAll();
      bench.hold("a").open();
      expect(await count()).to.equal(0);
      const calls = watchCalls(bench.cluster, bench.main);
      expect((await bench.collect()).finished).to.equal(1);
      // Its message waits for the result, and for as long as it takes: neither is left to chance.
      expect(calls.map(({ envelope }) => [envelope.submit, envelope.timeoutMs])).to.deep.equal([
        [undefined, undefined],
      ]);
      expect(await attach(id)).to.equal("a1");
      expect(await count()).to.equal(1);
    });

    it("happens once, however often it is submitted under its ID, before, while and after it is done", async () => {
      const gate = bench.hold("a");
      for (let i = 0; i < 3; i++) expect(await submit("a", "mine")).to.equal("mine");
      gate.open();
      expect(await attach("mine")).to.equal("a1");
      expect(await submit("a", "mine")).to.equal("mine");
      await bench.settle();
      expect([await count(), await storedTally(bench.cluster.store, "Leaf", "a")]).to.deep.equal([1, 1]);
    });

    it("is refused under an ID that belongs to another call, and when it has expired", async () => {
      await submit("", "mine");
      await refused(submit("a", "mine"), "belongs to another call");
      bench.time.now += 2 * LIFETIME;
      const edge = bench.cluster.edge();
      bench.time.environment.now = () => bench.time.now - 2 * LIFETIME;
      await refused(bench.time.during(edge.submit(bench.main, go(), { text: "" })), "has expired");
    });

    it("to a oneway method is carried out once, and refused like any other", async () => {
      let runs = 0;
      bench.cluster.deploy(told, { go: () => void runs++ });
      const tell = (text: string, id: string): Promise<string> =>
        bench.time.during(bench.cluster.edge().withId(id).submit(told, methodOf(told, "go"), { text }));
      await tell("", "mine");
      await bench.settle();
      await tell("", "mine");
      await bench.settle();
      expect(runs).to.equal(1);
      await refused(tell("other", "mine"), "belongs to another call");
    });

    it("has all the time of its function, not only what its client waits to be told so", async () => {
      const calls = watchCalls(bench.cluster, bench.leaf);
      await bench.time.during(bench.cluster.edge(50).submit(bench.main, go(), { text: "a" }));
      await bench.settle();
      expect(calls.map(({ envelope }) => envelope.timeoutMs)).to.deep.equal([10_000]);
    });

    it("to a method that is not recorded makes no sense, and says so", async () => {
      const reader = probe("Reader", { go: { effects: "readonly" } });
      const error = await failureOf(bench.cluster.edge().submit(reader, methodOf(reader, "go"), { text: "" }));
      expect(error.message).to.include("go is faas.readonly: nothing is recorded of it, so it cannot be submitted");
    });

    it("that cannot be made durable is not accepted", async () => {
      bench.cluster.intercept = () =>
        Promise.reject(new DeliveryError("down", { outcome: "unknown", retryable: false }));
      expect(await failureOf(submit())).to.be.instanceOf(DeliveryError);
    });
  });

  describe("a call that can be cancelled", () => {
    it("ends at once, under its ID, and is carried out all the same if it has arrived", async () => {
      const gate = bench.hold("a");
      const controller = new AbortController();
      bench.cluster.beforeReply = async (name) => {
        if (name !== "main") return;
        controller.abort(new Error("enough"));
        throw new DeliveryError("lost", { outcome: "unknown", retryable: true });
      };
      const edge = bench.cluster.edge().withId("mine").withSignal(controller.signal);
      gate.open();
      const error = await failureOf(bench.time.during(ask(edge, bench.main, "a")));
      expect(error).to.be.instanceOf(CancelledError);
      expect(error).to.include({ outcome: "unknown", invocationId: "mine", cause: controller.signal.reason });
      bench.cluster.beforeReply = () => Promise.resolve();
      expect(await attach("mine")).to.equal("a1");
      expect(await bench.time.during(ask(bench.cluster.edge().withId("mine"), bench.main, "a"))).to.equal("a1");
      expect(await count()).to.equal(1);
    });

    it("is not sent if it was cancelled before, whatever it is, and by either of two signals", async () => {
      const calls = watchCalls(bench.cluster, bench.main);
      const [aborted, other] = [AbortSignal.abort(), new AbortController().signal];
      for (const edge of [
        bench.cluster.edge().withSignal(aborted),
        bench.cluster.edge().withSignal(aborted).withId("mine"),
        bench.cluster.edge().withSignal(aborted).withSignal(other),
        bench.cluster.edge().withSignal(other).withSignal(aborted),
      ])
        for (const made of [
          edge.call(bench.main, go(), { text: "" }),
          edge.submit(bench.main, go(), { text: "" }),
          edge.attach(bench.main, go(), "x"),
        ]) {
          const error = await failureOf(made);
          expect(error).to.be.instanceOf(CancelledError).with.property("outcome", "not-executed");
        }
      expect(calls).to.deep.equal([]);
    });

    it("may share its signal with many others", async () => {
      const warnings: Error[] = [];
      const warn = (warning: Error): void => void warnings.push(warning);
      process.on("warning", warn);
      const controller = new AbortController();
      const server = await startScriptedServer();
      server.script = () => {};
      const gateway = connect(server.url);
      try {
        const edge = gateway.withSignal(controller.signal);
        const all = Array.from({ length: 30 }, () => failureOf(ask(edge, bench.main)));
        await immediate();
        controller.abort();
        for (const error of await Promise.all(all)) expect(error).to.be.instanceOf(CancelledError);
      } finally {
        gateway.close();
        server.close();
        process.off("warning", warn);
      }
      expect(warnings).to.deep.equal([]);
    });
  });

  it("what fails for want of an answer says under which ID", async () => {
    bench.cluster.intercept = () => Promise.reject(new DeliveryError("down", { outcome: "unknown", retryable: false }));
    const attached = await failureOf(bench.time.during(bench.cluster.edge(100).attach(bench.main, go(), "mine")));
    expect(attached).to.have.property("invocationId", "mine");
    const made = bench.cluster.edge(100).call(bench.main, go(), { text: "" });
    const error = await failureOf(bench.time.during(made));
    expect(error)
      .to.be.instanceOf(DeliveryError)
      .with.property("invocationId")
      .that.matches(/^[0-9a-f]{32}$/);
  });

  it("nothing is put into a queue where there is none", async () => {
    const error = await failureOf(bench.cluster.edge().enqueue(bench.main, go(), { text: "" }));
    expect(error).to.be.instanceOf(TypeError).with.property("message").that.includes("submit the call instead");
  });

  describe("attaching to an invocation", () => {
    it("fetches what is done, as often as one likes", async () => {
      const id = await submit();
      for (let i = 0; i < 2; i++) expect(await attach(id)).to.equal("1");
      expect(await count()).to.equal(1);
    });

    it("waits for what is not done yet, and gives up in time", async () => {
      const gate = bench.hold("a");
      const id = await submit("a");
      const begun = bench.time.now;
      expect(await failureOf(attach(id, 5_000))).to.be.instanceOf(DeliveryError);
      expect(bench.time.now - begun).to.be.within(4_000, 5_000);
      const answer = attach(id);
      gate.open();
      expect(await answer).to.equal("a1");
    });

    it("throws what the call throws", async () => {
      bench.does((_, text) => {
        throw text === "declared" ? new Declined("no") : new Error("a fault");
      });
      const declared = await failureOf(attach(await submit("declared")));
      expect(declared).to.be.instanceOf(Declined).with.property("message", "no");
      const fault = await failureOf(attach(await submit("other")));
      expect(fault).to.be.instanceOf(ApplicationException).with.property("message", "go failed: a fault");
    });

    it("says so if there is no such invocation, or no such method", async () => {
      await refused(attach("unknown"), "Main.go has no invocation unknown: it was never submitted here");
      const other = { ...go(), name: "stop" };
      const asked = bench.cluster.edge().attach(bench.main, other, "unknown");
      await refused(bench.time.during(asked), "Main has no method stop");
    });

    it("finds it in whatever part of the service it is", async () => {
      const parted = probe("Parted", { go: { partitionBy: ({ text }) => text } });
      bench.cluster.deploy(parted, { go: (_, text) => text });
      const edge = bench.cluster.edge();
      for (const text of ["one", "two", "three"]) {
        const id = await bench.time.during(edge.submit(parted, methodOf(parted, "go"), { text }));
        expect(await bench.time.during(edge.attach(parted, methodOf(parted, "go"), id))).to.equal(text);
      }
    });
  });
});
