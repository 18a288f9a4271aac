/** What a function counts, as Prometheus gets it: from the real protocol, over HTTP. */

import { expect } from "chai";
import { setTimeout as sleep } from "node:timers/promises";
import { readStoreIdentity } from "../../../runtime/callback/store-identity.js";
import { publishCollectorEvent } from "../../../runtime/events.js";
import { serveMetrics, type MetricsServer } from "../../../runtime/observability/serve-metrics.js";
import { watchStore } from "../../../runtime/observability/watch-store.js";
import { MemoryStore } from "../../../runtime/store/memory.js";
import { StoreError } from "../../../runtime/store/store.js";
import { Cluster } from "../../support/cluster.js";
import { deferred } from "../../support/deferred.js";
import { failureOf, send } from "../../support/messages.js";
import { ask, Declined, probe } from "../../support/probe.js";
import { watchEvents } from "../../support/watch-events.js";
import { httpCall } from "../openfaas/http-call.js";

const main = probe("Main", { go: {}, look: { effects: "readonly" } });
const leaf = probe("Leaf");

describe("metrics", () => {
  let metrics: MetricsServer;
  let cluster: Cluster;
  const events = watchEvents();

  beforeEach(async () => {
    metrics = await serveMetrics(0);
    cluster = new Cluster({ store: watchStore(new MemoryStore()) });
  });
  afterEach(() => metrics.close());

  async function scrape(): Promise<string> {
    const { status, headers, body } = await httpCall(`http://127.0.0.1:${metrics.port}/metrics`, { method: "GET" });
    expect(status).to.equal(200);
    expect(headers["content-type"]).to.match(/^text\/plain; version=0\.0\.4/);
    return body.toString();
  }

  /** Without the histograms' buckets and sums, and the process's own. */
  async function samples(): Promise<Record<string, number>> {
    const lines = (await scrape()).split("\n").filter((line) => line.startsWith("thrift_faas_"));
    const pairs = lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.split(" ").at(-1))] as const);
    return Object.fromEntries(pairs.filter(([name]) => !/_(bucket|sum)(\{|$)/.test(name)));
  }

  it("count an invocation once, and its attempts, duplicates and steps", async () => {
    cluster.deploy(leaf, { go: () => "leaf" });
    cluster.deploy(main, {
      go: (invocation, text) => {
        if (text === "decline") throw new Declined("no");
        if (text === "fail") throw new Error("a defect");
        return ask(invocation, leaf);
      },
      look: () => "seen",
    });
    await send(cluster, main);
    await send(cluster, main, { attempt: 2 });
    await send(cluster, main, { id: "second" }, "", "look");
    await failureOf(send(cluster, main, { id: "third" }, "decline"));
    await failureOf(send(cluster, main, { id: "fourth" }, "fail"));
    await cluster.background.settled();
    const counted = await samples();
    expect(counted).not.to.have.property('thrift_faas_invocations_total{method="Main.go",outcome="adopted"}');
    expect(counted).to.include({
      'thrift_faas_invocations_total{method="Main.go",outcome="reply"}': 1,
      'thrift_faas_invocations_total{method="Main.go",outcome="exception"}': 1,
      'thrift_faas_invocations_total{method="Main.go",outcome="fault"}': 1,
      'thrift_faas_invocations_total{method="Main.look",outcome="reply"}': 1,
      'thrift_faas_invocations_total{method="Leaf.go",outcome="reply"}': 1,
      'thrift_faas_attempts_total{method="Main.go",outcome="reply"}': 1,
      'thrift_faas_attempts_total{method="Main.go",outcome="adopted"}': 1,
      'thrift_faas_attempt_duration_seconds_count{method="Main.go"}': 4,
      'thrift_faas_steps_total{method="Main.go",source="executed"}': 1,
      'thrift_faas_callbacks_total{route="commit",outcome="applied"}': 1,
      thrift_faas_attempts_in_flight: 0,
      // Main: an intent and a result, minted already; a result each for the other two. Leaf: a result.
      'thrift_faas_store_operation_duration_seconds_count{operation="commit",outcome="applied"}': 5,
      'thrift_faas_store_operation_duration_seconds_count{operation="load",outcome="ok"}': 1,
    });
  });

  it("count what is refused, by why", async () => {
    cluster.deploy(main, { go: () => "done" });
    await send(cluster, main);
    await failureOf(send(cluster, main, {}, "other arguments"));
    await failureOf(send(cluster, main, { id: "late", expiry: 1n }));
    const named = { partition: "Main", id: "root", step: "1", fingerprint: "", functionName: "main" };
    const caller = { ...named, token: Buffer.of(1) };
    const { id: store } = await readStoreIdentity(cluster.store);
    await failureOf(send(cluster, main, { id: "forged", caller: { ...caller, store } }));
    expect(await samples()).to.include({
      'thrift_faas_refusals_total{reason="reused_id"}': 1,
      'thrift_faas_refusals_total{reason="expired"}': 1,
      'thrift_faas_refusals_total{reason="forged_caller"}': 1,
      'thrift_faas_attempts_total{method="Main.go",outcome="refused"}': 2,
      thrift_faas_attempts_in_flight: 0,
    });
  });

  it("count replays, and how long an invocation was suspended", async () => {
    const gate = deferred();
    cluster = new Cluster({ overrides: { suspendAfterMs: 10 } });
    cluster.deploy(leaf, { go: () => gate.promise });
    cluster.deploy(main, { go: (invocation) => ask(invocation, leaf) });
    const answer = ask(cluster.edge(), main);
    while (!events.some(({ event }) => event === "parked")) await sleep(5);
    expect((await samples())["thrift_faas_attempts_in_flight"]).to.equal(1);
    gate.resolve();
    await answer;
    await cluster.background.settled();
    const counted = await samples();
    expect(counted).to.include({
      'thrift_faas_parked_total{method="Main.go"}': 1,
      'thrift_faas_suspended_seconds_count{method="Main.go"}': 1,
      'thrift_faas_steps_total{method="Main.go",source="replayed"}': 1,
      'thrift_faas_invocations_total{method="Main.go",outcome="reply"}': 1,
      thrift_faas_attempts_in_flight: 0,
    });
    expect(counted['thrift_faas_attempts_total{method="Main.go",outcome="pending"}']).to.be.at.least(1);
  });

  it("count failures of the store, and the attempts they end", async () => {
    const broken = new MemoryStore();
    cluster = new Cluster({ store: watchStore(broken) });
    cluster.deploy(main, { go: () => "done" });
    broken.commit = () => Promise.reject(new StoreError("gone"));
    await failureOf(send(cluster, main));
    expect(await samples()).to.include({
      'thrift_faas_store_operation_duration_seconds_count{operation="commit",outcome="error"}': 1,
      'thrift_faas_attempts_total{method="Main.go",outcome="unavailable"}': 1,
    });
  });

  it("count what the collector comes to", async () => {
    publishCollectorEvent({ finished: 3, unfinished: 1, deadLetters: 2 });
    expect(await samples()).to.include({
      'thrift_faas_collected_total{outcome="finished"}': 3,
      'thrift_faas_collected_total{outcome="unfinished"}': 1,
      'thrift_faas_collected_total{outcome="dead_letter"}': 2,
    });
    await new Cluster().collect();
    expect((await samples())['thrift_faas_collected_total{outcome="finished"}']).to.equal(3);
  });

  it("count what happens before anybody asks, however much it is", async () => {
    for (let i = 0; i < 2_500; i++) publishCollectorEvent({ finished: 1, unfinished: 0, deadLetters: 0 });
    await sleep(0);
    for (let i = 0; i < 500; i++) publishCollectorEvent({ finished: 1, unfinished: 0, deadLetters: 0 });
    expect((await samples())['thrift_faas_collected_total{outcome="finished"}']).to.equal(3_000);
  });

  it("let no stranger make labels", async () => {
    cluster.deploy(main, { go: () => "done" });
    await send(cluster, main, { id: "stranger", root: "stranger" }, "stranger");
    await failureOf(send(cluster, probe("Main", { stranger: {} }), { id: "i" }, "", "stranger"));
    const text = await scrape();
    expect(text)
      .to.include('thrift_faas_attempts_total{method="Main.go",outcome="reply"} 1')
      .and.not.include("stranger");
  });

  it("say what each of them is, and tell about the process", async () => {
    const text = await scrape();
    expect(text).to.match(/^# HELP thrift_faas_invocations_total \w/m);
    expect(text).to.match(/^# TYPE thrift_faas_attempt_duration_seconds histogram$/m);
    expect(text).to.match(/^nodejs_eventloop_lag_p99_seconds /m);
    expect(text).to.match(/^process_resident_memory_bytes /m);
  });

  it("are at one path, and gone with the function", async () => {
    expect((await httpCall(`http://127.0.0.1:${metrics.port}/`, { method: "GET" })).status).to.equal(404);
    expect((await httpCall(`http://127.0.0.1:${metrics.port}/metrics`, { method: "POST" })).status).to.equal(404);
    const other = await serveMetrics(0);
    await other.close();
    expect(await failureOf(httpCall(`http://127.0.0.1:${other.port}/metrics`, { method: "GET" }))).to.have.property(
      "code",
      "ECONNREFUSED",
    );
  });

  it("name the setting when the port is taken", async () => {
    const failure = await failureOf(serveMetrics(metrics.port));
    expect(failure.message).to.match(
      new RegExp(`^THRIFT_FAAS_METRICS_PORT is ${metrics.port}, which cannot be had: .*EADDRINUSE`),
    );
  });
});
