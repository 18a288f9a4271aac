/** What clients and functions see of the gateway and its provider: a test per row of what was observed of the real ones. */

import { expect } from "chai";
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { ProviderDown } from "../../emulator/cluster/deployed.js";
import { findFreePort } from "../../emulator/free-port.js";
import { startGateway, type Gateway, type GatewayOptions } from "../../emulator/gateway/gateway.js";
import { TIMING, type Timing } from "../../emulator/timing.js";
import { ALL_BYTES } from "../runtime/openfaas/all-bytes.js";
import { httpCall } from "../runtime/openfaas/http-call.js";
import { StubFunction } from "./stub-function.js";
import { until } from "./until.js";

const THRIFT = { "Content-Type": "application/x-thrift" };
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe("emulated gateway", () => {
  let echo: StubFunction;
  let gateway: Gateway | undefined;
  let url: string;
  let lines: string[];
  let providerDown: boolean;

  beforeEach(async () => {
    echo = new StubFunction();
    await echo.addReplica();
    providerDown = false;
    await start();
  });

  afterEach(() => {
    gateway?.close();
    echo.close();
  });

  async function start(timing: Partial<Timing> = {}, options: Partial<GatewayOptions> = {}): Promise<void> {
    gateway?.close();
    lines = [];
    gateway = await startGateway({
      port: 0,
      find: (name, namespace) => {
        if (providerDown) throw new ProviderDown("dial tcp 127.0.0.1:8081: connect: connection refused");
        return name === "echo" && namespace === "openfaas-fn" ? echo : undefined;
      },
      timing: { ...TIMING, ...timing },
      onLine: (line) => lines.push(line),
      ...options,
    });
    ({ url } = gateway);
  }

  const call = (path = "", options = {}) => httpCall(`${url}/function/echo${path}`, options);

  function codeOf(promise: Promise<unknown>): Promise<unknown> {
    return promise.then(
      () => "an answer",
      (error: NodeJS.ErrnoException) => error.code,
    );
  }

  describe("passes on", () => {
    it("all bytes, both ways; the function gets them chunked, never with a length", async () => {
      const whole = await call("", { body: ALL_BYTES, headers: { "Content-Length": ALL_BYTES.length } });
      expect([...whole.body]).to.deep.equal([...ALL_BYTES]);
      expect(whole.headers["content-length"]).to.equal(String(ALL_BYTES.length));
      expect(echo.seen?.headers).to.include({ "transfer-encoding": "chunked" }).and.not.have.property("content-length");

      const large = Buffer.alloc(300_000, 0x81);
      const chunked = await call("", { body: [large, ALL_BYTES] });
      expect(chunked.body.equals(Buffer.concat([large, ALL_BYTES]))).to.equal(true);
    });

    it("method, path, query, headers and every status", async () => {
      echo.answer = (request, response) => {
        const cookies = ["Set-Cookie", "a", "Set-Cookie", "b"];
        response.writeHead(204, "No Content", [...cookies, "X-Seen", request.url ?? ""]).end();
      };
      const reply = await httpCall(`${url}/function/echo.openfaas-fn/a/b?c=d`, {
        method: "GET",
        headers: { "X-Custom": "1", Connection: "close" },
      });
      expect(reply.status).to.equal(204);
      expect(reply.headers).to.deep.include({ "set-cookie": ["a", "b"], "x-seen": "/a/b?c=d" });
      expect(echo.seen?.method).to.equal("GET");
      expect(echo.seen?.headers).to.include({ "x-custom": "1", connection: "keep-alive" });
      expect(echo.seen?.headers).to.not.have.property("transfer-encoding");
      for (const status of [202, 301, 400, 404, 429, 500, 502, 503, 504]) {
        echo.answer = (_request, response) => response.writeHead(status).end("x");
        expect((await call()).status).to.equal(status);
      }
    });

    it("/function/NAME/_/ready, which the watchdog takes", async () => {
      await call("/_/ready", { method: "GET" });
      expect(echo.seen?.url).to.equal("/_/ready");
    });

    it("429 over max_inflight, as the watchdog says it", async () => {
      echo.answer = (_request, response) =>
        response
          .writeHead(429, { "X-OpenFaaS-Internal": "faas-middleware", "Content-Type": "text/plain" })
          .end("Limit\n");
      const reply = await call();
      expect([reply.status, reply.body.toString()]).to.deep.equal([429, "Limit\n"]);
      expect(reply.headers).to.include({ "x-openfaas-internal": "faas-middleware" });
    });

    for (const status of [500, 504])
      it(`${status}, empty, of a watchdog, with the request's Content-Type`, async () => {
        echo.answer = (_request, response) =>
          response.writeHead(status, { "X-OpenFaaS-Internal": "of-watchdog", "Content-Length": 0 }).end();
        const reply = await call("", { headers: THRIFT, body: ALL_BYTES });
        expect([reply.status, reply.body.length]).to.deep.equal([status, 0]);
        expect(reply.headers).to.include({
          "x-openfaas-internal": "of-watchdog",
          "content-type": "application/x-thrift",
        });
      });

    it("a reply without a Content-Type with the request's, or text/plain", async () => {
      echo.answer = (_request, response) => response.end("x");
      expect((await call("", { headers: THRIFT })).headers).to.include({ "content-type": "application/x-thrift" });
      expect((await call()).headers).to.include({ "content-type": "text/plain" });
    });

    it("to each replica in turn", async () => {
      await echo.addReplica();
      await echo.addReplica();
      for (let i = 0; i < 6; i++) await call();
      expect(echo.replicasCalled).to.deep.equal([0, 1, 2, 0, 1, 2]);
    });

    const breaks = (response: ServerResponse): void => void setTimeout(() => response.destroy(), 20);
    it("a body with a length that breaks off: ECONNRESET", async () => {
      echo.answer = (_request, response) => {
        response.writeHead(200, { "Content-Length": 200 }).write(Buffer.alloc(100));
        breaks(response);
      };
      expect(await codeOf(call())).to.equal("ECONNRESET");
    });

    it("a chunked body that breaks off: a clean 200, truncated", async () => {
      echo.answer = (_request, response) => {
        response.writeHead(200).write(Buffer.alloc(100));
        breaks(response);
      };
      const reply = await call();
      expect([reply.status, reply.body.length]).to.deep.equal([200, 100]);
    });
  });

  describe("headers", () => {
    it("a call ID is made up and returned; one that is given is forwarded and not echoed", async () => {
      const made = await call();
      expect(made.headers["x-call-id"]).to.match(UUID).and.equal(echo.seen?.headers["x-call-id"]);
      const given = await call("", { headers: { "X-Call-Id": "mine" } });
      expect(given.headers).to.not.have.property("x-call-id");
      expect(echo.seen?.headers["x-call-id"]).to.equal("mine");
    });

    it("X-Start-Time in ns is put beside one that is given", async () => {
      const reply = await call("", { headers: { "X-Start-Time": "1" } });
      expect(echo.seen?.headers["x-start-time"]).to.match(/^1, \d{19}$/);
      expect(reply.headers["x-start-time"]).to.match(/^\d{19}$/);
    });

    it("X-Forwarded-For and -Host, Accept-Encoding, X-Served-By", async () => {
      const reply = await call();
      expect(echo.seen?.headers["x-forwarded-for"]).to.match(/^127\.0\.0\.1:\d+$/);
      expect(echo.seen?.headers).to.include({ "x-forwarded-host": new URL(url).host, "accept-encoding": "gzip" });
      expect(reply.headers).to.have.property("x-served-by");
      await call("", { headers: { "X-Forwarded-For": "a", "X-Forwarded-Host": "b" } });
      expect(echo.seen?.headers).to.include({ "x-forwarded-for": "a", "x-forwarded-host": "b" });
    });
  });

  describe("answers itself", () => {
    it("404: an unknown function, when functions are scaled from zero", async () => {
      for (const [name, full] of [
        ["nope", "nope.openfaas-fn"],
        ["nope.openfaas-fn", "nope.openfaas-fn"],
        ["echo.elsewhere", "echo.elsewhere"],
      ]) {
        const reply = await httpCall(`${url}/function/${name}`);
        expect(reply.status).to.equal(404);
        expect(reply.headers["content-type"]).to.match(/^text\/plain/);
        expect(reply.headers).to.not.have.any.keys("x-call-id", "x-openfaas-internal");
        expect(
          reply.body
            .toString()
            .startsWith(`error finding function ${full}: server returned non-200 status code (404) `),
        ).to.equal(true);
      }
    });

    it("503: an unknown function, when they are not", async () => {
      await start({}, { scaleFromZero: false });
      const reply = await httpCall(`${url}/function/nope`);
      expect([reply.status, reply.body.toString()]).to.deep.equal([503, "No endpoints available for: nope.\n"]);
      expect(reply.headers).to.include({ "x-openfaas-internal": "proxy" }).and.have.property("x-call-id");
      expect(reply.headers["content-type"]).to.match(/^text\/plain/);
    });

    it("404: the provider is down, when functions are scaled from zero", async () => {
      providerDown = true;
      const reply = await call();
      expect([reply.status, reply.body.toString()]).to.deep.equal([
        404,
        "error finding function echo.openfaas-fn: dial tcp 127.0.0.1:8081: connect: connection refused",
      ]);
      expect(reply.headers["content-type"]).to.match(/^text\/plain/);
    });

    it("502, empty: the provider is down, when they are not", async () => {
      providerDown = true;
      await start({}, { scaleFromZero: false });
      const reply = await call();
      expect([reply.status, reply.body.length]).to.deep.equal([502, 0]);
      expect(reply.headers)
        .to.include.keys("x-call-id", "x-start-time", "x-served-by")
        .and.not.have.property("x-openfaas-internal");
    });

    it("500: a replica whose watchdog is gone, and one that drops the connection", async () => {
      echo.answer = (request) => request.socket.destroy();
      const dropped = await call();
      echo.endpoints = [{ port: await findFreePort(), kill: () => {} }];
      for (const reply of [dropped, await call()]) {
        expect([reply.status, reply.body.toString()]).to.deep.equal([500, "Can't reach service for: echo.\n"]);
        expect(reply.headers).to.include({ "x-openfaas-internal": "proxy" });
      }
    });

    for (const [what, timing] of [
      ["upstream_timeout", { upstreamTimeoutMs: 200 }],
      ["the provider's timeouts", { providerTimeoutMs: 200 }],
    ] as const)
      it(`502, empty: ${what} is shorter than the call, which is cancelled`, async () => {
        await start(timing);
        let closed = false;
        echo.answer = (_request, response) => void response.on("close", () => (closed = true));
        const reply = await call("", { headers: THRIFT, body: ALL_BYTES });
        expect([reply.status, reply.body.length]).to.deep.equal([502, 0]);
        expect(reply.headers).to.not.have.property("x-openfaas-internal");
        await until(() => closed);
      });

    it("ECONNRESET: the gateway's write_timeout is not longer than its upstream_timeout, and the call is", async () => {
      await start({ gatewayWriteTimeoutMs: 200, upstreamTimeoutMs: 400 });
      echo.answer = () => {};
      expect(await codeOf(call())).to.equal("ECONNRESET");
      echo.answer = (_request, response) => void setTimeout(() => response.end(), 300);
      expect(await codeOf(call())).to.equal("ECONNRESET");
    });

    it("404: a path that is not a function's, and /async-function without a queue", async () => {
      for (const path of ["/", "/nothing", "/function", "/function/", "/async-function/echo"]) {
        const reply = await httpCall(url + path);
        expect([reply.status, reply.body.toString()], path).to.deep.equal([404, "404 page not found\n"]);
      }
    });

    it("301, empty: a doubled slash, with the cleaned path", async () => {
      for (const [path, location] of [
        ["//function/echo", "/function/echo"],
        ["/function/echo//x?y=//z", "/function/echo/x?y=//z"],
      ] as const) {
        const reply = await httpCall(url + path, { body: ALL_BYTES });
        expect([reply.status, reply.headers["location"], reply.body.length]).to.deep.equal([301, location, 0]);
      }
      // A client that follows it makes a GET of its POST.
      await fetch(`${url}//function/echo`, { method: "POST", body: "x" });
      expect(echo.seen?.method).to.equal("GET");
    });

    it("200 at /healthz", async () => {
      expect((await httpCall(`${url}/healthz`, { method: "GET" })).status).to.equal(200);
    });
  });

  describe("a function scaled to zero", () => {
    beforeEach(() => {
      echo.replicas = 0;
      echo.endpoints = [];
    });

    it("is woken once by 20 calls at once, which all wait for it", async () => {
      const scaled: number[] = [];
      echo.onScale = (replicas) => {
        scaled.push(replicas);
        setTimeout(() => void echo.addReplica(), 300);
      };
      const replies = await Promise.all(Array.from({ length: 20 }, () => call()));
      expect(replies.map(({ status }) => status)).to.deep.equal(Array(20).fill(200));
      expect(scaled).to.deep.equal([1]);
    });

    it("that never becomes ready: the call is sent on anyway after the last look", async () => {
      await start({ scalePollMs: 1, scalePolls: 20 });
      const reply = await call();
      expect([reply.status, reply.body.toString()]).to.deep.equal([503, "No endpoints available for: echo.\n"]);
    });

    it("that never becomes ready within write_timeout: ECONNRESET", async () => {
      await start({ scalePollMs: 1, scalePolls: 20, gatewayWriteTimeoutMs: 1 });
      expect(await codeOf(call())).to.equal("ECONNRESET");
    });

    it("is not woken for a client that has gone", async () => {
      await start({ scalePollMs: 10, scalePolls: 1e6 });
      const controller = new AbortController();
      const gone = codeOf(call("", { signal: controller.signal }));
      await until(() => echo.replicas === 1);
      controller.abort();
      expect(await gone).to.equal("ABORT_ERR");
      await until(() => echo.underway === 0);
      await echo.addReplica();
      await sleep(50);
      expect(echo.count).to.equal(0);
    });
  });

  it("ends the function's request when the client goes away", async () => {
    let closed = false;
    echo.answer = (_request, response) => void response.on("close", () => (closed = true));
    const controller = new AbortController();
    const gone = codeOf(call("", { body: ALL_BYTES, signal: controller.signal }));
    await until(() => echo.count === 1);
    expect(echo.underway).to.equal(1);
    controller.abort();
    expect(await gone).to.equal("ABORT_ERR");
    await until(() => closed && echo.underway === 0);
  });

  it("survives requests that cannot be passed on", async () => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    socket.end(Buffer.from("POST /function/echo/\u00e9 HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", "latin1"));
    await once(socket.resume(), "close");
    expect((await call()).status).to.equal(200);
  });
});
