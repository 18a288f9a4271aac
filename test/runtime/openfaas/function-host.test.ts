import { expect } from "chai";
import { once } from "node:events";
import { request } from "node:http";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { hostFunction, type FunctionHost, type FunctionHostOptions } from "../../../runtime/openfaas/function-host.js";
import type { Exchange } from "../../../runtime/service/exchange.js";
import { ALL_BYTES } from "./all-bytes.js";
import { httpCall } from "./http-call.js";

const echo: Exchange = async (body) => ({ kind: "reply", body, contentType: "application/x-thrift" });

describe("function host", () => {
  const hosts: FunctionHost[] = [];

  async function host(options: Partial<FunctionHostOptions>): Promise<{ host: FunctionHost; url: string }> {
    const started = await hostFunction({ port: 0, exchange: echo, drainMs: 0, ...options });
    hosts.push(started);
    return { host: started, url: `http://127.0.0.1:${started.port}` };
  }

  afterEach(() => Promise.all(hosts.splice(0).map((started) => started.close())));

  it("answers chunked bodies byte for byte, with length, type and marker", async () => {
    const { url } = await host({});
    const reply = await httpCall(url, { body: [ALL_BYTES, Buffer.alloc(200_000, 0x80), ALL_BYTES] });
    expect(reply.status).to.equal(200);
    expect(reply.body.equals(Buffer.concat([ALL_BYTES, Buffer.alloc(200_000, 0x80), ALL_BYTES]))).to.equal(true);
    expect(reply.headers).to.include({
      "content-length": String(reply.body.length),
      "content-type": "application/x-thrift",
      "x-thrift-faas": "reply",
    });
    expect(reply.headers).to.not.have.property("transfer-encoding");
  });

  it("answers 400 in text to a body that is not Thrift", async () => {
    const { url } = await host({ exchange: async () => ({ kind: "unreadable", reason: "this is no message" }) });
    const reply = await httpCall(url, { body: ALL_BYTES });
    expect(reply.status).to.equal(400);
    expect(reply.headers).to.include({ "x-thrift-faas": "unreadable", "content-type": "text/plain; charset=utf-8" });
    expect(reply.body.toString()).to.equal("this is no message\n");
  });

  it("answers 503 with the exception's bytes while the infrastructure fails", async () => {
    const { url } = await host({
      exchange: async (body) => ({ kind: "unavailable", body, contentType: "application/json", reason: "no\nstore" }),
    });
    const reply = await httpCall(url, { body: ALL_BYTES });
    expect(reply.status).to.equal(503);
    expect(reply.headers).to.include({ "x-thrift-faas": "unavailable", "content-type": "application/json" });
    expect([...reply.body]).to.deep.equal([...ALL_BYTES]);
  });

  it("answers 500 without the marker when the exchange throws, and logs one line", async () => {
    const { url } = await host({ exchange: () => Promise.reject(new Error("a\ndefect")) });
    const logged = await captureErrors(async () => {
      const reply = await httpCall(url, { body: ALL_BYTES });
      expect(reply.status).to.equal(500);
      expect(reply.headers).to.not.have.property("x-thrift-faas");
      expect(reply.body.toString()).to.not.contain("defect");
    });
    expect(logged).to.have.length(1);
    expect(logged[0]).to.not.contain("\n");
    const line = JSON.parse(logged[0] ?? "") as Readonly<Record<string, unknown>>;
    expect(line).to.include({ level: "error", message: "A request failed" });
    expect(line["error"]).to.match(/^Error: a\ndefect\n +at /);
  });

  it("answers only to POST, and tells at /ready whether it is ready", async () => {
    let ready = false;
    const { url } = await host({ ready: () => ready, exchange: () => Promise.reject(new Error("not to be called")) });
    expect((await httpCall(`${url}/ready`, { method: "GET" })).status).to.equal(503);
    ready = true;
    expect((await httpCall(`${url}/ready`, { method: "GET" })).status).to.equal(200);
    expect((await httpCall(`${url}/x`, { method: "GET" })).status).to.equal(405);
    expect((await httpCall(url, { method: "PUT", body: ALL_BYTES })).status).to.equal(405);
  });

  it("refuses a body over the limit, read to its end, without executing it", async () => {
    let calls = 0;
    const { url } = await host({ exchange: (body) => (calls++, echo(body)) });
    const megabyte = Buffer.alloc(1024 * 1024);
    expect((await httpCall(url, { body: Array<Buffer>(17).fill(megabyte) })).status).to.equal(413);
    expect(calls).to.equal(0);
    expect((await httpCall(url, { body: Array<Buffer>(16).fill(megabyte) })).status).to.equal(200);
    expect(calls).to.equal(1);
  });

  it("has the limit that it is given", async () => {
    const { url } = await host({ limits: { messageBytes: 1000 } });
    expect((await httpCall(url, { body: Buffer.alloc(1001) })).status).to.equal(413);
    expect((await httpCall(url, { body: Buffer.alloc(1000) })).status).to.equal(200);
  });

  it("does not execute a body whose sender goes away", async () => {
    let calls = 0;
    const { url } = await host({ exchange: (body) => (calls++, echo(body)) });
    const sent = request(url, { method: "POST" }).on("error", () => {});
    sent.write(ALL_BYTES);
    await sleep(50);
    sent.destroy();
    await sleep(50);
    expect(calls).to.equal(0);
    expect((await httpCall(url)).status).to.equal(200);
  });

  it("serves on while it drains, finishes what is under way, then releases and refuses", async () => {
    const events: string[] = [];
    const { host: draining, url } = await host({
      drainMs: 150,
      exchange: async (body) => {
        await sleep(300);
        events.push("answered");
        return echo(body);
      },
      close: async () => void events.push("released"),
    });
    hosts.pop();
    const first = httpCall(url, { body: ALL_BYTES });
    await sleep(30);
    const closed = draining.close();
    await sleep(30);
    const second = httpCall(url, { body: ALL_BYTES });
    await sleep(150);
    expect(await httpCall(url).catch((error: NodeJS.ErrnoException) => error.code)).to.equal("ECONNREFUSED");
    await closed;
    expect([(await first).status, (await second).status]).to.deep.equal([200, 200]);
    expect(events).to.deep.equal(["answered", "answered", "released"]);
  });

  it("does not wait for connections that never send anything", async () => {
    const { host: closing } = await host({});
    hosts.pop();
    const idle = connect(closing.port, "127.0.0.1").on("error", () => {});
    await once(idle, "connect");
    await closing.close();
    idle.destroy();
  });

  it("does not wait for ever for a message of which only the beginning comes, but for one that comes in time", async () => {
    let calls = 0;
    const { host: closing } = await host({ exchange: (body) => (calls++, echo(body)) });
    hosts.pop();
    const head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nab";
    const [stopped, slow] = [1, 2].map(() => connect(closing.port, "127.0.0.1").on("error", () => {}));
    for (const socket of [stopped, slow]) {
      if (socket === undefined) throw new Error("two were made");
      await once(socket, "connect");
      socket.write(head);
    }
    // What is answered shows that what was sent before it has arrived.
    await httpCall(`http://127.0.0.1:${closing.port}`);
    const closed = closing.close();
    await sleep(30);
    slow?.write("cd");
    let answer = "";
    slow?.on("data", (data) => (answer += String(data)));
    await closed;
    expect(answer).to.match(/^HTTP\/1.1 200 [^]*abcd$/);
    expect(calls).to.equal(2);
  });

  it("says so when the port is taken", async () => {
    const { host: first } = await host({});
    const error = await hostFunction({ port: first.port, exchange: echo, drainMs: 0 }).catch(
      (reason: unknown) => reason,
    );
    expect(error).to.be.instanceOf(Error).with.property("code", "EADDRINUSE");
  });
});

/** What is written to the error log meanwhile, a line each. */
async function captureErrors(run: () => Promise<void>): Promise<string[]> {
  const lines: string[] = [];
  const original = console.error;
  console.error = (line: string) => void lines.push(line);
  try {
    await run();
  } finally {
    console.error = original;
  }
  return lines;
}
