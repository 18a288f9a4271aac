/** A framed server as its clients see it, over real sockets: order, oneway, torn frames, half-closed connections, its end. */

import { expect } from "chai";
import { connect, type Socket } from "node:net";
import { once } from "node:events";
import { frame, FrameReader } from "../../../runtime/framed/frame-reader.js";
import { listenFramed, type FramedServer } from "../../../runtime/framed/framed-server.js";
import type { Exchange, Reply, TransportHints } from "../../../runtime/service/exchange.js";
import { captureEntries } from "../../support/capture-log.js";
import { deferred } from "../../support/deferred.js";
import { until } from "../../emulator/until.js";

const ANSWER = { contentType: "application/x-thrift" };

/** A client of nothing but bytes. */
class Wire {
  readonly received: string[] = [];
  isEnded = false;
  isClosed = false;
  readonly #socket: Socket;

  constructor(port: number) {
    const reader = new FrameReader(1_000_000);
    this.#socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true })
      .on("data", (chunk) =>
        this.received.push(...Array.from(reader.push(chunk), (one) => Buffer.from(one).toString())),
      )
      .on("end", () => (this.isEnded = true))
      .on("error", () => {})
      .on("close", () => (this.isClosed = true));
  }

  send(...texts: string[]): void {
    this.write(Buffer.concat(texts.map((text) => frame(Buffer.from(text)))));
  }

  write(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  end(): void {
    this.#socket.end();
  }

  async destroy(): Promise<void> {
    if (this.isClosed) return;
    const closed = once(this.#socket, "close");
    this.#socket.destroy();
    await closed;
  }
}

describe("framed server", () => {
  let server: FramedServer;
  let wires: Wire[];
  let begun: string[];
  let hints: (TransportHints | undefined)[];
  let held: Promise<void>;
  let release: () => void;

  /** Echoes; what begins with a word that means something is answered accordingly. */
  const exchange: Exchange = async (body, hint) => {
    const text = Buffer.from(body).toString();
    begun.push(text);
    hints.push(hint);
    if (text.startsWith("held")) await held;
    if (text === "broken") throw new Error("a bug");
    if (text === "no thrift") return { kind: "unreadable", reason: "no Thrift" };
    const kinds: Record<string, Reply["kind"]> = { "not now": "unavailable", later: "pending", full: "busy" };
    const answer = { ...ANSWER, body: Buffer.from(`${text}!`), isOneway: text.startsWith("oneway"), reason: "" };
    return { kind: (kinds[text] ?? "reply") as "reply", ...answer };
  };

  beforeEach(async () => {
    wires = [];
    begun = [];
    hints = [];
    ({ promise: held, resolve: release } = deferred());
    server = await listenFramed({ exchange, host: "127.0.0.1", port: 0 });
  });

  afterEach(async () => {
    release();
    await Promise.all(wires.map((wire) => wire.destroy()));
    await server.close();
  });

  function open(): Wire {
    const wire = new Wire(server.port);
    wires.push(wire);
    return wire;
  }

  it("answers several calls of one connection, in order, also when they come at once", async () => {
    const wire = open();
    wire.send("held", "b", "c");
    await until(() => begun.length > 0);
    // The others wait for the first.
    expect([begun, wire.received]).to.deep.equal([["held"], []]);
    release();
    await until(() => wire.received.length === 3);
    expect(wire.received).to.deep.equal(["held!", "b!", "c!"]);
    wire.send("d");
    await until(() => wire.received.length === 4);
  });

  it("serves many connections at once", async () => {
    const first = open();
    first.send("held");
    await until(() => begun.length === 1);
    const second = open();
    second.send("b");
    await until(() => second.received.length === 1);
    expect(first.received).to.deep.equal([]);
  });

  it("sends no frame for a oneway call, whatever became of it", async () => {
    const wire = open();
    wire.send("oneway", "b");
    await until(() => wire.received.length > 0);
    expect([begun, wire.received]).to.deep.equal([["oneway", "b"], ["b!"]]);
  });

  it("sends what failures have to say, for a plain client looks at nothing else", async () => {
    const wire = open();
    wire.send("not now", "later", "full");
    await until(() => wire.received.length === 3);
    expect(wire.received).to.deep.equal(["not now!", "later!", "full!"]);
  });

  it("says that whoever calls waits for the reply", async () => {
    open().send("a");
    await until(() => hints.length === 1);
    expect(hints).to.deep.equal([{ mustReply: true }]);
  });

  it("executes a frame that comes in pieces, and none that is torn", async () => {
    const wire = open();
    const whole = frame(Buffer.from("whole"));
    for (const byte of whole) wire.write(Uint8Array.of(byte));
    await until(() => wire.received.length === 1);
    const [entry] = await captureEntries(async () => {
      wire.write(frame(Buffer.from("torn")).subarray(0, 6));
      wire.end();
      await until(() => wire.isClosed);
    });
    expect(entry).to.include({ level: "warn", message: "A connection was closed" });
    expect(entry?.["reason"]).to.equal("The connection ended in the middle of a frame");
    expect(begun).to.deep.equal(["whole"]);
  });

  it("still answers a client that has said that it sends no more", async () => {
    const wire = open();
    wire.send("held", "b");
    wire.end();
    await until(() => begun.length === 1);
    release();
    await until(() => wire.isEnded);
    expect(wire.received).to.deep.equal(["held!", "b!"]);
  });

  for (const [what, bytes, says] of [
    ["a frame that is too large", Buffer.from("7fffffff00", "hex"), /2147483647 bytes, and 16777216 are allowed/],
    ["no frame", Buffer.from("POST / HTTP/1.1\r\n\r\n"), /this is HTTP/],
    ["a frame that holds no message", frame(Buffer.from("no thrift")), /no Thrift/],
  ] as const)
    it(`closes a connection on which it gets ${what}, says why in its log, and serves the others`, async () => {
      const other = open();
      const wire = open();
      const [entry] = await captureEntries(async () => {
        wire.write(bytes);
        await until(() => wire.isClosed || wire.isEnded);
      });
      expect(entry?.["reason"]).to.match(says);
      expect(wire.received).to.deep.equal([]);
      other.send("a");
      await until(() => other.received.length === 1);
    });

  it("answers what came before a length that cannot be, in the same packet", async () => {
    const wire = open();
    wire.write(Buffer.concat([frame(Buffer.from("a")), Buffer.from("ffffffff", "hex")]));
    await until(() => wire.isClosed || wire.isEnded);
    expect(wire.received).to.deep.equal(["a!"]);
  });

  it("closes the connection, and nothing else, when an exchange fails as none should", async () => {
    const wire = open();
    const [entry] = await captureEntries(async () => {
      wire.send("broken");
      await until(() => wire.isEnded || wire.isClosed);
    });
    expect(entry?.["error"]).to.match(/^Error: a bug\n/);
  });

  it("minds no client that goes away while its call is executed", async () => {
    const wire = open();
    wire.send("held", "b");
    await until(() => begun.length === 1);
    await wire.destroy();
    release();
    const other = open();
    other.send("c");
    await until(() => other.received.length === 1);
  });

  it("does not start on a port that is taken", async () => {
    const second = await listenFramed({ exchange, host: "127.0.0.1", port: server.port }).catch(
      (error: NodeJS.ErrnoException) => error.code,
    );
    expect(second).to.equal("EADDRINUSE");
  });

  describe("that is stopped", () => {
    it("answers what is under way, begins nothing more, and closes every connection", async () => {
      const [idle, busy] = [open(), open()];
      idle.send("a");
      await until(() => idle.received.length === 1);
      busy.send("held", "never");
      await until(() => begun.length === 2);
      let isClosed = false;
      const closed = server.close().then(() => (isClosed = true));
      await until(() => idle.isEnded);
      const late = open();
      await until(() => late.isClosed);
      expect(isClosed).to.equal(false);
      release();
      await until(() => busy.isEnded);
      await closed;
      expect([busy.received, begun]).to.deep.equal([["held!"], ["a", "held"]]);
    });

    it("does not wait for clients that fetch nothing and never hang up", async () => {
      const wire = open();
      wire.send("a");
      await until(() => wire.received.length === 1);
      await server.close();
      await until(() => wire.isClosed || wire.isEnded);
    });
  });
});
