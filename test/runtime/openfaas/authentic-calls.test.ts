/**
 * Functions that have a call key, on real sockets, against somebody who can reach them and has listened: who cannot sign
 * has nothing executed, and who sends again what he has seen has nothing executed twice.
 */

import { expect } from "chai";
import { once } from "node:events";
import { connect as connectSocket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { ApplicationException } from "../../../runtime/protocol/application-exception.js";
import { MessageType } from "../../../runtime/protocol/protocol.js";
import { PROTOCOLS } from "../protocol/protocols.js";
import type { CallKeys } from "../../../runtime/openfaas/call-keys.js";
import { SIGNATURE_HEADER, signCall } from "../../../runtime/openfaas/call-signature.js";
import { GatewayError } from "../../../runtime/openfaas/gateway-error.js";
import { decodeReply, encodeArgs, encodeCall, readEnvelope, recordValue } from "../../../runtime/service/messages.js";
import { LIFETIME } from "../../../runtime/store/expiry.js";
import { MemoryStore } from "../../../runtime/store/memory.js";
import { CallbackMethod } from "../../../runtime/system/system-methods.js";
import { deferred } from "../../support/deferred.js";
import { LocalOpenFaaS, type SeenMessage } from "../../support/local-openfaas.js";
import { failureOf } from "../../support/messages.js";
import { ask, methodOf, probe } from "../../support/probe.js";
import { addTally, storedTally } from "../../support/tally.js";
import type { HttpReply } from "./http-call.js";

const [KEY, NEXT, FOREIGN] = ["key-".repeat(8), "next".repeat(8), "none".repeat(8)];
const HEADER = SIGNATURE_HEADER.toLowerCase();

describe("calls of functions with a call key", () => {
  let cluster: LocalOpenFaaS;
  let logged: string[];
  const { error } = console;
  const main = probe("Main");
  const leaf = probe("Leaf");
  const told = probe("Told", { go: { oneway: true } });
  const go = methodOf(main, "go");
  const leafGo = methodOf(leaf, "go") as unknown as Parameters<typeof recordValue>[0];

  async function deployAll(mainKeys: CallKeys | undefined, leafKeys = mainKeys): Promise<void> {
    const handler = async (invocation: Parameters<typeof addTally>[0], text: string): Promise<string> =>
      `${text}${await addTally(invocation, "leaf")}`;
    await cluster.deploy(leaf, { go: handler }, { callKeys: leafKeys });
    await cluster.deploy(told, { go: handler }, { callKeys: leafKeys });
    await cluster.deploy(
      main,
      {
        async go(invocation, text) {
          const count = await addTally(invocation, "main");
          await ask(invocation, told, text);
          return `${await ask(invocation, leaf, text)} ${count}`;
        },
      },
      { callKeys: mainKeys },
    );
  }

  beforeEach(async () => {
    logged = [];
    console.error = (line: string) => void logged.push(line);
    cluster = await new LocalOpenFaaS({ callKeys: [KEY] }).start();
    await deployAll([KEY]);
  });

  afterEach(async () => {
    await cluster.close();
    console.error = error;
  });

  const call = (text = "a", callKey: string | undefined = KEY, id = "root"): Promise<string> => {
    const edge = cluster.connect(callKey === undefined ? {} : { callKey }).withId(id);
    return edge.call(main, go, { text });
  };
  const counts = async (): Promise<number[]> => {
    await cluster.background.settled();
    const { store } = cluster;
    return [
      await storedTally(store, "Main", "main"),
      await storedTally(store, "Leaf", "leaf"),
      await storedTally(store, "Told", "leaf"),
    ];
  };
  const signedBy = (key: string, { functionName, body, headers }: SeenMessage, forMs = 60_000): SeenMessage => {
    const signature = signCall(key, functionName, Date.now() + forMs, body);
    return { path: "", functionName, body, headers: { ...headers, [HEADER]: signature } };
  };
  /** The call of Main as somebody has got hold of it, before it arrived. */
  const stolen = async (): Promise<SeenMessage> => {
    const thief = await new LocalOpenFaaS().start();
    try {
      await failureOf(thief.connect({ callKey: KEY }).withId("root").call(main, go, { text: "a" }));
      const [message] = thief.seen;
      if (message === undefined) throw new Error("nothing was sent");
      return message;
    } finally {
      await thief.close();
    }
  };
  const refused = async (reply: HttpReply, says: string): Promise<void> => {
    expect(reply.status).to.equal(401);
    expect(reply.headers).to.include({ "x-thrift-faas": "refused", "content-type": "text/plain; charset=utf-8" });
    expect(reply.body.toString()).to.include(says).and.not.include("root");
    expect(logged.map(reasonOf)).to.deep.equal([reply.body.toString().trim()]);
    logged = [];
    expect(await counts()).to.deep.equal([0, 0, 0]);
  };

  it("are carried out, with the calls that follow from them: all of them are signed", async () => {
    expect(await call()).to.equal("a1 1");
    expect(await counts()).to.deep.equal([1, 1, 1]);
    expect(new Set(cluster.seen.map(({ path }) => path))).to.deep.equal(
      new Set(["/function/main", "/function/leaf", "/function/told"]),
    );
    for (const { headers } of cluster.seen) expect(headers[HEADER]).to.match(/^v1 \d{13} [0-9a-f]{64}$/);
    expect(logged).to.deep.equal([]);
  });

  it("are finished by collectors that have the key, and by no others", async () => {
    const id = "submitted";
    await cluster.deploy(leaf, { go: () => Promise.reject(new Error("not this one")) }, { callKeys: [FOREIGN] });
    await cluster.connect({ callKey: KEY }).withId(id).submit(main, go, { text: "a" });
    await cluster.background.settled();
    await deployAll([KEY]);
    logged = [];
    const without = await cluster.collect({});
    expect(without.finished).to.equal(0);
    expect(without.unfinished[0]?.reason).to.include("only authentic messages").and.include("thrift-faas-call-key");
    expect((await cluster.collect()).finished).to.equal(1);
    expect(await cluster.connect({ callKey: KEY }).attach(main, go, id)).to.equal("a1 1");
  });

  describe("are refused, and nothing is executed:", () => {
    it("missing signature; the client says what is missing, and does not try again", async () => {
      const failure = await failureOf(cluster.connect().call(main, go, { text: "a" }));
      expect(failure).to.be.instanceOf(GatewayError);
      expect(failure).to.include({ outcome: "not-executed", retryable: false, status: 401 });
      expect(failure.message)
        .to.include("The message is not signed.")
        .and.include("the secret thrift-faas-call-key, or connect(gateway, { callKey })");
      expect(cluster.seen.length).to.equal(1);
      expect(await counts()).to.deep.equal([0, 0, 0]);
    });

    it("forged: with another key", async () => {
      await refused(await cluster.deliver(signedBy(FOREIGN, await stolen())), "signed with another key");
    });

    it("a signature of no known form", async () => {
      const message = await stolen();
      const good = String(message.headers[HEADER]);
      for (const signature of [
        "",
        "v1",
        good.replace("v1", "v2"),
        `${good}0`,
        `${good}, ${good}`,
        good.toUpperCase(),
        good.slice(0, -2),
      ])
        await refused(
          await cluster.deliver({ ...message, headers: { ...message.headers, [HEADER]: signature } }),
          "of no form that is known here",
        );
    });

    it("tampered with: another body, or another time limit", async () => {
      const message = await stolen();
      const body = Buffer.from(message.body);
      const at = body.indexOf("a", body.indexOf("go") + 2);
      body[at] = "b".charCodeAt(0);
      await refused(await cluster.deliver({ ...message, body }), "was changed on its way");
      const headers = { ...message.headers };
      headers[HEADER] = String(headers[HEADER]).replace(/ (\d+) /, (_, until) => ` ${Number(until) + 1} `);
      await refused(await cluster.deliver({ ...message, headers }), "was changed on its way");
    });

    it("stolen: the signature of one function's call for another function", async () => {
      await refused(await cluster.deliver(await stolen(), "leaf"), "for another function");
    });

    it("expired", async () => {
      await refused(await cluster.deliver(signedBy(KEY, await stolen(), -1)), "came after its signature had expired");
    });

    it("signed, but without an ID, so that it would be a new call each time it is sent", async () => {
      for (const protocol of PROTOCOLS) {
        const output = protocol.writer();
        output.writeMessageBegin("go", MessageType.CALL, 0);
        go.args.write(output, { text: "a" });
        output.writeMessageEnd();
        const message = { path: "", functionName: "main", headers: { "x-call-id": "root" }, body: output.finish() };
        await refused(await cluster.deliver(signedBy(KEY, message)), "carries no invocation ID");
      }
      const nothing = { path: "", functionName: "main", headers: {}, body: Buffer.from("no Thrift") };
      await refused(await cluster.deliver(signedBy(KEY, nothing)), "carries no invocation ID");
    });

    it("questions after a result, by who knows an ID", async () => {
      await call();
      const failure = await failureOf(cluster.connect().attach(main, go, "root"));
      expect(failure.message).to.include("The message is not signed.");
      expect(await cluster.connect({ callKey: KEY }).attach(main, go, "root")).to.equal("a1 1");
    });
  });

  describe("that are sent again by who has seen them", () => {
    it("have no second effect, and the same answer", async () => {
      expect(await call()).to.equal("a1 1");
      expect(await counts()).to.deep.equal([1, 1, 1]);
      const all = [...cluster.seen];
      expect(all.length).to.equal(3);
      for (const message of [...all, ...all]) expect((await cluster.deliver(message)).status).to.equal(200);
      const [first] = all;
      if (first === undefined) throw new Error("nothing was seen");
      expect(decodeReply(go, (await cluster.deliver(first)).body)).to.equal("a1 1");
      expect(await counts()).to.deep.equal([1, 1, 1]);
    });

    it("are refused once the signature has expired", async () => {
      await call();
      const [first] = cluster.seen;
      if (first === undefined) throw new Error("nothing was seen");
      const late = Number(String(first.headers[HEADER]).split(" ")[1]) + 1;
      const { now } = Date;
      Date.now = () => late;
      try {
        expect((await cluster.deliver(first)).status).to.equal(401);
      } finally {
        Date.now = now;
      }
    });
  });

  it("are good for five minutes, and for a day in a queue", async () => {
    const before = Date.now();
    await cluster.connect({ callKey: KEY }).enqueue(main, go, { text: "a" });
    await call();
    const [queued = 0, direct = 0] = cluster.seen.map(({ headers }) => Number(String(headers[HEADER]).split(" ")[1]));
    expect(queued - before).to.be.within(LIFETIME, LIFETIME + 60_000);
    expect(direct - before).to.be.within(300_000, 360_000);
    const [message] = cluster.queued;
    if (message === undefined) throw new Error("nothing was queued");
    expect((await cluster.deliver(message)).status).to.equal(200);
  });

  describe("whose key is being replaced", () => {
    for (const [step, mainKeys, leafKeys] of [
      ["the new one is added here", [KEY, NEXT], [KEY]],
      ["and everywhere", [KEY, NEXT], [KEY, NEXT]],
      ["the new one signs here", [NEXT, KEY], [KEY, NEXT]],
      ["and there", [KEY, NEXT], [NEXT, KEY]],
      ["and everywhere", [NEXT, KEY], [NEXT, KEY]],
      ["the old one is dropped here", [NEXT], [NEXT, KEY]],
      ["and there", [NEXT, KEY], [NEXT]],
      ["and everywhere", [NEXT], [NEXT]],
    ] as const)
      it(`go on at each step: ${step} (${mainKeys.length}, ${leafKeys.length})`, async () => {
        await deployAll(mainKeys, leafKeys);
        expect(await call("a", mainKeys[0])).to.equal("a1 1");
        expect(await counts()).to.deep.equal([1, 1, 1]);
        expect(logged).to.deep.equal([]);
      });

    it("are refused with a key that was dropped", async () => {
      await deployAll([NEXT]);
      expect(await failureOf(call())).to.include({ outcome: "not-executed", status: 401 });
    });
  });

  it("of functions without the key are taken from anybody, signed or not", async () => {
    await deployAll(undefined);
    expect(await call("a", FOREIGN)).to.equal("a1 1");
    expect(await call("a", undefined, "other")).to.equal("a2 2");
  });

  it("call back to a caller with another store, which takes callbacks from nobody else", async () => {
    const store = new MemoryStore();
    await cluster.deploy(
      leaf,
      { go: async (invocation, text) => `${text}${await addTally(invocation, "leaf")}` },
      { callKeys: [KEY] },
      store,
    );
    expect(await call()).to.equal("a1 1");
    await cluster.background.settled();
    const callback = cluster.seen.find(({ body }) => Buffer.from(body).includes("thrift_faas_callback"));
    expect(callback).to.include({ functionName: "main" });
    if (callback === undefined) throw new Error("it was found");
    expect((await cluster.deliver(callback)).status).to.equal(200);
    const { [HEADER]: _, ...headers } = callback.headers;
    expect((await cluster.deliver({ ...callback, headers })).status).to.equal(401);
  });

  it("are answered by nobody who has only seen them, token and all", async () => {
    const { promise: held, resolve: release } = deferred();
    await cluster.deploy(leaf, { go: () => held.then(() => "honest") }, { callKeys: [KEY] }, new MemoryStore());
    const answer = call();
    const isAsked = (): SeenMessage | undefined => cluster.seen.find(({ functionName }) => functionName === "leaf");
    while (isAsked() === undefined) await sleep(5);
    const asked = await readEnvelope(isAsked()?.body ?? new Uint8Array(0));
    if (asked?.caller === undefined) throw new Error("a call of a function names its caller");
    const { partition, id, step, fingerprint, token } = asked.caller;
    const { body } = recordValue(leafGo, "forged");
    const about = { partition, id, step, fingerprint, label: "Leaf.go", callee: asked.id, expiry: asked.expiry, token };
    const args = encodeArgs(CallbackMethod, { ...about, kind: "reply", body });
    const forged = encodeCall({ name: "Main", function: "main" }, CallbackMethod, args, {
      id: "x",
      root: "x",
      expiry: asked.expiry,
      attempt: 1,
    });
    const message = { path: "", functionName: "main", headers: {}, body: forged };
    expect((await cluster.deliver(message)).status).to.equal(401);
    expect((await cluster.deliver(signedBy(FOREIGN, message))).status).to.equal(401);
    release();
    expect(await answer).to.equal("honest 1");
    // It is the signature that was missing, and nothing else.
    expect((await cluster.deliver(signedBy(KEY, message))).status).to.equal(200);
  });

  describe("let nobody without it near anything else:", () => {
    it("no path of a function does anything but GET /ready", async () => {
      const paths = [
        "/",
        "/metrics",
        "/ready/",
        "//ready",
        "/ready?x",
        "/READY",
        "/%72eady",
        "/x/../ready",
        "/_/x",
        "/main",
      ];
      for (const method of ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
        for (const path of paths)
          expect((await cluster.ask("main", path, { method })).status, `${method} ${path}`).to.equal(405);
      expect((await cluster.ask("main", "/ready", { method: "GET" })).status).to.equal(200);
      for (const path of ["/ready", ...paths]) {
        const reply = await cluster.ask("main", path, { body: encodeArgs(go, { text: "a" }) });
        expect(reply.status, `POST ${path}`).to.equal(401);
      }
      expect(await counts()).to.deep.equal([0, 0, 0]);
    });

    it("no other way into HTTP", async () => {
      for (const head of ["CONNECT main:1 HTTP/1.1", "POST http://main/ready HTTP/1.1", "POST * HTTP/1.1"]) {
        const socket = connectSocket(cluster.portOf("main"), "127.0.0.1").on("error", () => {});
        let answer = "";
        socket.on("data", (data) => (answer += String(data)));
        socket.write(
          `${head}\r\nHost: main\r\nUpgrade: h2c\r\nConnection: close, Upgrade\r\nContent-Length: 1\r\n\r\nx`,
        );
        await once(socket, "close");
        expect(answer).to.match(/^(HTTP\/1\.1 401 |$)/);
      }
    });

    it("a result of the queue that is none", async () => {
      const headers = { "X-Function-Status": "200", "X-Function-Name": "leaf" };
      const message = await stolen();
      const reply = await cluster.deliver({ ...message, headers: { ...message.headers, ...headers } });
      expect(reply.headers).not.to.have.property("x-thrift-faas");
      expect(await counts()).to.deep.equal([0, 0, 0]);
    });
  });

  it("throw what a handler throws, as before", async () => {
    await cluster.deploy(leaf, { go: () => Promise.reject(new Error("a fault")) });
    expect(await failureOf(call())).to.be.instanceOf(ApplicationException);
  });
});

/** What a line of the log says of a message that was refused. */
function reasonOf(line: string): unknown {
  const entry = JSON.parse(line) as Readonly<Record<string, unknown>>;
  expect(entry).to.include({ level: "warn", message: "A message was refused" });
  return entry["reason"];
}
