/** Calls through the gateway's queue, which delivers a message once or several times, and plain messages that are sent twice. */

import { expect } from "chai";
import { setTimeout as sleep } from "node:timers/promises";
import { DeliveryError } from "../../../runtime/client/transport.js";
import { ApplicationException, ApplicationExceptionType } from "../../../runtime/protocol/application-exception.js";
import { MessageType } from "../../../runtime/protocol/protocol.js";
import { binary } from "../../../runtime/protocol/binary.js";
import { decodeReply, encodeArgs } from "../../../runtime/service/messages.js";
import { deferred } from "../../support/deferred.js";
import { LocalOpenFaaS, type SeenMessage } from "../../support/local-openfaas.js";
import { failureOf } from "../../support/messages.js";
import { ask, methodOf, probe } from "../../support/probe.js";
import { addTally, storedTally } from "../../support/tally.js";
import { httpCall, type HttpReply } from "./http-call.js";

describe("asynchronous calls", () => {
  let cluster: LocalOpenFaaS;
  const main = probe("Main", { go: {}, read: { effects: "readonly" } });
  const leaf = probe("Leaf");
  const go = methodOf(main, "go");
  let release: () => void;
  let held: Promise<void>;

  beforeEach(async () => {
    cluster = await new LocalOpenFaaS().start();
    ({ promise: held, resolve: release } = deferred());
    await cluster.deploy(leaf, {
      async go(invocation, text) {
        if (text === "held") await held;
        return `${text}${await addTally(invocation, "leaf")}`;
      },
    });
    await cluster.deploy(main, {
      async go(invocation, text) {
        if (text === "fault") throw new Error("a fault");
        const count = await addTally(invocation, "main");
        return `${await ask(invocation, leaf, text)} ${count}`;
      },
      read: () => "",
    });
  });

  afterEach(async () => {
    release();
    await cluster.close();
  });

  const counts = (): Promise<number[]> =>
    Promise.all([storedTally(cluster.store, "Main", "main"), storedTally(cluster.store, "Leaf", "leaf")]);
  const attach = (id: string): Promise<string> => cluster.connect().attach(main, go, id);
  const onlyQueued = (): SeenMessage => {
    const [message] = cluster.queued;
    if (message === undefined || cluster.queued.length > 1) throw new Error(`${cluster.queued.length} are queued`);
    return message;
  };

  describe("that are put into the queue", () => {
    it("are carried out when they are delivered, and not before", async () => {
      const id = await cluster.connect().enqueue(main, go, { text: "a" });
      expect((await failureOf(attach(id))).message).to.include(`Main.go has no invocation ${id}`);
      expect((await cluster.deliver(onlyQueued())).status).to.equal(200);
      expect(await attach(id)).to.equal("a1 1");
    });

    it("happen once, however often they are delivered: at once, while they run, and when they are done", async () => {
      const id = await cluster.connect().withId("order-17").enqueue(main, go, { text: "held" });
      expect(id).to.equal("order-17");
      const message = onlyQueued();
      const replies = await Promise.all([1, 2, 3].map(() => cluster.deliver(message)));
      expect((await cluster.deliver(message)).status).to.equal(200);
      expect(replies.map(({ status }) => status)).to.deep.equal([200, 200, 200]);
      expect(await failureOf(cluster.connect({ timeoutMs: 50 }).attach(main, go, id))).to.be.instanceOf(DeliveryError);
      release();
      expect(await attach(id)).to.equal("held1 1");
      for (let i = 0; i < 3; i++) await cluster.deliver(message);
      await cluster.background.settled();
      expect(await counts()).to.deep.equal([1, 1]);
      expect(await attach(id)).to.equal("held1 1");
    });

    it("happen once, however often they are put there under one ID", async () => {
      for (let i = 0; i < 3; i++) await cluster.connect().withId("order-17").enqueue(main, go, { text: "a" });
      for (const message of cluster.queued.splice(0)) await cluster.deliver(message);
      expect(await attach("order-17")).to.equal("a1 1");
      await cluster.background.settled();
      expect(await counts()).to.deep.equal([1, 1]);
    });

    it("are finished by a collector once they were delivered, for the queue does not try again", async () => {
      const id = await cluster.connect().enqueue(main, go, { text: "held" });
      expect((await cluster.deliver(onlyQueued())).status).to.equal(200);
      while ((await cluster.store.load({ partition: "Main", id }))?.intent === undefined) await sleep(5);
      // Other processes take the place of those that got it, and hang.
      await cluster.deploy(leaf, { go: async (invocation, text) => `${text}${await addTally(invocation, "leaf")}` });
      await cluster.deploy(main, {
        async go(invocation, text) {
          const count = await addTally(invocation, "main");
          return `${await ask(invocation, leaf, text)} ${count}`;
        },
      });
      expect(await cluster.collect()).to.include({ finished: 1 });
      expect(await attach(id)).to.equal("held1 1");
      release();
      await cluster.background.settled();
      expect(await counts()).to.deep.equal([1, 1]);
    });

    it("say what they came to, also if that is a failure", async () => {
      const id = await cluster.connect().enqueue(main, go, { text: "fault" });
      expect((await cluster.deliver(onlyQueued())).status).to.equal(200);
      expect(await failureOf(attach(id)))
        .to.be.instanceOf(ApplicationException)
        .with.property("message", "go failed: a fault");
    });

    it("cannot be of a method that is not recorded", async () => {
      const queued = cluster.connect().enqueue(main, methodOf(main, "read"), { text: "" });
      expect((await failureOf(queued)).message).to.include(
        "nothing is recorded of it, so it cannot be put into a queue",
      );
      expect(cluster.seen).to.deep.equal([]);
    });
  });

  describe("of plain Thrift clients", () => {
    const plain = (text: string): Uint8Array => {
      const header = binary.writer();
      header.writeMessageBegin("go", MessageType.CALL, 0);
      return Buffer.concat([header.finish(), encodeArgs(go, { text })]);
    };
    const post = (route: string, text: string, headers = {}): Promise<HttpReply> =>
      httpCall(`${cluster.url}/${route}/main`, { body: plain(text), headers });
    const resultOf = (reply: HttpReply): string => decodeReply(go, reply.body);

    it("happen once, however often the queue delivers them; their X-Call-Id is their ID", async () => {
      const { status, headers } = await post("async-function", "a");
      expect(status).to.equal(202);
      const message = onlyQueued();
      const replies = await Promise.all([1, 2, 3].map(() => cluster.deliver(message)));
      replies.push(await cluster.deliver(message));
      expect(replies.map(resultOf)).to.deep.equal(Array<string>(4).fill("a1 1"));
      expect(await counts()).to.deep.equal([1, 1]);
      expect(await attach(String(headers["x-call-id"]))).to.equal("a1 1");
    });

    it("are answered to who waits, without being given their process back", async () => {
      const reply = post("function", "held");
      await sleep(100);
      release();
      expect(resultOf(await reply)).to.equal("held1 1");
    });

    it("happen once also when one delivery is stuck in the middle and another comes", async () => {
      await post("async-function", "held");
      const message = onlyQueued();
      const first = cluster.deliver(message);
      // Its intent is durable as soon as it has called.
      const id = String(message.headers["x-call-id"]);
      while ((await cluster.store.load({ partition: "Main", id }))?.intent === undefined) await sleep(5);
      const second = cluster.deliver(message);
      release();
      expect([resultOf(await first), resultOf(await second)]).to.deep.equal(["held1 1", "held1 1"]);
      expect(await counts()).to.deep.equal([1, 1]);
    });

    it("may be sent again under an X-Call-Id of their own choice", async () => {
      for (let i = 0; i < 3; i++)
        expect(resultOf(await post("function", "a", { "X-Call-Id": "mine" }))).to.equal("a1 1");
      expect(await counts()).to.deep.equal([1, 1]);
    });

    it("are refused under an X-Call-Id that belongs to another call", async () => {
      const headers = { "X-Call-Id": "mine" };
      expect(resultOf(await post("function", "a", headers))).to.equal("a1 1");
      const error = await failureOf((async () => resultOf(await post("function", "b", headers)))());
      expect(error).to.be.instanceOf(ApplicationException).with.property("type", ApplicationExceptionType.REFUSED);
      expect(error.message).to.include("The invocation ID mine belongs to another call").and.include("X-Call-Id");
    });

    for (const [what, id] of [
      ["too long", "x".repeat(129)],
      ["empty", ""],
      ["not one word", "a b"],
      ["not ASCII", "\u00e9"],
    ] as const)
      it(`get an ID of their own if the X-Call-Id is ${what}`, async () => {
        for (const count of ["a1 1", "a2 2"])
          expect(resultOf(await post("function", "a", { "X-Call-Id": id }))).to.equal(count);
      });

    it("keep the ID of their envelope if they have one", async () => {
      await cluster.connect().withId("mine").call(main, go, { text: "a" });
      const [message] = cluster.seen;
      if (message === undefined) throw new Error("nothing was sent");
      const again = { ...message, headers: { ...message.headers, "x-call-id": "another" } };
      expect(resultOf(await cluster.deliver(again))).to.equal("a1 1");
      expect(await attach("mine")).to.equal("a1 1");
    });
  });

  describe("of which the queue reports the end to a function", () => {
    for (const [what, status, body] of [
      ["a reply", "200", Buffer.from([0x80, 1, 0, 2])],
      ["a text", "500", Buffer.from("Can't reach service for: main.\n")],
      ["nothing", "504", Buffer.alloc(0)],
    ] as const)
      it(`do nothing there, and do not fail: ${what}`, async () => {
        const headers = { "X-Function-Status": status, "X-Function-Name": "main", "X-Call-Id": "5a2c" };
        const reply = await httpCall(`${cluster.url}/function/leaf`, { body, headers });
        expect(reply.status).to.equal(200);
        expect(reply.headers).not.to.have.property("x-thrift-faas");
        expect(reply.headers["content-type"]).to.match(/^text\/plain/);
        expect(await counts()).to.deep.equal([0, 0]);
      });
  });
});
