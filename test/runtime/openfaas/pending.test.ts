/** What HTTP shows of invocations that wait, and of the collector: the function's host on one side, the gateway's client on the other. */

import { expect } from "chai";
import { PendingError } from "../../../runtime/client/transport.js";
import { hostFunction, type FunctionHost, type FunctionHostOptions } from "../../../runtime/openfaas/function-host.js";
import { GatewayClient } from "../../../runtime/openfaas/gateway-client.js";
import { readSettings } from "../../../runtime/openfaas/settings.js";
import type { Reply } from "../../../runtime/service/exchange.js";
import { httpCall } from "./http-call.js";

const PENDING: Reply = {
  kind: "pending",
  body: Buffer.from("exception"),
  contentType: "application/x-thrift",
  reason: "it waits",
};

describe("over HTTP", () => {
  let host: FunctionHost | undefined;
  const bodies: Uint8Array[] = [];

  async function start(options: Partial<FunctionHostOptions> = {}): Promise<string> {
    const exchange = async (body: Uint8Array): Promise<Reply> => {
      bodies.push(body);
      return PENDING;
    };
    host = await hostFunction({ port: 0, exchange, drainMs: 0, ...options });
    return `http://127.0.0.1:${host.port}`;
  }
  beforeEach(() => (bodies.length = 0));
  afterEach(() => host?.close());

  it("an invocation that waits answers 202 with its marker and the exception's bytes", async () => {
    const reply = await httpCall(await start(), { body: Buffer.from("call") });
    expect(reply.status).to.equal(202);
    expect(reply.headers).to.include({ "x-thrift-faas": "pending", "content-type": "application/x-thrift" });
    expect(reply.body.toString()).to.equal("exception");
  });

  it("is told so by the gateway's client: certainly durable, to be asked for again", async () => {
    const client = new GatewayClient(await start());
    try {
      const error = await client
        .post("main", Buffer.from("call"), "application/x-thrift", 5_000)
        .catch((e: unknown) => e);
      expect(error).to.be.instanceOf(PendingError);
      expect(error).to.include({ outcome: "unknown", retryable: true });
      expect((error as PendingError).retryAfterMs).to.be.greaterThan(0);
      expect(String(error))
        .to.include("main at http://127.0.0.1")
        .and.include("ask again under the same invocation ID");
    } finally {
      client.close();
    }
  });

  it("a POST without a body runs the collector, executes nothing, and answers in text", async () => {
    const url = await start({ collect: () => Promise.resolve("collector: 1 finished") });
    const reply = await httpCall(url, { body: new Uint8Array(0) });
    expect(reply.status).to.equal(200);
    expect(reply.body.toString()).to.equal("collector: 1 finished\n");
    expect(reply.headers).to.include({ "content-type": "text/plain; charset=utf-8" });
    expect(reply.headers).not.to.have.property("x-thrift-faas");
    expect(bodies).to.deep.equal([]);
    await httpCall(url, { body: Buffer.from("call") });
    expect(bodies.length).to.equal(1);
  });

  it("a collector that fails answers 500, and the function serves on", async () => {
    const { error } = console;
    const logged: unknown[] = [];
    console.error = (line: unknown) => void logged.push(line);
    try {
      const url = await start({ collect: () => Promise.reject(new Error("the store is away")) });
      expect((await httpCall(url, { body: new Uint8Array(0) })).status).to.equal(500);
      expect((await httpCall(url, { body: Buffer.from("call") })).status).to.equal(202);
    } finally {
      console.error = error;
    }
    expect(String(logged[0])).to.include("the store is away");
  });

  it("a function without a collector takes an empty body for a message", async () => {
    await httpCall(await start(), { body: new Uint8Array(0) });
    expect(bodies.length).to.equal(1);
  });
});

describe("a function's settings", () => {
  const store = { THRIFT_FAAS_STORE: "memory:" };

  const refusalOf = (env: NodeJS.ProcessEnv): Promise<string> => readSettings(env).then(() => "none", String);

  it("have defaults for all but the store", async () => {
    expect(await readSettings(store)).to.include({
      store: "memory:",
      exactlyOnce: true,
      suspendAfterMs: 10_000,
      collectAfterMs: 30_000,
      namespace: undefined,
      callKeys: undefined,
    });
    expect(await readSettings({ ...store, THRIFT_FAAS_NAMESPACE: "" })).to.include({ namespace: undefined });
    expect(await readSettings({ ...store, THRIFT_FAAS_NAMESPACE: "staging" })).to.include({ namespace: "staging" });
    expect(await refusalOf({})).to.include("THRIFT_FAAS_STORE is not set");
  });

  it("are read as durations, and refused if they are none", async () => {
    const env = { ...store, THRIFT_FAAS_SUSPEND_AFTER: "500ms", THRIFT_FAAS_COLLECT_AFTER: "1m30s" };
    expect(await readSettings(env)).to.include({ suspendAfterMs: 500, collectAfterMs: 90_000 });
    expect(await refusalOf({ ...store, THRIFT_FAAS_COLLECT_AFTER: "soon" })).to.include(
      'THRIFT_FAAS_COLLECT_AFTER is "soon"; a duration looks like 500ms, 10s or 1m30s',
    );
    expect(await refusalOf({ ...store, THRIFT_FAAS_EXACTLY_ONCE: "no" })).to.include("either on (the default) or off");
  });
});
