/** E5: an ID carries an expiry; whoever comes later is refused, never run again. */

import { expect } from "chai";
import { EXPIRY_SLACK, LIFETIME } from "../../../runtime/store/expiry.js";
import { ApplicationException, ApplicationExceptionType } from "../../../runtime/protocol/application-exception.js";
import type { Invocation } from "../../../runtime/invocation/invocation.js";
import { makeBench, type Bench } from "../../support/bench.js";
import { failureOf, send, sendPlain, watchCalls } from "../../support/messages.js";
import { recordsOf } from "../../support/records.js";
import { ask, probe } from "../../support/probe.js";
import { addTally, storedTally } from "../../support/tally.js";

describe("E5: an expiry", () => {
  let bench: Bench;
  const middle = probe("Middle");
  const question = probe("Question", { go: { effects: "readonly" } });
  beforeEach(() => {
    bench = makeBench();
    bench.cluster.deploy(middle, { go: (invocation) => ask(invocation, bench.leaf, "a") });
    bench.cluster.deploy(question, { go: () => "42" });
  });

  /** What descendants there can be: a call of a call, one beside it in a branch, a question. */
  const family = async (invocation: Invocation): Promise<void> => {
    await ask(invocation, middle);
    await invocation.all([(branch) => ask(branch, bench.leaf, "b")]);
    await ask(invocation, question);
  };

  it("is minted by the store for a plain client's root, a lifetime from now, and inherited by all below it", async () => {
    const calls = watchCalls(bench.cluster, middle, bench.leaf, question);
    bench.does(family);
    await bench.time.during(sendPlain(bench.cluster, bench.main));
    const expiry = bench.time.now + LIFETIME;
    expect(calls.map(({ method }) => method).sort()).to.deep.equal(["Leaf.go", "Leaf.go", "Middle.go", "Question.go"]);
    for (const { envelope } of calls) expect(Number(envelope.expiry)).to.equal(expiry);
    for (const record of await recordsOf(bench.cluster.store, "Main", "Middle", "Leaf"))
      expect(record.expiry).to.equal(expiry);
  });

  it("comes with an edge call, and is inherited as it came", async () => {
    const calls = watchCalls(bench.cluster, bench.main, middle, bench.leaf, question);
    bench.does(family);
    const expiry = bench.time.now + LIFETIME;
    await bench.time.during(ask(bench.cluster.edge(), bench.main));
    expect(calls.length).to.equal(5);
    expect(new Set(calls.map(({ envelope }) => Number(envelope.expiry)))).to.deep.equal(new Set([expiry]));
  });

  it("once minted is that of a later attempt too, whatever the message says", async () => {
    const calls = watchCalls(bench.cluster, middle, bench.leaf);
    await bench.dieAfter((invocation) => ask(invocation, bench.leaf, "a"));
    bench.time.now += 1_000;
    bench.does(async (invocation) => {
      await ask(invocation, bench.leaf, "a");
      await ask(invocation, middle);
    });
    await bench.time.during(send(bench.cluster, bench.main, { attempt: 2 }));
    expect(new Set(calls.map(({ envelope }) => envelope.expiry)).size).to.equal(1);
  });

  it("refuses a duplicate of the first message once it has passed, and once all is forgotten", async () => {
    bench.does((invocation) => addTally(invocation, "n"));
    const expiry = BigInt(bench.time.now + 1_000);
    await bench.time.during(send(bench.cluster, bench.main, { expiry }));
    for (const late of [1, EXPIRY_SLACK + 1]) {
      bench.time.now = Number(expiry) + late;
      await bench.cluster.store.sweep(10);
      const error = await failureOf(bench.time.during(send(bench.cluster, bench.main, { expiry })));
      expect(error).to.be.instanceOf(ApplicationException).with.property("type", ApplicationExceptionType.REFUSED);
      expect(error.message).to.include("has expired: a late duplicate, refused");
    }
    expect(await recordsOf(bench.cluster.store, "Main")).to.deep.equal([]);
    expect(await storedTally(bench.cluster.store, "Main", "n")).to.equal(1);
  });

  it("lets a later attempt have the recorded result for as long as it is kept, and refuses it then", async () => {
    bench.does((invocation) => addTally(invocation, "n"));
    const expiry = BigInt(bench.time.now + 1_000);
    const again = (): Promise<string> => bench.time.during(send(bench.cluster, bench.main, { expiry, attempt: 2 }));
    await again();
    bench.time.now = Number(expiry) + EXPIRY_SLACK;
    expect(await again()).to.equal("1");
    bench.time.now++;
    expect(String(await failureOf(again()))).to.include("has expired");
    expect(await storedTally(bench.cluster.store, "Main", "n")).to.equal(1);
  });

  it("that passes while an invocation waits leaves it without effects, a dead letter that the collector reports", async () => {
    const expiry = bench.time.now + 1_000;
    const gate = bench.hold("a");
    bench.does((invocation) => ask(invocation, bench.leaf, "a"));
    const answer = send(bench.cluster, bench.main, { expiry: BigInt(expiry), id: "other" }).catch(String);
    await bench.time.quiet();
    bench.time.now = expiry + 1;
    gate.open();
    expect(await bench.time.during(answer)).to.include("has expired");
    const { finished, deadLetters } = await bench.collect();
    expect([finished, deadLetters.map(({ key }) => key.id)]).to.deep.equal([0, ["other"]]);
    expect((await bench.collect()).deadLetters).to.deep.equal([]);
  });
});
