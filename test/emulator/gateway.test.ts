import { expect } from "chai";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { FunctionEndpoint } from "../../emulator/function-registry.js";
import { startGateway, type Gateway } from "../../emulator/gateway.js";
import { readBody } from "../../runtime/openfaas/read-body.js";
import { ALL_BYTES } from "../runtime/openfaas/all-bytes.js";
import { httpCall } from "../runtime/openfaas/http-call.js";

const THRIFT = { "Content-Type": "application/x-thrift" };
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe("emulated gateway", () => {
  let upstream: Server;
  let gateway: Gateway;
  let answer: (request: IncomingMessage, response: ServerResponse, body: Uint8Array) => void;
  let seen: IncomingMessage;
  let lines: string[];

  beforeEach(async () => {
    upstream = createServer((request, response) => {
      seen = request;
      readBody(request, 1e9).then(
        (body) => answer(request, response, body ?? new Uint8Array()),
        () => {},
      );
    });
    upstream.listen(0, "127.0.0.1");
    await once(upstream, "listening");
    const address = upstream.address();
    const port = typeof address === "object" ? (address?.port ?? 0) : 0;
    const echo: FunctionEndpoint = { port: async () => port, suspect: async () => {} };
    const broken: FunctionEndpoint = {
      port: () => Promise.reject(new Error("does not start")),
      suspect: async () => {},
    };
    lines = [];
    const functions = new Map([
      ["echo", echo],
      ["broken", broken],
    ]);
    gateway = await startGateway({ port: 0, functions, execTimeoutMs: 150, onLine: (line) => lines.push(line) });
    answer = (_request, response, body) =>
      response.writeHead(200, { ...THRIFT, "Content-Length": body.length }).end(body);
  });

  afterEach(async () => {
    await gateway.close();
    upstream.close();
    upstream.closeAllConnections();
  });

  it("passes all bytes both ways; the function gets them chunked, never with a length", async () => {
    const whole = await httpCall(`${gateway.url}/function/echo`, {
      body: ALL_BYTES,
      headers: { "Content-Length": ALL_BYTES.length },
    });
    expect([...whole.body]).to.deep.equal([...ALL_BYTES]);
    expect(whole.headers["content-length"]).to.equal(String(ALL_BYTES.length));
    expect(seen.headers).to.include({ "transfer-encoding": "chunked" }).and.not.have.property("content-length");

    const large = Buffer.alloc(300_000, 0x81);
    const chunked = await httpCall(`${gateway.url}/function/echo`, { body: [large, ALL_BYTES] });
    expect(chunked.body.equals(Buffer.concat([large, ALL_BYTES]))).to.equal(true);
  });

  it("passes method, path, query, headers and every status", async () => {
    answer = (request, response) => {
      response.writeHead(
        204,
        "No Content",
        [
          ["Set-Cookie", "a"],
          ["Set-Cookie", "b"],
          ["X-Seen", request.url ?? ""],
        ].flat(),
      );
      response.end();
    };
    const reply = await httpCall(`${gateway.url}/function/echo.openfaas-fn/a/b?c=d`, {
      method: "GET",
      headers: { "X-Custom": "1", Connection: "close" },
    });
    expect(reply.status).to.equal(204);
    expect(reply.headers).to.deep.include({ "set-cookie": ["a", "b"], "x-seen": "/a/b?c=d" });
    expect(seen.method).to.equal("GET");
    expect(seen.headers).to.include({ "x-custom": "1", connection: "keep-alive" });
    expect(seen.headers).to.not.have.property("transfer-encoding");
    for (const status of [202, 301, 400, 404, 429, 500, 502, 503, 504]) {
      answer = (_request, response) => response.writeHead(status).end("x");
      expect((await httpCall(`${gateway.url}/function/echo`)).status).to.equal(status);
    }
  });

  it("makes up a call ID and returns it; forwards one that is given, and does not echo it", async () => {
    const made = await httpCall(`${gateway.url}/function/echo`);
    expect(made.headers["x-call-id"]).to.match(UUID).and.equal(seen.headers["x-call-id"]);
    expect(seen.headers["x-start-time"]).to.match(/^\d{19}$/);
    expect(made.headers).to.have.property("x-duration-seconds");
    const given = await httpCall(`${gateway.url}/function/echo`, { headers: { "X-Call-Id": "mine" } });
    expect(given.headers).to.not.have.property("x-call-id");
    expect(seen.headers["x-call-id"]).to.equal("mine");
  });

  it("puts the request's Content-Type on a reply without one", async () => {
    answer = (_request, response) => response.end("x");
    expect((await httpCall(`${gateway.url}/function/echo`, { headers: THRIFT })).headers).to.include({
      "content-type": "application/x-thrift",
    });
    expect((await httpCall(`${gateway.url}/function/echo`)).headers).to.include({ "content-type": "text/plain" });
  });

  it("404 for an unknown function, as a gateway that scales from zero, and says which there are", async () => {
    for (const name of ["nope", "nope.openfaas-fn"]) {
      const reply = await httpCall(`${gateway.url}/function/${name}`);
      expect(reply.status).to.equal(404);
      expect(reply.headers["content-type"]).to.match(/^text\/plain/);
      expect(reply.headers).to.not.have.any.keys("x-call-id", "x-openfaas-internal");
      expect(reply.body.toString()).to.match(
        /^error finding function nope.openfaas-fn: server returned non-200 status code \(404\)/,
      );
    }
    expect((await httpCall(`${gateway.url}/function/echo.elsewhere`)).status).to.equal(404);
    expect(lines[0]).to.equal("no function nope; there are echo, broken");
  });

  it("404 for a path that is not a function's", async () => {
    for (const path of ["/", "/nothing", "/function", "/function/", "/async-function/echo"]) {
      const reply = await httpCall(gateway.url + path);
      expect([reply.status, reply.body.toString()], path).to.deep.equal([404, "404 page not found\n"]);
    }
  });

  it("301 for a doubled slash, with the cleaned path", async () => {
    for (const [path, location] of [
      ["//function/echo", "/function/echo"],
      ["/function/echo//x?y=//z", "/function/echo/x?y=//z"],
    ] as const) {
      const reply = await httpCall(gateway.url + path, { body: ALL_BYTES });
      expect([reply.status, reply.headers["location"], reply.body.length]).to.deep.equal([301, location, 0]);
    }
  });

  it("200 at /healthz", async () => {
    expect((await httpCall(`${gateway.url}/healthz`, { method: "GET" })).status).to.equal(200);
  });

  it("500 for a function that cannot be started", async () => {
    const reply = await httpCall(`${gateway.url}/function/broken`, { headers: THRIFT });
    expect(reply.status).to.equal(500);
    expect(reply.headers).to.include({ "x-openfaas-internal": "proxy" });
    expect(reply.body.toString()).to.equal("Can't reach service for: broken.\n");
  });

  it("500, empty, with the request's Content-Type, when the function breaks off", async () => {
    answer = (request) => request.socket.destroy();
    const reply = await httpCall(`${gateway.url}/function/echo`, { headers: THRIFT, body: ALL_BYTES });
    expect([reply.status, reply.body.length]).to.deep.equal([500, 0]);
    expect(reply.headers).to.include({ "x-openfaas-internal": "of-watchdog", "content-type": "application/x-thrift" });
  });

  it("504, empty, after exec_timeout; the function's request is closed", async () => {
    let closed = false;
    answer = (_request, response) => void response.on("close", () => (closed = true));
    const reply = await httpCall(`${gateway.url}/function/echo`, { headers: THRIFT, body: ALL_BYTES });
    expect([reply.status, reply.body.length]).to.deep.equal([504, 0]);
    expect(reply.headers).to.include({ "x-openfaas-internal": "of-watchdog", "content-type": "application/x-thrift" });
    await sleep(20);
    expect(closed).to.equal(true);
  });

  for (const [what, breakOff] of [
    ["a function that dies", (response: ServerResponse) => void setTimeout(() => response.destroy(), 20)],
    ["exec_timeout", () => {}],
  ] as const) {
    it(`${what} in the middle of a body with a length: the connection breaks`, async () => {
      answer = (_request, response) => {
        response.writeHead(200, { "Content-Length": 200 }).write(Buffer.alloc(100));
        breakOff(response);
      };
      const error = await httpCall(`${gateway.url}/function/echo`).catch(
        (reason: NodeJS.ErrnoException) => reason.code,
      );
      expect(error).to.equal("ECONNRESET");
    });

    it(`${what} in the middle of a chunked body: it looks complete`, async () => {
      answer = (_request, response) => {
        response.writeHead(200).write(Buffer.alloc(100));
        breakOff(response);
      };
      const reply = await httpCall(`${gateway.url}/function/echo`);
      expect([reply.status, reply.body.length]).to.deep.equal([200, 100]);
    });
  }

  it("ends the function's request when the client goes away", async () => {
    const closed = new Promise<void>((resolve) => {
      answer = (_request, response) => void response.on("close", resolve);
    });
    const controller = new AbortController();
    const call = httpCall(`${gateway.url}/function/echo`, { body: ALL_BYTES, signal: controller.signal });
    setTimeout(() => controller.abort(), 30);
    expect(await call.catch((error: Error) => error.name)).to.equal("AbortError");
    const first = await Promise.race([closed.then(() => "closed"), sleep(100, "still open")]);
    expect(first).to.equal("closed");
  });

  it("survives requests that cannot be passed on", async () => {
    const { port } = new URL(gateway.url);
    const socket = connect(Number(port), "127.0.0.1");
    socket.end(Buffer.from("POST /function/echo/\u00e9 HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n", "latin1"));
    await once(socket.resume(), "close");
    expect((await httpCall(`${gateway.url}/function/echo`)).status).to.equal(200);
  });
});
