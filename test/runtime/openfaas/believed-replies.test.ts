/** What is believed of a reply: nothing less than the whole of it. Everything else is asked for again, under the same ID. */

import { expect } from "chai";
import type { ServerResponse } from "node:http";
import { DeliveryError } from "../../../runtime/client/transport.js";
import { connect, type Connection } from "../../../runtime/openfaas/connect.js";
import { readBody } from "../../../runtime/openfaas/read-body.js";
import { ApplicationException } from "../../../runtime/protocol/application-exception.js";
import { binary } from "../../../runtime/protocol/binary.js";
import { encodeFailure, encodeReply, readEnvelope, recordValue } from "../../../runtime/service/messages.js";
import { failureOf } from "../../support/messages.js";
import { ask, methodOf, probe } from "../../support/probe.js";
import { startScriptedServer, type ScriptedServer } from "../../support/scripted-server.js";

const MARKED = { "X-Thrift-Faas": "reply" };
const main = probe("Main");
const go = methodOf(main, "go") as unknown as Parameters<typeof encodeReply>[1];
const REPLY = encodeReply(binary, go, 0, recordValue(go, "an answer"));
const EXCEPTION = encodeFailure(binary, "go", 0, new ApplicationException(6, "a fault"));
const OTHER = encodeReply(binary, { ...go, name: "stop" }, 0, recordValue(go, "an answer"));

/** Without a length: a body that is cut off looks complete. */
const chunked =
  (...parts: readonly Uint8Array[]) =>
  (response: ServerResponse): void => {
    response.writeHead(200, MARKED);
    for (const part of parts) response.write(part);
    response.end();
  };

describe("a reply that is not whole", () => {
  let server: ScriptedServer;
  let gateway: Connection;

  beforeEach(async () => {
    server = await startScriptedServer();
    gateway = connect(server.url, { timeoutMs: 30_000 });
  });

  afterEach(() => {
    gateway.close();
    server.close();
  });

  /** The first request is answered so, the others as it should be; tells under which IDs they came. */
  async function answerAfter(first: (response: ServerResponse) => void): Promise<{ answer: string; ids: unknown[] }> {
    const ids: unknown[] = [];
    server.script = async (request, response) => {
      ids.push((await readEnvelope((await readBody(request, 1e6)) ?? new Uint8Array(0)))?.id);
      if (ids.length === 1) first(response);
      else response.writeHead(200, { ...MARKED, "Content-Length": REPLY.length }).end(REPLY);
    };
    return { answer: await ask(gateway, main), ids };
  }

  for (const [what, first] of [
    ["cut off, without a length", chunked(REPLY.subarray(0, -3))],
    ["cut off at its header, without a length", chunked(REPLY.subarray(0, 5))],
    ["nothing at all", chunked()],
    [
      "cut off, with a length",
      (response: ServerResponse) => {
        response.writeHead(200, { ...MARKED, "Content-Length": REPLY.length }).write(REPLY.subarray(0, -3));
        setTimeout(() => response.destroy(), 20);
      },
    ],
    ["with a line end behind it", chunked(REPLY, Buffer.from("\n"))],
    ["with another reply behind it", chunked(REPLY, REPLY)],
    ["an exception, cut off", chunked(EXCEPTION.subarray(0, -3))],
    ["an exception with a line end behind it", chunked(EXCEPTION, Buffer.from("\n"))],
    ["to another method", chunked(OTHER)],
    ["no Thrift", chunked(Buffer.from("Error: message"))],
  ] as const)
    it(`is asked for again, under the same ID: ${what}`, async () => {
      const { answer, ids } = await answerAfter(first);
      expect(answer).to.equal("an answer");
      expect(ids).to.have.length(2);
      expect(ids[1]).to.equal(ids[0]).and.not.equal(undefined);
    });

  it("is never an answer, however often it comes", async () => {
    server.script = (_request, response) => chunked(REPLY, Buffer.from("\n"))(response);
    const other = connect(server.url, { timeoutMs: 200 });
    const error = await failureOf(ask(other.withId("mine"), main));
    other.close();
    expect(error).to.be.instanceOf(DeliveryError).and.include({ outcome: "unknown", invocationId: "mine" });
    expect(error.message).to.include("The reply cannot be read");
  });

  it("is an answer if it is whole, also in pieces, and also if it is an exception", async () => {
    for (const [body, says] of [
      [REPLY, "an answer"],
      [EXCEPTION, "a fault"],
    ] as const) {
      server.script = (_request, response) => chunked(body.subarray(0, 4), body.subarray(4))(response);
      expect(await ask(gateway, main).catch((error: Error) => error.message)).to.equal(says);
    }
  });
});
