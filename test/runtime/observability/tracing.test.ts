/** Traces across real processes, real HTTP and crashes, as a collector receives them. */

import { expect } from "chai";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { bundleFunction } from "../../../bundler/bundle-function.js";
import { startDev, type Dev } from "../../../emulator/dev.js";
import { encodeArgs, encodeCall, readEnvelope } from "../../../runtime/service/messages.js";
import { openStore } from "../../../runtime/store/open.js";
import { PACKAGE } from "../../support/imports.js";
import { methodOf, probe } from "../../support/probe.js";
import { type OtlpReceiver, type ReceivedSpan, startOtlpReceiver } from "../../support/otlp-receiver.js";
import { Project } from "../../support/project.js";
import { httpCall } from "../openfaas/http-call.js";

const IDL = `
service Back { i64 count(1: string word), oneway void note(1: string word) }
service Front { i64 ask(1: string word) }
`;

/** Dies in the first attempt of a call for "crash", before anything has happened; takes its time for "slow". */
const BACK = `
import type { BackHandler } from "../../main/back.js";
export const handler: BackHandler = {
  async count(word, invocation) {
    if (word === "crash" && invocation.attempt === 1) process.kill(process.pid, "SIGKILL");
    if (word === "slow") await invocation.sleep(1_500);
    return BigInt(word.length);
  },
  async note(word, invocation) {
    invocation.log.info("noted");
  },
};
`;

/** Dies in the first attempt of a call for "replay", when its own call has been answered. */
const FRONT = `
import { BackClient } from "../../main/back.js";
import type { FrontHandler } from "../../main/front.js";
export const handler: FrontHandler = {
  async ask(word, invocation) {
    const count = await new BackClient(invocation).count(word);
    if (word === "replay" && invocation.attempt === 1) process.kill(process.pid, "SIGKILL");
    if (word === "effect") await invocation.run("mail", () => {});
    if (word === "note") await new BackClient(invocation).note(word);
    if (word === "defect") throw new Error("a defect");
    invocation.log.info("counted");
    return count;
  },
};
`;

/** A process with a provider of its own and a span in which it calls. */
const CLIENT = `
import { once } from "node:events";
import { createServer } from "node:http";
import { context, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { BasicTracerProvider } from "@opentelemetry/sdk-trace-base";
import { connect } from "thrift-faas";
import { FrontClient } from "./gen/main/front.js";
context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
trace.setGlobalTracerProvider(new BasicTracerProvider());
const gateway = connect(process.argv[2]!);
// Not a gateway: tells what reaches it.
const echo = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk) => chunks.push(chunk));
  request.on("end", () => {
    const { traceparent = "" } = request.headers;
    console.log(traceparent, Buffer.concat(chunks).includes(String(traceparent)));
    response.writeHead(404).end();
  });
}).listen(0, "127.0.0.1");
async function main(): Promise<void> {
await once(echo, "listening");
const nobody = connect("http://127.0.0.1:" + (echo.address() as { port: number }).port);
await trace.getTracer("client").startActiveSpan("checkout", async (span) => {
  console.log(span.spanContext().traceId);
  await new FrontClient(gateway).ask("edge");
  await new FrontClient(nobody).ask("edge").catch(() => {});
  span.end();
});
gateway.close();
nobody.close();
echo.close();
}
void main();
`;

const SERVER = 2;
const CLIENT_KIND = 3;
const INTERNAL = 1;
const PARENT = { traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331" };
const TRACEPARENT = `00-${PARENT.traceId}-${PARENT.spanId}-01`;

const Front = probe("Front", { ask: {} });
const ask = methodOf(Front, "ask");

describe("traces", () => {
  let project: Project;
  let receiver: OtlpReceiver;
  let dev: Dev;
  const lines: string[] = [];

  before(async () => {
    project = new Project();
    project.write("main.thrift", IDL);
    project.write("gen/functions/back/handler.ts", BACK);
    project.write("gen/functions/front/handler.ts", FRONT);
    project.write("client.ts", CLIENT);
    symlinkSync(join(PACKAGE, "node_modules/@opentelemetry"), project.path("node_modules/@opentelemetry"));
    const ran = await project.thriftFaas("gen", project.path("main.thrift"), "-o", project.path("gen"));
    expect(ran.status, ran.stderr).to.equal(0);
  });

  beforeEach(async () => {
    receiver = await startOtlpReceiver();
    lines.length = 0;
    dev = await start("60s");
  });

  function start(suspendAfter: string, env: Readonly<Record<string, string>> = {}): Promise<Dev> {
    return startDev({
      genDir: project.path("gen"),
      port: 0,
      onLine: (line) => lines.push(line),
      // Nothing is sent before the functions are stopped: they have to see to that.
      env: {
        OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
        OTEL_EXPORTER_OTLP_HEADERS: "x-tenant=us",
        OTEL_BSP_SCHEDULE_DELAY: "600000",
        THRIFT_FAAS_SUSPEND_AFTER: suspendAfter,
        ...env,
      },
    });
  }

  afterEach(async () => {
    await dev.close();
    await receiver.close();
  });

  after(() => project.remove());

  /** Calls as a plain Thrift client does, with a header, until there is an answer; resolves to all spans of the trace. */
  async function trace(word: string, repeat = 1): Promise<readonly ReceivedSpan[]> {
    const id = `${word}-1`;
    for (let attempt = 1; ; attempt++) {
      const envelope = { id, root: id, expiry: BigInt(Date.now() + 3_600_000), attempt };
      const body = encodeCall(Front, ask, encodeArgs(ask, { text: word }), envelope);
      const headers = { "Content-Type": "application/x-thrift", traceparent: TRACEPARENT };
      const { status } = await httpCall(`${dev.url}/function/front`, { body, headers });
      if (status === 200 && attempt >= repeat) break;
      expect(attempt).to.be.below(200);
      await sleep(100);
    }
    // Nobody waits for a oneway call, but whoever stops its callee before it has come.
    while (word === "note" && !lines.some((line) => line.includes("noted"))) await sleep(20);
    await dev.close();
    expect(new Set(receiver.spans.map(({ traceId }) => traceId))).to.deep.equal(new Set([PARENT.traceId]));
    return receiver.spans;
  }

  function only(spans: readonly ReceivedSpan[], kind: number, name: string): ReceivedSpan {
    const found = spans.filter((span) => span.kind === kind && span.name === name);
    expect(found, `${name} among ${JSON.stringify(spans, undefined, 2)}`).to.have.length(1);
    return found[0] as ReceivedSpan;
  }

  it("go from the header through a call to the callee, with the invocations' IDs", async () => {
    const spans = await trace("hello");
    expect(spans).to.have.length(3);
    const front = only(spans, SERVER, "Front.ask");
    const call = only(spans, CLIENT_KIND, "Back.count");
    const back = only(spans, SERVER, "Back.count");
    expect(front.parentSpanId).to.equal(PARENT.spanId);
    expect(call.parentSpanId).to.equal(front.spanId);
    expect(back.parentSpanId).to.equal(call.spanId);
    expect([front.service, call.service, back.service]).to.deep.equal(["front", "front", "back"]);
    expect(front.attributes).to.deep.equal({
      "rpc.system.name": "thrift",
      "rpc.method": "Front.ask",
      "thrift_faas.invocation.id": "hello-1",
      "thrift_faas.invocation.root": "hello-1",
      "thrift_faas.attempt": 1,
      "thrift_faas.outcome": "reply",
      "thrift_faas.replayed_steps": 0,
    });
    const id = back.attributes["thrift_faas.invocation.id"];
    expect(id).to.match(/^[0-9a-f]{32}$/);
    expect(call.attributes).to.include({ "thrift_faas.invocation.id": id, "thrift_faas.invocation.root": "hello-1" });
    expect(receiver.headers).to.include({ "x-tenant": "us" });
    const logged = lines.find((line) => line.includes("counted")) ?? "";
    expect(logged).to.include(`"trace_id":"${PARENT.traceId}","span_id":"${front.spanId}"`);
  });

  it("hold the second attempt of a callee that has crashed, under the call that was repeated", async () => {
    const spans = await trace("crash");
    const call = only(spans, CLIENT_KIND, "Back.count");
    const back = only(spans, SERVER, "Back.count");
    expect(call.events).to.deep.equal(["retry"]);
    expect(back.parentSpanId).to.equal(call.spanId);
    expect(back.attributes).to.include({ "thrift_faas.attempt": 2, "thrift_faas.outcome": "reply" });
  });

  it("hold no span for a call that was replayed", async () => {
    const spans = await trace("replay");
    const front = only(spans, SERVER, "Front.ask");
    expect(front.parentSpanId).to.equal(PARENT.spanId);
    expect(front.attributes).to.include({ "thrift_faas.attempt": 2, "thrift_faas.replayed_steps": 1 });
    expect(spans.filter(({ kind }) => kind === CLIENT_KIND)).to.deep.equal([]);
  });

  it("tell a duplicate that was answered from the record", async () => {
    const spans = await trace("twice", 2);
    const outcomes = spans.filter(({ name }) => name === "Front.ask").map((span) => span.attributes);
    expect(outcomes.map((attributes) => attributes["thrift_faas.outcome"])).to.have.members(["reply", "adopted"]);
  });

  it("hold effects outside of Thrift", async () => {
    const effect = await trace("effect");
    expect(only(effect, INTERNAL, "run mail").parentSpanId).to.equal(only(effect, SERVER, "Front.ask").spanId);
  });

  it("go on with a oneway call", async () => {
    const spans = await trace("note");
    const front = only(spans, SERVER, "Front.ask");
    expect(only(spans, SERVER, "Back.note").parentSpanId).to.equal(front.spanId);
    // So does whoever sends the stored message, should the first one get lost.
    const store = await openStore(`lmdb:${project.path(".thrift-faas/store")}`);
    const stored: (string | undefined)[] = [];
    for await (const { intent } of store.scanInvocations("Back"))
      if (intent !== undefined) stored.push((await readEnvelope(intent.message))?.traceparent);
    await store.close();
    expect(stored).to.include(`00-${PARENT.traceId}-${front.spanId}-01`);
  });

  it("hold the call of an attempt that gave its process back, and go on when it is woken", async () => {
    await dev.close();
    dev = await start("300ms");
    const spans = await trace("slow");
    const call = only(spans, CLIENT_KIND, "Back.count");
    expect(call.events.at(-1)).to.equal("nobody waits any more");
    expect(only(spans, SERVER, "Back.count").parentSpanId).to.equal(call.spanId);
    const fronts = spans.filter(({ kind, name }) => kind === SERVER && name === "Front.ask");
    const outcomes = fronts.map(({ attributes }) => attributes["thrift_faas.outcome"]);
    expect(outcomes)
      .to.include.members(["pending"])
      .and.satisfy((all: unknown[]) => all.some((one) => one === "reply"));
    expect(fronts.find(({ spanId }) => spanId === call.parentSpanId)?.events).to.deep.equal(["parked"]);
  });

  it("say that a handler has failed", async () => {
    const spans = await trace("defect");
    const front = only(spans, SERVER, "Front.ask");
    expect(front.isError).to.equal(true);
    expect(front.events).to.include("exception");
    expect(front.attributes).to.include({ "thrift_faas.outcome": "fault" });
  });

  it("do not keep a function from stopping in order when nobody takes them any more", async () => {
    await httpCall(`${dev.url}/function/front`, {
      body: encodeCall(Front, ask, encodeArgs(ask, { text: "" }), { id: "lost", root: "lost", expiry: 0n, attempt: 1 }),
    });
    receiver.refuse();
    await dev.close();
    expect(receiver.spans).not.to.deep.equal([]);
    expect(lines.join("\n")).not.to.match(/could not stop|Uncaught|Unhandled/);
  });

  it("leave from SIGTERM on, while the function serves on: its watchdog does not wait for it in the end", async () => {
    await dev.close();
    dev = await start("60s", { healthcheck_interval: "600s" });
    const call = async (word: string): Promise<void> => {
      const envelope = { id: word, root: word, expiry: BigInt(Date.now() + 3_600_000), attempt: 1 };
      const body = encodeCall(Front, ask, encodeArgs(ask, { text: word }), envelope);
      const reply = await httpCall(`${dev.url}/function/front`, {
        body,
        headers: { "Content-Type": "application/x-thrift" },
      });
      expect(reply.status).to.equal(200);
    };
    const ofFront = (spans: readonly ReceivedSpan[]): number =>
      spans.filter(({ kind, name }) => kind === SERVER && name === "Front.ask").length;
    await call("before");
    expect(receiver.spans).to.have.length(0);
    expect(dev.kill("front", "SIGTERM")).to.equal(true);
    await receiver.until((spans) => ofFront(spans) === 1);
    await call("after");
    await receiver.until((spans) => ofFront(spans) === 2);
  });

  it("begin in a client that has a span", async () => {
    const script = project.path("client.cjs");
    await bundleFunction({ folder: project.folder, outfile: script, entry: 'import "./client.js";', isLocal: true });
    const ran = await project.run(process.execPath, script, dev.url);
    expect(ran.status, ran.stderr).to.equal(0);
    await dev.close();
    const front = only(receiver.spans, SERVER, "Front.ask");
    const [traceId, sent] = ran.stdout.split("\n");
    expect(front.traceId).to.equal(traceId);
    expect(front.parentSpanId).to.match(/^[0-9a-f]{16}$/);
    // In the header, and the same in the envelope.
    expect(sent).to.match(new RegExp(`^00-${traceId}-[0-9a-f]{16}-01 true$`));
  });
});
