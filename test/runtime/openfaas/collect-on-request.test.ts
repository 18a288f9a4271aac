import { expect } from "chai";
import { DeliveryError } from "../../../runtime/client/transport.js";
import { collectOnRequest } from "../../../runtime/openfaas/collect-on-request.js";
import { MemoryStore } from "../../../runtime/store/memory.js";
import { deferred } from "../../support/deferred.js";
import { apply, intent } from "../store/samples.js";

describe("a pass of the collector on request", () => {
  const log = console.error;
  let lines: string[] = [];
  beforeEach(() => {
    lines = [];
    console.error = (line: string) => void lines.push(line);
  });
  afterEach(() => {
    console.error = log;
  });

  it("is one pass, however many ask for it at once; the next request begins another", async () => {
    const store = new MemoryStore();
    let passes = 0;
    const { promise, resolve } = deferred();
    store.sweep = async () => {
      passes++;
      await promise;
      return [];
    };
    const transport = { post: () => Promise.reject(new Error("nobody is to be called")) };
    const collect = collectOnRequest({ store, transport, callTimeoutMs: 100 }, 0);
    const all = Promise.all(Array.from({ length: 100 }, collect));
    resolve();
    expect(new Set(await all)).to.deep.equal(new Set(["collector: 0 finished, 0 unfinished, 0 dead letters"]));
    expect(passes).to.equal(1);
    await collect();
    expect(passes).to.equal(2);
  });

  it("begins anew after one that failed", async () => {
    const store = new MemoryStore();
    let isAway = true;
    store.sweep = () => (isAway ? Promise.reject(new Error("away")) : Promise.resolve([]));
    const transport = { post: () => Promise.resolve(new Uint8Array(0)) };
    const collect = collectOnRequest({ store, transport, callTimeoutMs: 100 }, 0);
    expect(String(await collect().catch(String))).to.include("away");
    isAway = false;
    expect(await collect()).to.include("0 finished");
  });

  it("tells whoever asks no ID, and the log what there is to look at", async () => {
    const store = new MemoryStore();
    await apply(store, { key: { partition: "Main", id: "order-17" }, intent: intent(1) });
    const down = new DeliveryError("down\nand out", { outcome: "unknown", retryable: true });
    const transport = { post: () => Promise.reject(down) };
    const answer = await collectOnRequest({ store, transport, callTimeoutMs: 100 }, -1)();
    expect(answer).to.equal("collector: 0 finished, 1 unfinished, 0 dead letters");
    expect(lines).to.have.length(1);
    const { time: _, ...line } = JSON.parse(lines[0] ?? "") as Readonly<Record<string, unknown>>;
    expect(line).to.deep.equal({
      level: "warn",
      message: "The collector could not finish an invocation",
      invocation: "order-17",
      partition: "Main",
      function: "text-service",
      reason: down.message,
    });
  });
});
