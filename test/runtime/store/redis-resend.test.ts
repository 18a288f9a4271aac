/** The driver sends again what it got no reply to: nothing happens twice for that. */

import { expect } from "chai";
import { openRedisStore } from "../../../runtime/store/redis/redis.js";
import type { Store } from "../../../runtime/store/store.js";
import { Clock } from "./bench.js";
import { type RedisProxy, startRedisProxy } from "../../support/redis-proxy.js";
import { type RedisServer, startRedis } from "../../support/redis-server.js";
import { loadScripts } from "./load-scripts.js";
import { apply, bytes, callback, CALLER, collect, commit, entry, intent, KEY, reply, stateKey } from "./samples.js";

const TIMES = 120;

describe("redis, when replies are lost", () => {
  let server: RedisServer;
  let proxy: RedisProxy;
  let store: Store;
  let clock: Clock;

  before(async () => {
    server = await startRedis();
    await loadScripts(server);
  });
  beforeEach(async () => {
    await server.flush();
    proxy = await startRedisProxy(server.port);
    clock = new Clock();
    store = await openRedisStore(proxy.url, { now: () => clock.now });
  });
  afterEach(async () => {
    await store.close();
    await proxy.stop();
  });
  after(() => server.stop());

  /** What the store answers when the reply to the first sending is lost. */
  async function lossy<T>(ask: () => Promise<T>, ...commands: string[]): Promise<T> {
    const before = proxy.lost();
    proxy.loseReply(...commands);
    const answer = await ask();
    expect(proxy.lost(), "a reply was lost").to.equal(before + 1);
    return answer;
  }

  it("regression: a client library that re-sends an increment", async () => {
    const counter = stateKey("counter");
    for (let i = 0; i < TIMES; i++) {
      const [value] = await store.read([counter]);
      const increment = commit({
        key: { ...KEY, id: `${i}` },
        reads: [{ key: counter, value }],
        writes: [{ key: counter, value: bytes((value?.[0] ?? 0) + 1) }],
        result: reply(i),
      });
      expect(await lossy(() => store.commit(increment))).to.deep.equal({ kind: "done", result: reply(i) });
    }
    expect(await store.read([counter])).to.deep.equal([bytes(TIMES)]);
  });

  it("appends to a log once, and puts a message into the outbox once", async () => {
    const key = { ...KEY, id: "sent" };
    const flush = commit({ append: [entry("1")], intent: intent(1), outbox: [{ key, intent: intent(2) }] });
    expect(await lossy(() => store.commit(flush))).to.deep.equal({ kind: "behind", record: await store.load(KEY) });
    expect((await store.load(KEY))?.log).to.deep.equal([entry("1")]);
    expect(await store.claim(0, 10)).to.have.length(2);
  });

  it("delivers a callback once", async () => {
    await apply(store, { key: CALLER, intent: intent(1), parked: ["1"] });
    const { key: _, ...outcome } = { key: KEY, ...(await lossy(() => store.deliver(callback()))) };
    expect(outcome, "the wake-up is lost: a collector makes up for it").to.deep.equal({ kind: "applied" });
    const record = await store.load(CALLER);
    expect(record?.callbacks.size).to.equal(1);
    expect(record?.parked).to.equal(undefined);
  });

  it("claims once in an idle time", async () => {
    await apply(store, { intent: intent(1) });
    clock.now += 100;
    expect(await lossy(() => store.claim(100, 10), "zrange")).to.have.length(1);
    clock.now += 100;
    const nobodyKnows = await lossy(() => store.claim(100, 10), "eval", "evalsha");
    expect(nobodyKnows, "this claim is wasted").to.deep.equal([]);
    clock.now += 100;
    expect(await store.claim(100, 10)).to.have.length(1);
  });

  it("makes one dead letter", async () => {
    const expiry = await apply(store, { intent: intent(1) });
    clock.now = expiry + 1;
    await lossy(() => store.sweep(10), "eval", "evalsha");
    expect(await collect(store.deadLetters())).to.deep.equal([{ key: KEY, intent: intent(1), expiry }]);
    expect((await store.load(KEY))?.intent).to.equal(undefined);
  });

  it("makes one secret", async () => {
    const secret = await lossy(() => store.secret());
    expect(await lossy(() => store.secret())).to.deep.equal(secret);
  });

  it("reads and inspects as before", async () => {
    await lossy(() => store.writeUnguarded(stateKey("a"), bytes(1)));
    await lossy(() => store.writeUnguarded(stateKey("b", "mentions"), bytes(2)));
    const read = () => store.read([stateKey("a"), stateKey("b", "mentions")]);
    expect(await lossy(read)).to.deep.equal([bytes(1), bytes(2)]);
    expect(await lossy(() => collect(store.scan("TextService", "urls")))).to.deep.equal([
      { key: "a", value: bytes(1) },
    ]);
    expect(await lossy(() => store.load(KEY))).to.equal(undefined);
  });
});
