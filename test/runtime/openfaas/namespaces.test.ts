/** Functions in a namespace that is not the gateway's default: calls, callbacks, wake-ups and collectors all find them there. */

import { expect } from "chai";
import { setTimeout as sleep } from "node:timers/promises";
import { DeliveryError } from "../../../runtime/client/transport.js";
import type { CallKeys } from "../../../runtime/openfaas/call-keys.js";
import { MemoryStore } from "../../../runtime/store/memory.js";
import type { Invocation } from "../../../runtime/invocation/invocation.js";
import { deferred } from "../../support/deferred.js";
import { LocalOpenFaaS } from "../../support/local-openfaas.js";
import { failureOf } from "../../support/messages.js";
import { ask, methodOf, probe } from "../../support/probe.js";
import { addTally } from "../../support/tally.js";

const namespace = "staging";
const callKeys: CallKeys = ["key-".repeat(8)];

describe("functions in a namespace", () => {
  let cluster: LocalOpenFaaS;
  const main = probe("Main");
  const leaf = probe("Leaf");
  const missing = probe("Missing");
  const go = methodOf(main, "go");
  let release: () => void;
  let held: Promise<void>;

  beforeEach(async () => {
    cluster = await new LocalOpenFaaS({ namespace, callKeys, suspendAfterMs: 20 }).start();
    ({ promise: held, resolve: release } = deferred());
    const options = { namespace, callKeys };
    await cluster.deploy(main, { go: (invocation: Invocation, text) => ask(invocation, leaf, text) }, options);
    const leafHandler = async (invocation: Invocation, text: string): Promise<string> => {
      if (text === "held") await held;
      return `${text}${await addTally(invocation, "leaf")}`;
    };
    // A store of its own: its results come back by a call.
    await cluster.deploy(leaf, { go: leafHandler }, options, new MemoryStore());
  });

  afterEach(async () => {
    release();
    await cluster.close();
  });

  const connection = () => cluster.connect({ namespace, callKey: callKeys[0] });
  const pathsTo = (name: string): string[] =>
    cluster.seen.map(({ path }) => path).filter((path) => path.includes(`/${name}`));

  it("are called there and call back there, asked for by name or not", async () => {
    expect(await connection().call(main, go, { text: "a" })).to.equal("a1");
    await cluster.background.settled();
    const calls = cluster.seen.map(
      ({ path, body }) => `${path} ${Buffer.from(body).includes("thrift_faas_callback") ? "callback" : "call"}`,
    );
    expect([...new Set(calls)].toSorted()).to.deep.equal([
      "/function/leaf.staging call",
      "/function/main.staging call",
      "/function/main.staging callback",
    ]);
    const full = { ...main, function: "main.staging" };
    expect(await cluster.connect({ callKey: callKeys[0] }).call(full, go, { text: "a" })).to.equal("a2");
  });

  it("are not found elsewhere", async () => {
    const error = await failureOf(cluster.connect({ callKey: callKeys[0] }).call(main, go, { text: "a" }));
    expect(error).to.be.instanceOf(DeliveryError).with.property("message").that.includes("its name and namespace");
  });

  it("are finished there by a collector", async () => {
    // Its function takes nothing yet: what was put into its record, a collector finds.
    await cluster.deploy(main, { go: (invocation: Invocation, text) => ask(invocation, missing, text) });
    const id = await connection().submit(main, go, { text: "a" });
    await cluster.background.settled();
    await cluster.deploy(missing, { go: (_, text) => `${text} late` });
    expect((await cluster.collect()).finished).to.equal(1);
    expect(await connection().attach(main, go, id)).to.equal("a late");
  });

  it("are put into the queue there", async () => {
    const id = await connection().enqueue(main, go, { text: "a" });
    const [message] = cluster.queued;
    if (message === undefined) throw new Error("nothing was queued");
    expect(message.path).to.equal("/async-function/main.staging");
    expect((await cluster.deliver(message)).status).to.equal(200);
    expect(await connection().attach(main, go, id)).to.match(/^a\d$/);
  });

  it("are woken there when they were parked", async () => {
    const id = await connection().submit(main, go, { text: "held" });
    while ((await cluster.store.load({ partition: "Main", id }))?.parked === undefined) await sleep(5);
    const before = pathsTo("main").length;
    release();
    expect(await connection().attach(main, go, id)).to.equal("held1");
    expect(new Set(pathsTo("main"))).to.deep.equal(new Set(["/function/main.staging"]));
    expect(pathsTo("main").length).to.be.greaterThan(before);
  });
});
