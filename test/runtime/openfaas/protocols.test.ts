/** HTTP, byte for byte: in every protocol, with nothing too much on either side, and nothing left on a connection. */

import { expect } from "chai";
import { once } from "node:events";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { connect, type Connection } from "../../../runtime/openfaas/connect.js";
import { ApplicationException, ApplicationExceptionType } from "../../../runtime/protocol/application-exception.js";
import { binary } from "../../../runtime/protocol/binary.js";
import { detectProtocol } from "../../../runtime/protocol/detect.js";
import { loadProtocol, PROTOCOL_NAMES } from "../../../runtime/protocol/load-protocol.js";
import { peekHeader } from "../../../runtime/protocol/peek-header.js";
import { ProtocolError } from "../../../runtime/protocol/protocol-error.js";
import {
  decodeReply,
  encodeReply,
  keepReply,
  readEnvelope,
  recordValue,
  unwrapResult,
} from "../../../runtime/service/messages.js";
import { until } from "../../emulator/until.js";
import { LocalOpenFaaS } from "../../support/local-openfaas.js";
import { failureOf } from "../../support/messages.js";
import { ask, Declined, methodOf, probe } from "../../support/probe.js";
import { addTally, storedTally } from "../../support/tally.js";

const main = probe("Main", { go: {}, tell: { oneway: true }, look: { effects: "readonly" } });
const leaf = probe("Leaf");
const go = methodOf(main, "go");

for (const protocol of PROTOCOL_NAMES)
  describe(`functions that are spoken to in ${protocol}`, () => {
    const callKey = "k".repeat(32);
    let cluster: LocalOpenFaaS;
    let gateway: Connection;

    beforeEach(async () => {
      cluster = await new LocalOpenFaaS({ callKeys: [callKey] }).start();
      gateway = cluster.connect({ protocol, callKey });
      await cluster.deploy(leaf, { go: (_, text) => text });
      await cluster.deploy(main, {
        async go(invocation, text) {
          if (text === "declined") throw new Declined("no: ≠");
          if (text === "fault") throw new Error("a fault");
          return `${await ask(invocation, leaf, text)}${await addTally(invocation, "main")}`;
        },
        tell: async (invocation) => void (await addTally(invocation, "main")),
        look: (_, text) => text,
      });
    });

    afterEach(() => cluster.close());

    const effects = (): Promise<number> => storedTally(cluster.store, "Main", "main");

    it("answer as ever, signed calls included", async () => {
      for (let again = 0; again < 2; again++) expect(await ask(gateway.withId("one"), main, "ü")).to.equal("ü1");
      expect(await ask(gateway, main, "ü", "look")).to.equal("ü");
      expect(await failureOf(ask(gateway, main, "declined"))).to.be.instanceOf(Declined);
      expect((await failureOf(ask(gateway, main, "fault"))).message).to.equal("go failed: a fault");
      await ask(gateway, main, "", "tell");
      await until(async () => (await effects()) === 2);
      const spoken = await Promise.all(
        cluster.seen.filter(({ functionName }) => functionName === "main").map(({ body }) => detectProtocol(body)),
      );
      expect(new Set(spoken.map((found) => found?.name))).to.deep.equal(new Set([protocol]));
    });

    it("take calls to be submitted and queued, and tell their results", async () => {
      const id = await gateway.submit(main, go, { text: "a" });
      expect(await gateway.attach(main, go, id)).to.equal("a1");
      const queued = await gateway.enqueue(main, go, { text: "b" });
      for (const message of cluster.queued) await cluster.deliver(message);
      expect(await gateway.attach(main, go, queued)).to.equal("b2");
    });

    it("answer with exactly the reply and its length, and in the same protocol", async () => {
      await ask(gateway, main, "a");
      const [message] = cluster.seen;
      if (message === undefined) throw new Error("nothing was sent");
      const reply = await cluster.deliver(message);
      expect(reply.headers).to.include({ "content-length": String(reply.body.length) });
      expect(reply.headers).not.to.have.property("transfer-encoding");
      expect(decodeReply(go, reply.body, await loadProtocol(protocol))).to.equal("a1");
      // A second one is as long, and shares no memory with the first.
      const first = [...reply.body];
      expect([...(await cluster.deliver(message)).body]).to.deep.equal(first);
      expect([...reply.body]).to.deep.equal(first);
    });

    it("answer nothing that is believed if there is a byte behind it", async () => {
      await ask(gateway, main, "a");
      const [message] = cluster.seen;
      if (message === undefined) throw new Error("nothing was sent");
      const { body } = await cluster.deliver(message);
      const spoken = await loadProtocol(protocol);
      const method = go as unknown as Parameters<typeof keepReply>[0];
      expect(decodeReply(method, body, spoken)).to.equal("a1");
      expect(unwrapResult(method, keepReply(method, body, spoken))).to.equal("a1");
      for (const read of [decodeReply, keepReply])
        expect(() => read(method, Buffer.concat([body, Buffer.from("x")]), spoken)).to.throw(ProtocolError);
    });

    for (const [what, extra] of [
      ["a byte", "x"],
      ["another message", undefined],
    ] as const)
      it(`refuse a message with ${what} behind it: a typed error, and nothing is executed`, async () => {
        const open = await new LocalOpenFaaS().start();
        await open.deploy(main, { go: async (invocation) => addTally(invocation, "main") });
        await open.deploy(leaf, { go: () => "" });
        const id = await open.connect({ protocol }).enqueue(main, go, { text: "a" });
        const message = open.queued.at(-1);
        if (message === undefined) throw new Error(`${id} was not sent`);
        const body = Buffer.concat([message.body, extra === undefined ? message.body : Buffer.from(extra)]);
        const reply = await open.deliver({ ...message, body });
        expect(reply.status).to.equal(200);
        const error = await failureOf((async () => decodeReply(go, reply.body, await loadProtocol(protocol)))());
        expect(error)
          .to.be.instanceOf(ApplicationException)
          .and.include({ type: ApplicationExceptionType.PROTOCOL_ERROR });
        expect(error.message).to.match(/follow|left|behind/);
        expect(await storedTally(open.store, "Main", "main")).to.equal(0);
        await open.close();
      });
  });

describe("connections to a gateway that are kept", () => {
  const method = go as unknown as Parameters<typeof encodeReply>[1];
  let server: Server;
  let sockets: Socket[];
  let requests: number;
  let gateway: Connection;
  /** What the gateway sends for the first request; the others it answers as it should. */
  let first: (reply: Buffer, socket: Socket) => void;

  /** With no framing but the reply's own length, which is right. */
  const response = (body: Uint8Array, length = body.length): Buffer =>
    Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\nX-Thrift-Faas: reply\r\nContent-Length: ${length}\r\n\r\n`), body]);

  beforeEach(async () => {
    sockets = [];
    requests = 0;
    server = createServer((socket) => {
      sockets.push(socket);
      let received = Buffer.alloc(0);
      socket.on("error", () => {});
      socket.on("data", (chunk) => {
        received = Buffer.concat([received, chunk]);
        const end = received.indexOf("\r\n\r\n") + 4;
        const length = Number(/content-length: (\d+)/i.exec(received.toString("latin1"))?.[1]);
        if (end < 4 || received.length < end + length) return;
        const message = received.subarray(end, end + length);
        received = Buffer.alloc(0);
        requests++;
        const number = requests;
        void answer(message, socket, number);
      });
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    gateway = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, { timeoutMs: 10_000 });
  });

  afterEach(() => {
    gateway.close();
    for (const socket of sockets) socket.destroy();
    server.close();
  });

  async function answer(message: Uint8Array, socket: Socket, number: number): Promise<void> {
    const seqid = (await peekHeader(message))?.header.seqid ?? 0;
    const id = (await readEnvelope(message))?.id;
    const reply = Buffer.from(encodeReply(binary, method, seqid, recordValue(method, `${id}`)));
    if (number === 1) first(reply, socket);
    else socket.write(response(reply));
  }

  const stale = (): Buffer => Buffer.from(encodeReply(binary, method, 0, recordValue(method, "stale")));
  const call = (id: string, edge = gateway.withId(id)): Promise<string> => ask(edge, main, "", "go");

  it("carry one call after the other", async () => {
    first = (reply, socket) => socket.write(response(reply));
    for (const id of ["a", "b", "c"]) expect(await call(id)).to.equal(id);
    expect(sockets).to.have.length(1);
  });

  for (const [what, treat] of [
    [
      "a second response at once",
      (reply: Buffer, socket: Socket) => socket.write(Buffer.concat([response(reply), response(stale())])),
    ],
    [
      "a second response later",
      (reply: Buffer, socket: Socket) =>
        socket.write(response(reply), () => setTimeout(() => socket.write(response(stale())), 20)),
    ],
    [
      "bytes behind the body",
      (reply: Buffer, socket: Socket) => socket.write(Buffer.concat([response(reply), Buffer.from("\n\n")])),
    ],
    [
      "a body that ends too early",
      (reply: Buffer, socket: Socket) => socket.end(response(reply.subarray(0, -4), reply.length)),
    ],
    [
      "a body that is longer than its reply",
      (reply: Buffer, socket: Socket) => socket.write(response(Buffer.concat([reply, stale()]))),
    ],
  ] as const)
    it(`carry nothing of one call into the next: ${what}`, async () => {
      first = (reply, socket) => void treat(reply, socket);
      expect(await call("a")).to.equal("a");
      await new Promise((resolve) => setTimeout(resolve, 60));
      for (const id of ["b", "c"]) expect(await call(id)).to.equal(id);
    });

  it("carry nothing of a call that was given up", async () => {
    const controller = new AbortController();
    first = (reply, socket) => {
      socket.write(response(reply).subarray(0, -5));
      controller.abort();
    };
    await failureOf(call("a", gateway.withId("a").withSignal(controller.signal)));
    for (const id of ["b", "c"]) expect(await call(id)).to.equal(id);
    expect(sockets.length).to.be.greaterThan(1);
  });
});
