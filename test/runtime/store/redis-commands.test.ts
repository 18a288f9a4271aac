/** What an operation costs on Redis, in commands; what is dropped, and when. */

import { expect } from "chai";
import { EXPIRY_SLACK, LIFETIME } from "../../../runtime/store/expiry.js";
import { openRedisStore } from "../../../runtime/store/redis/redis.js";
import type { InvocationKey, Store } from "../../../runtime/store/store.js";
import { type RedisProxy, startRedisProxy } from "../../support/redis-proxy.js";
import { type RedisServer, startRedis } from "../../support/redis-server.js";
import { Clock } from "./bench.js";
import { loadScripts } from "./load-scripts.js";
import { apply, bytes, callback, CALLER, collect, commit, entry, intent, KEY, reply, stateKey } from "./samples.js";

describe("redis", () => {
  let server: RedisServer;
  let proxy: RedisProxy;
  let store: Store;

  before(async () => {
    server = await startRedis();
    proxy = await startRedisProxy(server.port);
  });
  beforeEach(async () => {
    await server.flush();
    store = await openRedisStore(proxy.url);
  });
  afterEach(() => store.close());
  after(async () => {
    await proxy.stop();
    await server.stop();
  });

  async function commandsOf(ask: () => Promise<unknown>): Promise<string[]> {
    proxy.takeCommands();
    await ask();
    return proxy.takeCommands();
  }

  it("takes one command to commit, whatever is in it, and a second one where Redis does not know the script", async () => {
    const end = {
      writes: [{ key: stateKey("a"), value: bytes(1) }],
      reads: [{ key: stateKey("b", "mentions"), value: undefined }],
      outbox: [{ key: { ...KEY, id: "sent" }, intent: intent(2) }],
      callback: callback(),
      result: reply(1),
    };
    const flush = { append: [entry("1")], intent: intent(1) };
    expect(await commandsOf(() => apply(store, flush))).to.deep.equal(["evalsha", "eval"]);
    expect(await commandsOf(() => apply(store, { ...end, logLength: 1 }))).to.deep.equal(["evalsha"]);
    await server.command("SCRIPT", "FLUSH");
    expect(await commandsOf(() => store.commit(commit()))).to.deep.equal(["evalsha", "eval"]);
    expect(await commandsOf(() => store.commit(commit()))).to.deep.equal(["evalsha"]);
  });

  it("takes one command to load, deliver and read, from several collections too", async () => {
    await loadScripts(server);
    expect(await commandsOf(() => store.load(KEY))).to.deep.equal(["hgetall"]);
    expect(await commandsOf(() => store.deliver(callback()))).to.deep.equal(["evalsha"]);
    expect(await commandsOf(() => store.read([stateKey("a"), stateKey("b")]))).to.deep.equal(["hmget"]);
    expect(await commandsOf(() => store.read([stateKey("a"), stateKey("b", "mentions")]))).to.deep.equal(["evalsha"]);
    expect(await commandsOf(() => store.read([]))).to.deep.equal([]);
  });

  it("takes one command to find that there is nothing to claim or to sweep", async () => {
    expect(await commandsOf(() => store.claim(0, 10))).to.deep.equal(["zrange"]);
    expect(await commandsOf(() => store.sweep(10))).to.deep.equal(["zrange"]);
    expect(await commandsOf(() => store.claim(0, 0))).to.deep.equal([]);
  });

  it("claims as many as asked for when what has expired is in the way, and no more", async () => {
    const clock = new Clock();
    const timed = await openRedisStore(server.url, { now: () => clock.now });
    await apply(timed, { key: { ...KEY, id: "expired" }, intent: intent(1), expiry: clock.now + 1 });
    for (const id of ["a", "b", "c", "d"]) {
      clock.now++;
      await apply(timed, { key: { ...KEY, id }, intent: intent(1) });
    }
    expect((await timed.claim(0, 2)).map(({ key }) => key.id)).to.deep.equal(["a", "b"]);
    expect((await timed.claim(0, 9)).map(({ key }) => key.id)).to.have.members(["a", "b", "c", "d"]);
    await timed.close();
  });

  it("leaves nothing for collectors of what is finished", async () => {
    await apply(store, { append: [entry("1")], intent: intent(1) });
    expect(await server.command("ZCARD", "thrift-faas:open-intents")).to.equal("1");
    await apply(store, { logLength: 1, result: reply(1) });
    expect(await server.command("KEYS", "*")).to.equal("thrift-faas:{TextService}:record:1");
  });

  it("appends to a log without rewriting what is there", async () => {
    const size = 100_000;
    for (let i = 0; i < 3; i++) await apply(store, { logLength: i, append: [entry(`${i}`, new Uint8Array(size))] });
    await server.command("CONFIG", "RESETSTAT");
    await apply(store, { logLength: 3, append: [entry("3", bytes(1))] });
    const [input, output] = await Promise.all(["total_net_input_bytes", "total_net_output_bytes"].map(stat));
    expect(input).to.be.lessThan(size / 10);
    expect(output).to.be.lessThan(size / 10);
  });

  it("commits ten thousand values at once", async () => {
    const writes = Array.from({ length: 10_000 }, (_, i) => ({ key: stateKey(`${i}`), value: bytes(i) }));
    await apply(store, { writes });
    expect(await collect(store.scan("TextService", "urls"))).to.have.length(writes.length);
  });

  describe("lets Redis drop a record by itself", () => {
    const dropAt = async ({ partition, id }: InvocationKey) =>
      Number(await server.command("PEXPIRETIME", `thrift-faas:{${partition}}:record:${id}`));
    const NEVER = -1;

    it("when its expiry, by Redis's clock, and the slack are over", async () => {
      const before = await redisTime();
      const expiry = await apply(store, { append: [entry("1")] });
      expect(expiry).to.be.within(before + LIFETIME, (await redisTime()) + LIFETIME);
      expect(await dropAt(KEY)).to.equal(expiry + EXPIRY_SLACK);
      await apply(store, { logLength: 1, result: reply(1) });
      expect(await dropAt(KEY)).to.equal(expiry + EXPIRY_SLACK);
    });

    it("but not while it holds an intent that nobody has finished", async () => {
      const expiry = await apply(store, { intent: intent(1) });
      expect(await dropAt(KEY)).to.equal(NEVER);
      await apply(store, { append: [entry("1")] });
      expect(await dropAt(KEY)).to.equal(NEVER);
      await apply(store, { logLength: 1, result: reply(1) });
      expect(await dropAt(KEY)).to.equal(expiry + EXPIRY_SLACK);
    });

    it("nor after an intent has come to a record that had none", async () => {
      const expiry = (await redisTime()) + 10_000;
      await store.deliver(callback({ expiry }));
      expect(await dropAt(CALLER)).to.equal(expiry + EXPIRY_SLACK);
      await apply(store, { key: CALLER, fingerprint: "caller", intent: intent(1) });
      expect(await dropAt(CALLER)).to.equal(NEVER);
    });

    it("nor the record of a message in the outbox; but that of a caller made by a callee", async () => {
      const sent = { ...KEY, id: "sent" };
      const expiry = (await redisTime()) + 10_000;
      await apply(store, {
        outbox: [{ key: sent, intent: intent(1) }],
        callback: callback({ expiry }),
        result: reply(1),
      });
      expect(await dropAt(sent)).to.equal(NEVER);
      expect(await dropAt(CALLER)).to.equal(expiry + EXPIRY_SLACK);
    });

    it("and once a dead letter has been made of its intent", async () => {
      const expiry = (await redisTime()) + 1500;
      await apply(store, { expiry, intent: intent(1) });
      while ((await redisTime()) <= expiry);
      expect((await store.commit(commit())).kind).to.equal("stale");
      expect(await dropAt(KEY)).to.equal(NEVER);
      expect(await store.sweep(10)).to.deep.equal([{ key: KEY, intent: intent(1), expiry }]);
      expect(await dropAt(KEY)).to.equal(expiry + EXPIRY_SLACK);
      expect(await server.command("ZCARD", "thrift-faas:open-intents")).to.equal("0");
    });
  });

  async function redisTime(): Promise<number> {
    const [seconds, micros] = (await server.command("TIME")).split("\n").map(Number);
    return (seconds ?? 0) * 1000 + Math.floor((micros ?? 0) / 1000);
  }

  async function stat(name: string): Promise<number> {
    return Number(new RegExp(`${name}:(\\d+)`).exec(await server.command("INFO", "stats"))?.[1]);
  }
});
