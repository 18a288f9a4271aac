/** What callers, functions and receivers of callbacks see of asynchronous calls: a test per row of what was observed. */

import { expect } from "chai";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { startGateway, type Gateway } from "../../emulator/gateway/gateway.js";
import { Queue, type QueueOptions } from "../../emulator/queue/queue.js";
import { TIMING } from "../../emulator/timing.js";
import { readBody } from "../../runtime/openfaas/read-body.js";
import { ALL_BYTES } from "../runtime/openfaas/all-bytes.js";
import { httpCall } from "../runtime/openfaas/http-call.js";
import { StubFunction } from "./stub-function.js";
import { until } from "./until.js";

interface Callback {
  readonly request: IncomingMessage;
  readonly body: Uint8Array;
}

describe("emulated queue", () => {
  let echo: StubFunction;
  let queue: Queue;
  let gateway: Gateway;
  let receiver: Server;
  let callbackUrl: string;
  let callbacks: Callback[];
  let answerCallback: (response: ServerResponse, request: IncomingMessage) => void;
  let bodies: Uint8Array[];
  let lines: string[];

  beforeEach(async () => {
    callbacks = [];
    answerCallback = (response) => void response.end();
    receiver = createServer((request, response) => {
      readBody(request, 1e9).then(
        (body = new Uint8Array()) => {
          callbacks.push({ request, body });
          answerCallback(response, request);
        },
        () => {},
      );
    });
    receiver.listen(0, "127.0.0.1");
    await once(receiver, "listening");
    const address = receiver.address();
    callbackUrl = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/callback?a=b`;
    echo = new StubFunction();
    await echo.addReplica();
    bodies = [];
    await start();
  });

  afterEach(() => {
    queue.close();
    gateway.close();
    echo.close();
    receiver.close();
    receiver.closeAllConnections();
  });

  async function start(ackWaitMs: number = TIMING.ackWaitMs, options: Partial<QueueOptions> = {}): Promise<void> {
    lines = [];
    const onLine = (line: string): void => void lines.push(line);
    gateway?.close();
    queue = new Queue({ gateway: () => gateway.url, timing: { ackWaitMs }, onLine, ...options });
    const find = (name: string) => (name === "echo" ? echo : undefined);
    gateway = await startGateway({ port: 0, find, queue, timing: TIMING, onLine });
    const answer = echo.answer;
    echo.answer = (request, response, body) => {
      bodies.push(body);
      answer(request, response, body);
    };
  }

  const send = (headers = {}, path = "/async-function/echo", body: Uint8Array = ALL_BYTES) =>
    httpCall(gateway.url + path, { body, headers: { "Content-Type": "application/x-thrift", ...headers } });

  it("202, empty, with X-Call-Id if none was given", async () => {
    const made = await send();
    expect([made.status, made.body.length]).to.deep.equal([202, 0]);
    await until(() => echo.count === 1);
    expect(echo.seen?.headers["x-call-id"]).to.equal(made.headers["x-call-id"]).and.to.be.a("string");
    const given = await send({ "X-Call-Id": "mine" });
    expect(given.status).to.equal(202);
    expect(given.headers).to.not.have.property("x-call-id");
    await until(() => echo.count === 2);
    expect(echo.seen?.headers["x-call-id"]).to.equal("mine");
  });

  it("the function gets body, path, query, headers, X-Callback-Url and two start times", async () => {
    await send({ "X-Callback-Url": callbackUrl, "X-Custom": "1" }, "/async-function/echo/a/b?c=d");
    await until(() => echo.count === 1);
    expect([...(bodies[0] ?? [])]).to.deep.equal([...ALL_BYTES]);
    expect(echo.seen?.url).to.equal("/a/b?c=d");
    expect(echo.seen?.method).to.equal("POST");
    expect(echo.seen?.headers).to.include({ "x-callback-url": callbackUrl, "x-custom": "1" });
    expect(echo.seen?.headers["x-start-time"]).to.match(/^\d{19}, \d{19}$/);
  });

  it("405 for a GET", async () => {
    expect((await httpCall(`${gateway.url}/async-function/echo`, { method: "GET" })).status).to.equal(405);
  });

  it("400 with text for a bad X-Callback-Url", async () => {
    for (const bad of ["http://%zz", "http://host/%zz", "http://:x"]) {
      const reply = await send({ "X-Callback-Url": bad });
      expect([reply.status, reply.body.toString().includes(bad)], bad).to.deep.equal([400, true]);
    }
    expect(echo.count).to.equal(0);
  });

  it("500 with text for a body over the limit", async () => {
    expect((await send({}, "/async-function/echo", Buffer.alloc(256_000))).status).to.equal(202);
    const reply = await send({}, "/async-function/echo", Buffer.alloc(700_000));
    expect(reply.status).to.equal(500);
    expect(reply.body.toString()).to.equal(
      "Error queuing request: request body too large for OpenFaaS CE (700000 bytes), maximum: 256000 bytes\n",
    );
  });

  it("the callback is a POST of the function's reply, with its headers and what became of the call", async () => {
    const answer = echo.answer;
    echo.answer = (request, response, body) => {
      response.setHeader("X-Own", "1");
      answer(request, response, body);
    };
    await send({ "X-Callback-Url": callbackUrl, "X-Call-Id": "mine" });
    await until(() => callbacks.length === 1);
    const [{ request, body }] = callbacks as [Callback];
    expect([request.method, request.url]).to.deep.equal(["POST", "/callback?a=b"]);
    expect([...body]).to.deep.equal([...ALL_BYTES]);
    expect(request.headers).to.include({
      "content-type": "application/x-thrift",
      "x-own": "1",
      "x-call-id": "mine",
      "x-function-name": "echo",
      "x-function-status": "200",
    });
    expect(Number(request.headers["x-duration-seconds"])).to.be.within(0, 60);
  });

  for (const [status, text] of [
    [500, ""],
    [429, "Limit\n"],
    [503, "No endpoints available for: echo.\n"],
  ] as const)
    it(`the callback comes for a ${status} as well, which is not tried again`, async () => {
      echo.answer = (_request, response) => response.writeHead(status, { "Content-Type": "text/plain" }).end(text);
      await send({ "X-Callback-Url": callbackUrl });
      await until(() => callbacks.length === 1);
      expect(callbacks[0]?.request.headers).to.include({ "x-function-status": String(status) });
      expect(Buffer.from(callbacks[0]?.body ?? []).toString()).to.equal(text);
      await send({ "X-Callback-Url": callbackUrl });
      await until(() => callbacks.length === 2);
      expect(echo.count).to.equal(2);
    });

  it("the callback comes for an unknown function as well: 404 with the gateway's text", async () => {
    await send({ "X-Callback-Url": callbackUrl }, "/async-function/nope");
    await until(() => callbacks.length === 1);
    expect(callbacks[0]?.request.headers).to.include({ "x-function-status": "404", "x-function-name": "nope" });
    expect(Buffer.from(callbacks[0]?.body ?? []).toString()).to.match(/^error finding function nope\./);
  });

  it("a callback that is answered with 500 is not sent again", async () => {
    answerCallback = (response) => void response.writeHead(500).end();
    await send({ "X-Callback-Url": callbackUrl });
    await send({ "X-Callback-Url": callbackUrl });
    await until(() => callbacks.length === 2);
    expect(echo.count).to.equal(2);
  });

  it("a callback that cannot be delivered is lost", async () => {
    await send({ "X-Callback-Url": "http://127.0.0.1:1/" });
    await until(() => lines.some((line) => line.startsWith("the callback to http://127.0.0.1:1/ is lost: ")));
    await send();
    await until(() => echo.count === 2);
  });

  it("a callback that is redirected loses its body", async () => {
    answerCallback = (response, { url }) =>
      void (url === "/elsewhere" ? response.end() : response.writeHead(302, { Location: "/elsewhere" }).end());
    await send({ "X-Callback-Url": callbackUrl });
    await until(() => callbacks.length === 2);
    expect([callbacks[1]?.request.method, callbacks[1]?.body.length]).to.deep.equal(["GET", 0]);
  });

  it("a call that outlasts ack_wait is delivered again, and has a callback each time, all with one X-Call-Id", async () => {
    queue.close();
    await start(200);
    const held: ServerResponse[] = [];
    const ids: unknown[] = [];
    echo.answer = (request, response) => {
      ids.push(request.headers["x-call-id"]);
      held.push(response);
      if (held.length === 3) for (const one of held) one.end("done");
    };
    await send({ "X-Callback-Url": callbackUrl });
    await until(() => callbacks.length >= 3);
    expect(ids.length).to.be.at.least(3);
    expect(new Set(ids).size).to.equal(1);
    expect(new Set(callbacks.map(({ request }) => request.headers["x-call-id"]))).to.deep.equal(new Set(ids));
  });

  it("a call whose worker dies is executed twice, and has one callback", async () => {
    let closed = false;
    const answer = echo.answer;
    echo.answer = (request, response, body) => {
      if (echo.count === 1) response.on("close", () => (closed = true));
      else answer(request, response, body);
    };
    await send({ "X-Callback-Url": callbackUrl });
    await until(() => echo.count === 1);
    queue.restartWorker();
    await until(() => callbacks.length === 1 && closed);
    // The next one's callback comes after any that is still to come.
    await send({ "X-Callback-Url": callbackUrl, "X-Call-Id": "next" });
    await until(() => callbacks.length === 2);
    expect(callbacks[1]?.request.headers["x-call-id"]).to.equal("next");
    expect(echo.count).to.equal(3);
  });

  it("one call is under way at a time, the others wait", async () => {
    const held: ServerResponse[] = [];
    echo.answer = (_request, response) => void held.push(response);
    for (let i = 0; i < 3; i++) await send();
    for (let i = 0; i < 3; i++) {
      // With more under way it would never be so many.
      await until(() => held.length === i + 1 && echo.underway === 1);
      held[i]?.end();
    }
  });

  it("a message is delivered twice if chaos says so", async () => {
    queue.close();
    await start(TIMING.ackWaitMs, { duplicates: (message) => message === 1 });
    for (const id of ["a", "b", "c"]) await send({ "X-Callback-Url": callbackUrl, "X-Call-Id": id });
    await until(() => callbacks.length === 4);
    expect(callbacks.map(({ request }) => request.headers["x-call-id"])).to.deep.equal(["a", "b", "b", "c"]);
  });
});
