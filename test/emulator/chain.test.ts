/** The rows that need the whole chain: gateway, provider, watchdog and a real function. */

import { expect } from "chai";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { startDev, type Dev } from "../../emulator/dev.js";
import type { Timing } from "../../emulator/timing.js";
import { ALL_BYTES } from "../runtime/openfaas/all-bytes.js";
import { httpCall, type HttpCall, type HttpReply } from "../runtime/openfaas/http-call.js";
import { makeFolder, removeFolders } from "./gen-folder.js";
import { MISBEHAVING } from "./misbehaving-function.js";
import { stackYaml, type StackEntry } from "./stack-yaml.js";
import { until } from "./until.js";

const THRIFT = { "Content-Type": "application/x-thrift" };

describe("emulated chain", () => {
  let dev: Dev;
  let lines: string[];

  afterEach(async () => {
    await dev.close();
    await removeFolders();
  });

  async function start(entry: StackEntry, timing: Partial<Timing> = {}): Promise<void> {
    const root = await makeFolder({
      "gen/stack.yaml": stackYaml({ f: entry }),
      "gen/functions/f/index.ts": `// @ts-nocheck\n${MISBEHAVING}`,
    });
    lines = [];
    dev = await startDev({ genDir: join(root, "gen"), port: 0, timing, onLine: (line) => lines.push(line) });
  }

  function call(path: string, options: HttpCall = {}): Promise<HttpReply> {
    return httpCall(`${dev.url}/function/f${path}`, options);
  }

  /** The code of the error that a call ends with, or its status. */
  function outcome(promise: Promise<HttpReply>): Promise<string | number> {
    return promise.then(
      ({ status }) => status,
      (error: NodeJS.ErrnoException) => error.code ?? error.message,
    );
  }

  function said(line: string, times = 1): Promise<void> {
    return until(() => lines.filter((one) => one.endsWith(`| ${line}`)).length >= times);
  }

  it("binary bodies of 100 KB and more come and go intact, with a length and chunked", async () => {
    await start({});
    const large = Buffer.alloc(300_000, ALL_BYTES);
    for (const body of [ALL_BYTES, large.subarray(0, 100_000), [large, ALL_BYTES]]) {
      const sent = body instanceof Uint8Array ? body : Buffer.concat(body);
      const reply = await call("/", { body });
      expect(reply.body.equals(sent)).to.equal(true);
      expect(reply.headers["content-length"]).to.equal(String(sent.length));
    }
  });

  it("exec_timeout: 504, empty, with the request's Content-Type", async () => {
    await start({ environment: { exec_timeout: "1s" } });
    const reply = await call("/hang", { headers: THRIFT, body: ALL_BYTES });
    expect([reply.status, reply.body.length]).to.deep.equal([504, 0]);
    expect(reply.headers).to.include({ "x-openfaas-internal": "of-watchdog", "content-type": "application/x-thrift" });
  });

  it("crash: 500 of the watchdog, or of the provider when it is gone; then the replica is back", async () => {
    await start({});
    const reply = await call("/exit/1", { headers: THRIFT });
    expect(reply.status).to.equal(500);
    expect(reply.headers["x-openfaas-internal"]).to.be.oneOf(["of-watchdog", "proxy"]);
    await until(async () => (await call("/pid")).status === 200);
  });

  it("exit code 0: 500 for every call; with ready_path the replica is taken out, and nobody starts another one", async () => {
    await start({}, { probeMs: 200, scalePolls: 5 });
    expect((await call("/exit/0")).status).to.equal(500);
    expect((await call("/pid")).status).to.equal(500);
    await until(async () => (await call("/pid")).status === 503);
  });

  it("max_inflight: 429 from the watchdog", async () => {
    await start({ environment: { max_inflight: 1 } });
    const controller = new AbortController();
    const held = outcome(call("/hang", { signal: controller.signal }));
    await said("got hang");
    const reply = await call("/");
    expect([reply.status, reply.body.toString()]).to.deep.equal([
      429,
      "Concurrent request limit exceeded. Max concurrent requests: 1\n",
    ]);
    expect(reply.headers).to.include({ "x-openfaas-internal": "faas-middleware" });
    controller.abort();
    await held;
  });

  it("a body that breaks off: ECONNRESET with a length, a clean and truncated 200 without", async () => {
    await start({ environment: { exec_timeout: "2s" } });
    expect(await outcome(call("/half/stall-length"))).to.equal("ECONNRESET");
    const reply = await call("/half/stall");
    expect([reply.status, reply.body.length]).to.deep.equal([200, 100]);
  });

  it("several replicas take turns", async () => {
    await start({ labels: { "com.openfaas.scale.min": 3 } });
    await call("/");
    await until(() => lines.filter((line) => / ready after /.test(line)).length === 3);
    const pids = new Set<string>();
    for (let i = 0; i < 3; i++) pids.add((await call("/pid")).body.toString());
    expect(pids.size).to.equal(3);
  });

  it("scaled to zero and back: 20 calls at once wait for one start", async () => {
    const labels = { "com.openfaas.scale.zero": true, "com.openfaas.scale.zero-duration": "1s" };
    await start({ labels, environment: { STARTS_AFTER_MS: 500, ON_TERM: "exit" } });
    for (let round = 1; round <= 2; round++) {
      const replies = await Promise.all(Array.from({ length: 20 }, () => call("/pid")));
      expect(replies.map(({ status }) => status)).to.deep.equal(Array(20).fill(200));
      expect(new Set(replies.map(({ body }) => body.toString())).size).to.equal(1);
      await said("nobody calls: scaled to zero until somebody does", round);
    }
  });

  it("an asynchronous call reaches the function, and its result the callback", async () => {
    await start({});
    const received = new Promise<IncomingMessage>((resolve) => {
      const receiver = createServer((request, response) => {
        response.end();
        receiver.close();
        resolve(request);
      });
      receiver.listen(0, "127.0.0.1");
      void once(receiver, "listening").then(() => {
        const address = receiver.address();
        const url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/`;
        return httpCall(`${dev.url}/async-function/f/status/201`, { headers: { "X-Callback-Url": url } });
      });
    });
    expect((await received).headers).to.include({ "x-function-status": "201", "x-function-name": "f" });
  });

  it("cron posts to the function", async () => {
    await start({ annotations: { topic: "cron-function", schedule: "* * * * *" } }, { everyMinuteMs: 100 });
    await said("got ", 2);
  });
});
