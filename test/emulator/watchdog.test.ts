/** What functions and their callers see of a watchdog: a test per row of what was observed of the real one. */

import { expect } from "chai";
import { once } from "node:events";
import { request as requestHttp } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Watchdog } from "../../emulator/watchdog/watchdog.js";
import { ALL_BYTES } from "../runtime/openfaas/all-bytes.js";
import { httpCall, type HttpCall, type HttpReply } from "../runtime/openfaas/http-call.js";
import { makeFolder, removeFolders } from "./gen-folder.js";
import { isAlive } from "./is-alive.js";
import { MISBEHAVING } from "./misbehaving-function.js";
import { until } from "./until.js";

const THRIFT = { "Content-Type": "application/x-thrift" };

describe("emulated watchdog", () => {
  let watchdog: Watchdog;
  let lines: string[];

  afterEach(async () => {
    await watchdog.kill();
    await removeFolders();
  });

  async function launch(env: Readonly<Record<string, string>> = {}): Promise<void> {
    const file = join(await makeFolder({ "main.mjs": MISBEHAVING }), "main.mjs");
    lines = [];
    const environment = { PATH: process.env["PATH"], healthcheck_interval: "0", ...env };
    watchdog = await Watchdog.start({ file, env: environment, onLine: (line) => lines.push(line) });
  }

  /** Launched, and the function listens. */
  async function start(env: Readonly<Record<string, string>> = {}): Promise<void> {
    await launch(env);
    await said("listening");
  }

  function said(line: string, times = 1): Promise<void> {
    return until(() => lines.filter((one) => one === line).length >= times);
  }

  function call(path: string, options?: HttpCall): Promise<HttpReply> {
    return httpCall(`http://127.0.0.1:${watchdog.port}${path}`, options);
  }

  async function statusOf(path: string, method = "GET"): Promise<number> {
    return (await call(path, { method })).status;
  }

  /** The code of the error that a call ends with, or its status. */
  function outcome(promise: Promise<HttpReply>): Promise<string | number> {
    return promise.then(
      ({ status }) => status,
      (error: NodeJS.ErrnoException) => error.code ?? error.message,
    );
  }

  async function seen(options: HttpCall): Promise<{ method: string; url: string; headers: Record<string, string> }> {
    return JSON.parse((await call("/seen", options)).body.toString());
  }

  describe("requests", () => {
    beforeEach(() => start());

    it("bodies come intact, all byte values and 20 MB, with a length and chunked", async () => {
      const large = Buffer.alloc(20_000_000, ALL_BYTES);
      for (const body of [ALL_BYTES, large, [large.subarray(0, 300_000), ALL_BYTES]]) {
        const sent = body instanceof Uint8Array ? body : Buffer.concat(body);
        expect((await call("/", { body })).body.equals(sent)).to.equal(true);
      }
    });

    it("the function always gets Transfer-Encoding: chunked and never Content-Length", async () => {
      for (const options of [
        { body: ALL_BYTES, headers: { "Content-Length": ALL_BYTES.length } },
        { body: [ALL_BYTES, ALL_BYTES] },
        { body: [], headers: { "Content-Length": 0 } },
      ])
        expect((await seen(options)).headers)
          .to.include({ "transfer-encoding": "chunked" })
          .and.not.have.property("content-length");
    });

    it("Accept: text/event-stream keeps Content-Length", async () => {
      const headers = { Accept: "text/event-stream", "Content-Length": ALL_BYTES.length };
      expect((await seen({ body: ALL_BYTES, headers })).headers)
        .to.include({ "content-length": String(ALL_BYTES.length) })
        .and.not.have.property("transfer-encoding");
    });

    it("headers pass unchanged; Accept-Encoding: gzip is added", async () => {
      const headers = { ...THRIFT, "X-Call-Id": "mine", "X-Invocation-Id": "1", Accept: "a/b" };
      expect((await seen({ headers })).headers).to.include({
        "content-type": "application/x-thrift",
        "x-call-id": "mine",
        "x-invocation-id": "1",
        accept: "a/b",
        "accept-encoding": "gzip",
      });
      expect((await seen({ headers: { "Accept-Encoding": "br" } })).headers).to.include({ "accept-encoding": "br" });
    });

    it("method, path and query reach the function; /_/health and /_/ready do not", async () => {
      const reply = await call("/seen/a?b=c", { method: "PUT" });
      expect(JSON.parse(reply.body.toString())).to.include({ method: "PUT", url: "/seen/a?b=c" });
      expect((await call("/_/health", { method: "GET" })).body.toString()).to.equal("OK");
      expect(await statusOf("/_/ready")).to.equal(200);
      expect(await statusOf("/_/health", "POST")).to.equal(405);
      expect(await statusOf("/_/ready", "POST")).to.equal(405);
      expect(lines.filter((line) => line.startsWith("got"))).to.deep.equal(["got seen"]);
    });

    it("a header block over Node's 16 KB is a 431, empty", async () => {
      const reply = await call("/", { method: "GET", headers: { "X-Long": "x".repeat(17_000) } });
      expect([reply.status, reply.body.length]).to.deep.equal([431, 0]);
    });

    it("a reply that overtakes its request breaks a call with Connection: close", async () => {
      const early = (connection: string) =>
        new Promise<number>((resolve, reject) => {
          const request = requestHttp(
            { port: watchdog.port, path: "/early", method: "POST", agent: false, headers: { Connection: connection } },
            (response) => {
              response.resume();
              request.destroy();
              resolve(response.statusCode ?? 0);
            },
          );
          request.on("error", reject);
          request.write("the first part, and there is more to come");
        });
      expect(await early("close")).to.equal(500);
      expect(await early("keep-alive")).to.equal(200);
    });

    it("100 calls at once are served by one process at once", async () => {
      const calls = Array.from({ length: 100 }, () => call("/hang").catch(() => {}));
      await said("got hang", 100);
      await watchdog.kill();
      await Promise.all(calls);
    });
  });

  describe("replies", () => {
    it("status, headers and body pass through, redirects are not followed", async () => {
      await start();
      for (const status of [200, 202, 204, 301, 400, 404, 429, 500, 502, 503, 504]) {
        const reply = await call(`/status/${status}`);
        expect(reply.status).to.equal(status);
        expect(reply.headers).to.deep.include({ "set-cookie": ["a", "b"], location: "/elsewhere" });
        expect(reply.headers).to.not.have.property("x-openfaas-internal");
        expect(reply.body.toString()).to.equal(status === 204 ? "" : "x");
      }
    });

    it("X-Duration-Seconds is added", async () => {
      await start();
      expect(Number((await call("/slow/20")).headers["x-duration-seconds"])).to.be.within(0.015, 30);
    });

    it("an empty 200 passes as it is", async () => {
      await start();
      const reply = await call("/empty");
      expect([reply.status, reply.body.length, reply.headers["content-type"]]).to.deep.equal([200, 0, undefined]);
    });

    it("a Content-Type is guessed where there is none", async () => {
      await start();
      expect((await call("/typeless/text")).headers["content-type"]).to.equal("text/plain; charset=utf-8");
      const binary = await call("/typeless/binary");
      expect(binary.headers["content-type"]).to.equal("application/octet-stream");
      expect([...binary.body]).to.deep.equal([0, 1, 2]);
    });

    for (const [what, how, env] of [
      ["a function that dies", "die", {}],
      ["exec_timeout", "stall", { exec_timeout: "2s" }],
    ] as const) {
      it(`${what} in the middle of a body with a length: ECONNRESET`, async () => {
        await start(env);
        // Also on a connection that could be used again.
        const headers = { Connection: "keep-alive" };
        expect(await outcome(call(`/half/${how}-length`, { headers }))).to.equal("ECONNRESET");
      });

      it(`${what} in the middle of a chunked body: a clean 200, truncated`, async () => {
        await start(env);
        const reply = await call(`/half/${how}`);
        expect([reply.status, reply.body.length]).to.deep.equal([200, 100]);
      });
    }

    it("an answer after write_timeout is lost with its connection", async () => {
      await start({ write_timeout: "100ms" });
      expect(await outcome(call("/slow/300"))).to.equal("ECONNRESET");
    });
  });

  describe("errors of its own", () => {
    function expectOwn(reply: HttpReply, status: number): void {
      expect([reply.status, reply.body.length]).to.deep.equal([status, 0]);
      expect(reply.headers).to.include({ "x-openfaas-internal": "of-watchdog" });
    }

    it("500, empty: the function does not listen yet", async () => {
      await launch({ STARTS_AFTER_MS: "600000" });
      expectOwn(await call("/"), 500);
    });

    it("500, empty: the function drops the connection", async () => {
      await start();
      expectOwn(await call("/drop"), 500);
      expect(await statusOf("/pid")).to.equal(200);
    });

    it("504, empty: exec_timeout; the function's request is closed, its process goes on", async () => {
      await start({ exec_timeout: "2s" });
      const pid = (await call("/pid")).body.toString();
      expectOwn(await call("/hang"), 504);
      await said("caller gone");
      expect((await call("/pid")).body.toString()).to.equal(pid);
    });

    it("504, empty: X-Timeout, if it is shorter than exec_timeout", async () => {
      await start({ exec_timeout: "30s" });
      expectOwn(await call("/hang", { headers: { "X-Timeout": "300ms" } }), 504);
      await watchdog.kill();
      await start({ exec_timeout: "300ms" });
      expectOwn(await call("/hang", { headers: { "X-Timeout": "30s" } }), 504);
    });

    it("504, empty: a body that takes longer than read_timeout to come", async () => {
      await start({ read_timeout: "300ms" });
      const request = requestHttp({ port: watchdog.port, path: "/", method: "POST", agent: false });
      request.write("the first part");
      const [response] = await once(request, "response");
      request.destroy();
      expect(response.statusCode).to.equal(504);
      expect(response.headers).to.include({ "x-openfaas-internal": "of-watchdog" });
    });

    it("the client goes away: the function's response closes", async () => {
      await start();
      const controller = new AbortController();
      const gone = outcome(call("/hang", { signal: controller.signal }));
      await said("got hang");
      controller.abort();
      await said("caller gone");
      expect(await gone).to.equal("ABORT_ERR");
    });

    it("429 over max_inflight, exactly; /_/ready 429, /_/health 200", async () => {
      await start({ max_inflight: "2", ready_path: "/ready" });
      expect(await statusOf("/_/ready")).to.equal(200);
      const controller = new AbortController();
      const held = [1, 2].map(() => outcome(call("/hang", { signal: controller.signal })));
      await said("got hang", 2);
      const refused = await call("/");
      expect(refused.status).to.equal(429);
      expect(refused.body.toString()).to.equal("Concurrent request limit exceeded. Max concurrent requests: 2\n");
      expect(refused.headers).to.include({
        "x-openfaas-internal": "faas-middleware",
        "content-type": "text/plain; charset=utf-8",
      });
      expect(await statusOf("/_/ready")).to.equal(429);
      expect(await statusOf("/_/health")).to.equal(200);
      controller.abort();
      await Promise.all(held);
      await until(async () => (await statusOf("/pid")) === 200);
    });
  });

  describe("life", () => {
    for (const code of [1, 3])
      it(`exit code ${code}: 500 or ECONNRESET for what is under way, then the watchdog ends with 1`, async () => {
        await start();
        const hanging = outcome(call("/hang"));
        await said("got hang");
        expect(await outcome(call(`/exit/${code}`))).to.be.oneOf([500, "ECONNRESET"]);
        expect(await hanging).to.be.oneOf([500, "ECONNRESET"]);
        expect(await watchdog.exited).to.equal(1);
        expect(await outcome(call("/"))).to.equal("ECONNREFUSED");
      });

    it("exit code 0: the watchdog lives on, healthy, and every call is a 500", async () => {
      await start();
      expect(await outcome(call("/exit/0"))).to.equal(500);
      for (let i = 0; i < 3; i++) expect(await outcome(call("/"))).to.equal(500);
      expect(await statusOf("/_/health")).to.equal(200);
      expect(await statusOf("/_/ready")).to.equal(200);
    });

    it("cold start: healthy and ready before the function listens", async () => {
      await launch({ STARTS_AFTER_MS: "600000" });
      expect(await statusOf("/_/health")).to.equal(200);
      expect(await statusOf("/_/ready")).to.equal(200);
      expect(await statusOf("/")).to.equal(500);
    });

    it("cold start with ready_path: ready when the function answers", async () => {
      await launch({ ready_path: "/ready", STARTS_AFTER_MS: "1000" });
      expect(await statusOf("/_/ready")).to.equal(500);
      await said("listening");
      expect(await statusOf("/_/ready")).to.equal(200);
    });

    it("SIGTERM, a function that serves on: new calls and those under way are answered, then it ends with 0", async () => {
      await start({ ON_TERM: "ignore", healthcheck_interval: "3s", write_timeout: "30s" });
      const underway = outcome(call("/slow/3500"));
      await said("got slow");
      const stopped = watchdog.terminate();
      await said("told to stop");
      expect(await statusOf("/_/health")).to.equal(503);
      expect(await statusOf("/_/ready")).to.equal(503);
      expect(await outcome(call("/"))).to.equal(200);
      expect(await underway).to.equal(200);
      await stopped;
      expect(await watchdog.exited).to.equal(0);
      expect(await outcome(call("/"))).to.equal("ECONNREFUSED");
    });

    it("SIGTERM, a function that closes its server at once: what is under way is answered, new calls are 500", async () => {
      await start({ ON_TERM: "close", healthcheck_interval: "3s", write_timeout: "30s" });
      const underway = outcome(call("/slow/3500"));
      await said("got slow");
      const stopped = watchdog.terminate();
      await said("told to stop");
      expect(await outcome(call("/"))).to.equal(500);
      expect(await underway).to.equal(200);
      await stopped;
      expect(await watchdog.exited).to.equal(0);
    });

    it("SIGTERM, a function that exits 0 at once: what is under way is a 500", async () => {
      await start({ ON_TERM: "exit", healthcheck_interval: "300ms" });
      const underway = outcome(call("/hang"));
      await said("got hang");
      void watchdog.terminate();
      expect(await underway).to.equal(500);
      expect(await watchdog.exited).to.equal(0);
    });

    it("SIGTERM, a function without a handler: 500, and the watchdog ends with 1 at once, nothing is drained", async () => {
      await start({ healthcheck_interval: "10m" });
      const underway = outcome(call("/hang"));
      await said("got hang");
      void watchdog.terminate();
      expect(await underway).to.be.oneOf([500, "ECONNRESET"]);
      expect(await watchdog.exited).to.equal(1);
    });

    it("SIGTERM: what takes longer than write_timeout is not waited for", async () => {
      await start({ ON_TERM: "ignore", healthcheck_interval: "0", write_timeout: "300ms" });
      const pid = Number((await call("/pid")).body.toString());
      const underway = outcome(call("/hang"));
      await said("got hang");
      await watchdog.terminate();
      expect(await underway).to.equal("ECONNRESET");
      expect(await watchdog.exited).to.equal(0);
      await until(() => !isAlive(pid));
    });

    it("a line of the log may have any length with a log_buffer_size below 0", async () => {
      await start({ log_buffer_size: "-1" });
      await call("/shout/200000");
      await until(() => lines.includes("x".repeat(200_000)));
    });

    it("a line of the log over log_buffer_size is the last one that is shown", async () => {
      await start({ log_buffer_size: "1000" });
      await call("/shout/999");
      await call("/shout/1000");
      await until(() => lines.some((line) => line.startsWith("Error scanning stdout")));
      await call("/pid");
      await sleep(50);
      expect(lines.at(-1)).to.match(/^Error scanning stdout: .*log_buffer_size \(1000 bytes\)/);
      expect(lines).to.include("x".repeat(999));
    });
  });
});
