/** What a handler calls that is no function: a plain Thrift server, which keeps no record, so that its caller does. */

import { expect } from "chai";
import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { frame } from "../../../runtime/framed/frame-reader.js";
import { prepareFunction, type PreparedFunction } from "../../../runtime/openfaas/prepare-function.js";
import { readBody } from "../../../runtime/openfaas/read-body.js";
import { ApplicationException } from "../../../runtime/protocol/application-exception.js";
import { PROTOCOL_NAMES } from "../../../runtime/protocol/load-protocol.js";
import { defineFunction, hostService } from "../../../runtime/service/function.js";
import { decodeReply, encodeArgs, encodeCall } from "../../../runtime/service/messages.js";
import { LIFETIME } from "../../../runtime/store/expiry.js";
import { until } from "../../emulator/until.js";
import { startFramedPeer, type FramedPeer } from "../../support/framed-peer.js";
import { readPlainCall, type PlainCall } from "../../support/plain-replies.js";
import { ask, methodOf, probe } from "../../support/probe.js";
import type { Work } from "../../support/bench.js";

const main = probe("Main");
const leaf = probe("Leaf", { go: {}, tell: { oneway: true } });
const go = methodOf(main, "go");

describe("a plain Thrift server that a handler calls", () => {
  let peer: FramedPeer;
  let prepared: PreparedFunction;
  let calls: string[];
  let work: Work;
  /** What it answers; undefined: nothing, ever. */
  let answers: (call: PlainCall) => string | ApplicationException | undefined;

  beforeEach(async () => {
    calls = [];
    answers = ({ text }) => `${text}!`;
    peer = await startFramedPeer();
    peer.script = (message, socket) =>
      void readPlainCall(leaf, message).then((call) => {
        calls.push(call.text);
        const answer = answers(call);
        if (answer !== undefined && call.reply !== undefined) socket.write(frame(call.reply(answer)));
      });
    await prepare(`leaf=${peer.address}`);
  });

  afterEach(async () => {
    await prepared.close();
    peer.close();
  });

  async function prepare(peers: string, settings: NodeJS.ProcessEnv = {}): Promise<void> {
    const definition = defineFunction("main", [
      hostService(main, { handler: { go: (invocation, text) => work(invocation, text) } }),
    ]);
    prepared = await prepareFunction(definition, {
      THRIFT_FAAS_STORE: "memory:",
      // Nobody listens there.
      THRIFT_FAAS_GATEWAY: "http://127.0.0.1:9",
      THRIFT_FAAS_PEERS: peers,
      THRIFT_FAAS_COLLECT_AFTER: "0s",
      ...settings,
    });
  }

  /** One attempt of one invocation; resolves to its answer, or to the kind of its failure. */
  async function attempt(number: number, timeoutMs = 30_000): Promise<string> {
    const envelope = { id: "i", root: "i", expiry: BigInt(Date.now() + LIFETIME), attempt: number, timeoutMs };
    const reply = await prepared.exchange(encodeCall(main, go, encodeArgs(go, { text: "" }), envelope));
    return reply.kind === "reply" ? decodeReply(go, reply.body) : reply.kind;
  }

  it("is asked once by an invocation, however often that is asked for", async () => {
    work = (invocation) => ask(invocation, leaf, "a");
    for (const number of [1, 1, 2]) expect(await attempt(number)).to.equal("a!");
    expect(calls).to.deep.equal(["a"]);
  });

  it("is not asked again for what is in the log, and at least once for what was under way", async () => {
    work = async (invocation) => `${await ask(invocation, leaf, "a")} ${await ask(invocation, leaf, "b")}`;
    answers = ({ text }) => (text === "a" ? "first" : undefined);
    expect(await attempt(1, 300)).to.equal("unavailable");
    answers = ({ text }) => `${text}!`;
    const asked = calls.length;
    expect(await attempt(2)).to.equal("first b!");
    expect(calls.filter((text) => text === "a")).to.have.length(1);
    expect(calls.slice(asked)).to.deep.equal(["b"]);
  });

  it("is asked again within an attempt when its connection breaks", async () => {
    work = (invocation) => ask(invocation, leaf, "a");
    answers = ({ text }) => {
      if (calls.length > 1) return `${text}!`;
      peer.connections[0]?.destroy();
      return undefined;
    };
    expect(await attempt(1)).to.equal("a!");
    expect(calls).to.deep.equal(["a", "a"]);
  });

  for (const type of [0, 6])
    it(`may throw, and the handler sees it, also in a replay: type ${type}, as servers in C++ and in Python have it`, async () => {
      work = (invocation) => ask(invocation, leaf, "a").catch((error: Error) => `caught ${error.message}`);
      answers = () => new ApplicationException(type as 6, "a fault");
      expect(await attempt(1)).to.equal("caught a fault");
      expect(await attempt(2)).to.equal("caught a fault");
      expect(calls).to.deep.equal(["a"]);
    });

  it("ends the attempt, unseen, when it does not know the method, or is ours and has no answer yet", async () => {
    let isCaught = false;
    work = (invocation) => ask(invocation, leaf, "a").catch(() => (isCaught = true));
    for (const type of [1, 101]) {
      answers = () => new ApplicationException(type as 1, "no");
      expect(await attempt(1).catch((error: ApplicationException) => error.type)).to.equal(100);
    }
    expect(isCaught).to.equal(false);
    answers = () => "a!";
    expect(await attempt(2)).to.equal("a!");
  });

  for (const protocol of PROTOCOL_NAMES)
    it(`gets oneway calls with the result, and from a collector if it was not there: ${protocol}`, async () => {
      await prepared.close();
      peer.close();
      await prepare(`leaf=${peer.address}?protocol=${protocol}`);
      work = async (invocation) => {
        await ask(invocation, leaf, "told", "tell");
        return "done";
      };
      expect(await attempt(1)).to.equal("done");
      const again = await startPeerOn(peer.port, async (message) => {
        const call = await readPlainCall(leaf, message);
        calls.push(`${call.method} ${call.text} ${call.protocol}`);
      });
      // The first message may still be on its way, tried in vain; then a collector sends it.
      await until(async () => {
        await prepared.collect();
        return calls.length > 0;
      });
      expect(calls[0]).to.equal(`tell told ${protocol}`);
      await until(async () => (await prepared.collect()).startsWith("collector: 0 finished, 0 unfinished"));
      again.close();
    });

  async function startPeerOn(port: number, script: (message: Uint8Array) => Promise<void>): Promise<FramedPeer> {
    const other = await startFramedPeer(port);
    other.script = (message) => void script(message);
    return other;
  }

  for (const protocol of PROTOCOL_NAMES)
    it(`may speak HTTP, and another protocol: ${protocol}`, async () => {
      const seen: string[] = [];
      const server = createServer((request, response) => {
        void (async () => {
          const call = await readPlainCall(leaf, (await readBody(request, 1e6)) ?? new Uint8Array(0));
          seen.push(`${request.method} ${request.url} ${call.protocol} ${call.text}`);
          response.end(call.reply?.(seen.length === 1 ? "ü!" : new ApplicationException(6, "a fault")));
        })();
      }).listen(0, "127.0.0.1");
      await once(server, "listening");
      const { port } = server.address() as AddressInfo;
      await prepared.close();
      await prepare(`other=tcp://127.0.0.1:1, leaf=thrift+http://127.0.0.1:${port}/text?protocol=${protocol}`);
      work = async (invocation) =>
        `${await ask(invocation, leaf, "ü")} ${await ask(invocation, leaf, "b").catch((error: Error) => error.message)}`;
      for (const number of [1, 2]) expect(await attempt(number)).to.equal("ü! a fault");
      expect(seen).to.deep.equal([`POST /text ${protocol} ü`, `POST /text ${protocol} b`]);
      server.close();
      server.closeAllConnections();
    });

  for (const what of ["a framed server", "a server over HTTP", "a function"])
    it(`may say as much as THRIFT_FAAS_MAX_MESSAGE_BYTES allows: ${what}`, async () => {
      answers = ({ text }) => text.repeat(800);
      const server = createServer((request, response) => {
        void (async () => {
          const call = await readPlainCall(leaf, (await readBody(request, 1e6)) ?? new Uint8Array(0));
          response.setHeader("X-Thrift-Faas", "reply").end(call.reply?.(answers(call) ?? ""));
        })();
      }).listen(0, "127.0.0.1");
      await once(server, "listening");
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const settings = { THRIFT_FAAS_MAX_MESSAGE_BYTES: "2048", THRIFT_FAAS_GATEWAY: url };
      await prepared.close();
      await prepare(
        { "a framed server": `leaf=${peer.address}`, "a server over HTTP": `leaf=thrift+${url}` }[what] ?? "",
        settings,
      );
      work = (invocation) => ask(invocation, leaf, "abc");
      expect(await attempt(1)).to.equal("unavailable");
      answers = ({ text }) => text.repeat(600);
      expect(await attempt(2)).to.equal("abc".repeat(600));
      server.close();
      server.closeAllConnections();
    });
});
