/** The client of framed servers: what is known of a call that fails, and that no connection carries bytes from one call into the next. */

import { expect } from "chai";
import { getEventListeners } from "node:events";
import type { Socket } from "node:net";
import { findFreePort } from "../../../emulator/free-port.js";
import { CancelledError, DeliveryError } from "../../../runtime/client/transport.js";
import { frame } from "../../../runtime/framed/frame-reader.js";
import { FramedClient } from "../../../runtime/framed/framed-client.js";
import { connect, type Connection } from "../../../runtime/openfaas/connect.js";
import { ApplicationException } from "../../../runtime/protocol/application-exception.js";
import { binary } from "../../../runtime/protocol/binary.js";
import { MessageType } from "../../../runtime/protocol/protocol.js";
import { encodeFailure, encodeReply, readEnvelope, recordValue } from "../../../runtime/service/messages.js";
import { startFramedPeer, type FramedPeer } from "../../support/framed-peer.js";
import { failureOf } from "../../support/messages.js";
import { ask, methodOf, probe } from "../../support/probe.js";
import { until } from "../../emulator/until.js";

const main = probe("Main", { go: {}, tell: { oneway: true }, look: { effects: "readonly" } });
const go = methodOf(main, "go") as unknown as Parameters<typeof encodeReply>[1];

/** What the message asks for, and the reply that echoes its text, or says `answer`. */
function replyTo(message: Uint8Array, answer?: string): Uint8Array {
  const input = binary.reader(message);
  const { name, seqid } = input.readMessageBegin();
  const { text } = methodOf(main, name).args.read(input);
  return encodeReply(binary, { ...go, name }, seqid, recordValue(go, answer ?? text));
}

describe("framed client", () => {
  let peer: FramedPeer;
  let connection: Connection;
  let messages: Uint8Array[];

  beforeEach(async () => {
    peer = await startFramedPeer();
    connection = connect(peer.address);
    messages = [];
    plays((message, socket) => socket.write(frame(replyTo(message))));
  });

  afterEach(() => {
    connection.close();
    peer.close();
  });

  function plays(script: FramedPeer["script"]): void {
    peer.script = (message, ...rest) => {
      messages.push(message);
      script(message, ...rest);
    };
  }

  /** The first message is treated so, the others as they should be. */
  function treatsFirst(first: (socket: Socket, message: Uint8Array) => void): void {
    plays((message, socket) => {
      if (messages.length === 1) first(socket, message);
      else socket.write(frame(replyTo(message)));
    });
  }

  const failure = async (call: Promise<unknown>): Promise<DeliveryError> => {
    const error = await failureOf(call);
    expect(error).to.be.instanceOf(DeliveryError);
    return error as DeliveryError;
  };

  it("keeps its connection, and sends an envelope that a plain server skips", async () => {
    for (const text of ["a", "b", "ü"]) expect(await ask(connection.withId("mine"), main, text)).to.equal(text);
    expect(peer.connections).to.have.length(1);
    expect((await readEnvelope(messages[0] ?? new Uint8Array(0)))?.id).to.equal("mine");
  });

  it("has one call on a connection at a time", async () => {
    const waiting: (() => void)[] = [];
    plays((message, socket) => void waiting.push(() => socket.write(frame(replyTo(message)))));
    const calls = Promise.all(["a", "b", "c"].map((text) => ask(connection, main, text)));
    await until(() => waiting.length === 3);
    for (const answer of waiting.toReversed()) answer();
    expect(await calls).to.deep.equal(["a", "b", "c"]);
    expect(peer.connections).to.have.length(3);
    plays((message, socket) => socket.write(frame(replyTo(message))));
    await Promise.all(["d", "e"].map((text) => ask(connection, main, text)));
    expect(peer.connections).to.have.length(3);
  });

  it("takes a reply in pieces", async () => {
    plays((message, socket) => {
      for (const byte of frame(replyTo(message))) socket.write(Uint8Array.of(byte));
    });
    expect(await ask(connection, main, "a")).to.equal("a");
    expect(await ask(connection, main, "b")).to.equal("b");
    expect(peer.connections).to.have.length(1);
  });

  it("waits for no reply to a oneway call", async () => {
    plays((message, socket) => {
      if (binary.reader(message).readMessageBegin().type === MessageType.CALL) socket.write(frame(replyTo(message)));
    });
    await ask(connection, main, "a", "tell");
    expect(await ask(connection, main, "b")).to.equal("b");
    expect(messages).to.have.length(2);
    expect(peer.connections).to.have.length(1);
  });

  it("throws what the server's exception says, and goes on", async () => {
    const fault = new ApplicationException(6, "a fault");
    treatsFirst((socket, message) => {
      const { seqid } = binary.reader(message).readMessageBegin();
      socket.write(frame(encodeFailure(binary, "go", seqid, fault)));
    });
    expect(await failureOf(ask(connection, main, "a")))
      .to.be.instanceOf(ApplicationException)
      .and.include({ type: 6 });
    expect(await ask(connection, main, "b")).to.equal("b");
    expect(peer.connections).to.have.length(1);
  });

  describe("when a reply is not as it should be", () => {
    for (const [what, first, says] of [
      ["none, and the connection ends", (socket) => void socket.end(), /connection ended before the whole reply came/],
      ["none, and the connection is reset", (socket) => void socket.resetAndDestroy(), /connection ended before/],
      [
        "cut off",
        (socket, message) => void socket.end(frame(replyTo(message)).subarray(0, -3)),
        /connection ended before the whole reply came/,
      ],
      [
        "with another frame behind it",
        (socket, message) => void socket.write(Buffer.concat([frame(replyTo(message)), frame(replyTo(message, "x"))])),
        /The reply cannot be read: More than one frame came for one call/,
      ],
      [
        "with a line end behind it",
        (socket, message) => void socket.write(Buffer.concat([frame(replyTo(message)), Buffer.from("\n")])),
        /The reply cannot be read: More than one frame came for one call/,
      ],
      [
        "not framed",
        (socket, message) => void socket.write(replyTo(message)),
        /The reply cannot be read: .*without a frame/,
      ],
      ["HTTP", (socket) => void socket.write("HTTP/1.1 400 Bad Request\r\n\r\n"), /cannot be read: .*this is HTTP/],
      [
        "too large",
        (socket) => void socket.write(Buffer.from("7f000000", "hex")),
        /longer than the 16777216 bytes that the caller allows/,
      ],
      ["no Thrift", (socket) => void socket.write(frame(Buffer.from("hello"))), /The reply is none/],
      ["empty", (socket) => void socket.write(frame(new Uint8Array(0))), /The reply is none/],
      [
        "to another call",
        (socket) => void socket.write(frame(encodeReply(binary, go, 4711, recordValue(go, "x")))),
        /to another call than the last one/,
      ],
    ] as const satisfies readonly (readonly [string, (socket: Socket, message: Uint8Array) => void, RegExp])[])
      it(`does not know what became of the call, makes it no second time, and leaves the connection: ${what}`, async () => {
        treatsFirst(first);
        const error = await failure(ask(connection.withId("mine"), main, "a"));
        expect(error).to.include({ outcome: "unknown", invocationId: "mine" });
        expect(error.message).to.match(says).and.include("Whether the call was executed is unknown.");
        expect(messages).to.have.length(1);
        expect(await ask(connection, main, "b")).to.equal("b");
        expect(peer.connections).to.have.length(2);
        await until(() => peer.connections[0]?.destroyed === true);
      });

    it("takes one that is as long as it may be, and none that is longer", async () => {
      const limited = connect(peer.address, { maxReplyBytes: 100 });
      const empty = encodeReply(binary, go, 0, recordValue(go, ""));
      const longest = "x".repeat(100 - empty.length);
      expect(await ask(limited, main, longest)).to.equal(longest);
      const error = await failure(ask(limited, main, `${longest}x`));
      expect(error).to.include({ outcome: "unknown", retryable: false });
      expect(error.message).to.include("longer than the 100 bytes that the caller allows");
      limited.close();
    });

    it("takes no reply with a byte too many, though its frame ends where it should", async () => {
      treatsFirst((socket, message) => void socket.write(frame(Buffer.concat([replyTo(message), Buffer.from("\n")]))));
      const error = await failure(ask(connection, main, "a"));
      expect(error).to.include({ outcome: "unknown" });
      expect(error.message).to.match(/The reply cannot be read: 1 bytes? /);
      expect(await ask(connection, main, "b")).to.equal("b");
    });

    it("makes a call again that may happen more than once, as the IDL says", async () => {
      treatsFirst((socket) => void socket.end());
      expect(await ask(connection, main, "a", "look")).to.equal("a");
      expect(messages).to.have.length(2);
    });

    it("never takes for a reply what comes when nobody has asked", async () => {
      treatsFirst((socket, message) => {
        socket.write(frame(replyTo(message)), () =>
          setTimeout(() => socket.write(frame(replyTo(message, "late"))), 20),
        );
      });
      expect(await ask(connection, main, "a")).to.equal("a");
      await until(() => peer.connections[0]?.destroyed === true);
      expect(await ask(connection, main, "b")).to.equal("b");
      expect(peer.connections).to.have.length(2);
    });

    it("never takes a late reply for that of the next call", async () => {
      let first: Uint8Array | undefined;
      plays((message, socket) => {
        first ??= message;
        // The first is answered a second time, in front of the answer to the second.
        const again = message === first ? [] : [frame(replyTo(first, "late"))];
        socket.write(Buffer.concat([...again, frame(replyTo(message))]));
      });
      await ask(connection, main, "a");
      expect((await failure(ask(connection, main, "b"))).outcome).to.equal("unknown");
      expect(await ask(connection, main, "c").catch((error: unknown) => error)).not.to.equal("late");
    });
  });

  describe("when no connection stands", () => {
    it("knows that nothing was executed, and tries again", async () => {
      const port = await findFreePort();
      const nowhere = connect(`tcp://127.0.0.1:${port}`, { timeoutMs: 300 });
      const error = await failure(ask(nowhere, main, "a"));
      nowhere.close();
      expect(error).to.include({ outcome: "not-executed", retryable: true });
      expect(error.message)
        .to.include(`main at tcp://127.0.0.1:${port}: it cannot be reached (connect ECONNREFUSED`)
        .and.match(/the last of \d+ tries/);
    });

    it("knows that a host that does not exist will not exist soon", async () => {
      const nowhere = connect("tcp://host.invalid:9090", { timeoutMs: 10_000 });
      const error = await failure(ask(nowhere, main, "a"));
      nowhere.close();
      expect(error.outcome).to.equal("not-executed");
    });

    it("gets through as soon as the server is there", async () => {
      const port = await findFreePort();
      const early = connect(`tcp://127.0.0.1:${port}`, { timeoutMs: 30_000 });
      const call = ask(early, main, "a");
      const { listenFramed } = await import("../../../runtime/framed/framed-server.js");
      const server = await listenFramed({
        host: "127.0.0.1",
        port,
        exchange: async (message) => ({ kind: "reply", body: replyTo(message), contentType: "" }),
      });
      expect(await call).to.equal("a");
      early.close();
      await server.close();
    });
  });

  describe("that gives up", () => {
    it("for want of time: unknown, and the connection is closed", async () => {
      treatsFirst(() => {});
      const hasty = connect(peer.address, { timeoutMs: 50 });
      const error = await failure(ask(hasty, main, "a"));
      expect(error).to.include({ outcome: "unknown" });
      expect(error.message)
        .to.match(/no reply within \d+ ms/)
        .and.include("keeps no record of calls");
      await until(() => peer.connections[0]?.destroyed === true);
      hasty.close();
    });

    it("because its caller does: unknown, and the connection is closed", async () => {
      const controller = new AbortController();
      treatsFirst(() => controller.abort());
      const error = await failure(ask(connection.withSignal(controller.signal), main, "a"));
      expect(error).to.be.instanceOf(CancelledError).and.include({ outcome: "unknown" });
      await until(() => peer.connections[0]?.destroyed === true);
      expect(await ask(connection, main, "b")).to.equal("b");
    });

    it("before it has begun: nothing is sent", async () => {
      const client = new FramedClient("127.0.0.1", peer.port);
      const error = await failure(client.post("main", new Uint8Array(0), "", 1_000, AbortSignal.abort()));
      expect(error).to.include({ outcome: "not-executed" });
      expect(peer.connections).to.have.length(0);
    });

    it("and leaves nothing behind on a signal that many calls share", async () => {
      const controller = new AbortController();
      const client = new FramedClient("127.0.0.1", peer.port);
      const body = new Uint8Array(0);
      plays((_, socket) => socket.write(frame(new Uint8Array(0))));
      for (let call = 0; call < 3; call++) await client.post("main", body, "", 1_000, controller.signal);
      expect(getEventListeners(controller.signal, "abort")).to.have.length(0);
      client.close();
    });
  });

  it("closes its connections, those in use when they are answered", async () => {
    let answer = (): void => {};
    plays((message, socket) => (answer = () => void socket.write(frame(replyTo(message)))));
    const call = ask(connection, main, "a");
    await until(() => messages.length === 1);
    connection.close();
    answer();
    expect(await call).to.equal("a");
    await until(() => peer.connections[0]?.destroyed === true);
  });
});
