/** What a user is told when Redis cannot answer: a StoreError with what happened, where, and what to do. */

import { expect } from "chai";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { toStoreError } from "../../../runtime/store/redis/explain-error.js";
import { openStore } from "../../../runtime/store/open.js";
import { openRedisStore } from "../../../runtime/store/redis/redis.js";
import { type Store, StoreError } from "../../../runtime/store/store.js";
import { startRedisProxy } from "../../support/redis-proxy.js";
import { type RedisServer, startRedis, startRedisCluster } from "../../support/redis-server.js";
import { apply, bytes, collect, commit, failureOf, intent, KEY, reply, stateKey } from "./samples.js";

const SECRET = "s3cret%2Fword";

async function failure(operation: Promise<unknown>): Promise<string> {
  const error = await failureOf(operation);
  if (!(error instanceof StoreError)) throw new Error(`no StoreError but ${String(error)}`, { cause: error });
  expect(error.message).not.to.match(/\n|s3cret/);
  return error.message;
}

describe("redis, when it fails", () => {
  let server: RedisServer;
  let store: Store;

  beforeEach(async () => {
    server = await startRedis();
    store = await openRedisStore(server.url);
  });
  afterEach(async () => {
    await store.close();
    await server.stop();
  });

  it("is refused: nothing listens there", async () => {
    await server.kill();
    const message = await failure(openStore(server.url.replace("//", `//:${SECRET}@`)));
    expect(message).to.contain(`Redis at 127.0.0.1:${server.port} could not be opened`).and.to.contain("ECONNREFUSED");
    expect(message).to.contain("Start Redis there, or correct the address.");
  });

  it("goes down while it is in use: operations fail, and go on by themselves when it is back", async () => {
    await server.kill();
    const message = await failure(end(store));
    expect(message).to.contain(`127.0.0.1:${server.port} could not commit`).and.to.contain("ECONNREFUSED");
    await server.restart();
    while ((await reasonOf(end(store))) !== undefined);
    expect((await store.load(KEY))?.result).to.deep.equal(reply(1));
  });

  it("falls silent: nobody waits for ever, and the connection is replaced", async () => {
    const proxy = await startRedisProxy(server.port);
    const quick = await openRedisStore(proxy.url, { timeout: 200 });
    proxy.fallSilent();
    const message = await failure(end(quick));
    expect(message).to.contain("could not commit: no answer within 200 ms").and.to.contain("Check the network");
    while ((await reasonOf(end(quick))) !== undefined);
    await quick.close();
    await proxy.stop();
  });

  it("never says a word", async () => {
    const mute = createServer().listen(0, "127.0.0.1");
    await once(mute, "listening");
    const { port } = mute.address() as AddressInfo;
    const message = await failure(openRedisStore(`redis://127.0.0.1:${port}`, { timeout: 200 }));
    expect(message).to.contain("could not be opened: no answer").and.to.contain("TLS");
    mute.close();
  });

  it("is out of memory: nothing is written, and it still answers what is done", async () => {
    await apply(store, { result: reply(1) });
    await server.command("CONFIG", "SET", "maxmemory", "1");
    const more = { key: { ...KEY, id: "2" }, intent: intent(1), writes: [{ key: stateKey("a"), value: bytes(1) }] };
    const message = await failure(store.commit(commit(more)));
    expect(message).to.contain("could not commit").and.to.contain("OOM").and.to.contain("maxmemory");
    expect(await failure(store.deliver({ ...DELIVERY, expiry: 9e15 }))).to.contain("OOM");
    expect(await store.commit(commit())).to.deep.equal({ kind: "done", result: reply(1) });
    await server.command("CONFIG", "SET", "maxmemory", "0");
    expect(await server.command("DBSIZE")).to.equal("1");
    await apply(store, more);
  });

  it("has become a replica", async () => {
    await server.command("REPLICAOF", "127.0.0.1", "1");
    expect(await failure(store.commit(commit())))
      .to.contain("READONLY")
      .and.to.contain("address of the primary");
    expect(await failure(store.writeUnguarded(stateKey("a"), bytes(1)))).to.contain("could not write");
    await server.command("REPLICAOF", "NO", "ONE");
    await apply(store, {});
  });

  it("waits for replicas that are not there", async () => {
    await server.command("CONFIG", "SET", "min-replicas-to-write", "1");
    expect(await failure(store.commit(commit()))).to.contain("min-replicas-to-write");
  });

  it("holds something else under the same keys", async () => {
    await server.command("SET", "thrift-faas:{TextService}:record:1", "x");
    expect(await failure(store.load(KEY)))
      .to.contain("WRONGTYPE")
      .and.to.contain("use another database");
  });

  for (const [what, key] of [
    ["a collection that is written and was not read", "thrift-faas:{TextService}:state:urls"],
    ["the open intents", "thrift-faas:open-intents"],
    ["their expiries", "thrift-faas:open-expiries"],
  ] as const)
    it(`holds something else under the key of ${what}: nothing is half written`, async () => {
      await server.command("SET", key, "x");
      const change = commit({
        intent: intent(1),
        writes: ["mentions", "urls"].map((collection) => ({ key: stateKey("a", collection), value: bytes(1) })),
      });
      expect(await failure(store.commit(change))).to.contain("WRONGTYPE");
      expect(await failure(store.commit({ ...change, result: reply(1) }))).to.contain("WRONGTYPE");
      expect(await server.command("DBSIZE")).to.equal("1");
    });

  it("holds something else under the key of the dead letters: no intent is lost", async () => {
    let now = Date.now();
    const early = await openRedisStore(server.url, { now: () => now });
    now = 1 + (await apply(early, { intent: intent(1) }));
    await server.command("SET", "thrift-faas:dead-letters", "x");
    expect(await failure(early.sweep(10))).to.contain("WRONGTYPE");
    await server.command("DEL", "thrift-faas:dead-letters");
    expect(await early.sweep(10)).to.have.length(1);
    await early.close();
  });

  it("has handed over to another server under the same address: calls go on there", async () => {
    const next = await startRedis();
    const proxy = await startRedisProxy(server.port);
    const failedOver = await openRedisStore(proxy.url);
    proxy.leadTo(next.port);
    await server.command("REPLICAOF", "127.0.0.1", "1");
    expect(await failure(failedOver.commit(commit()))).to.contain("READONLY");
    await apply(failedOver, {});
    await failedOver.close();
    await proxy.stop();
    await next.stop();
  });

  it("wants another password, and the message does not tell the one that was used", async () => {
    await server.command("CONFIG", "SET", "requirepass", "right");
    const wrong = server.url.replace("//", `//:${SECRET}@`);
    for (const operation of [openStore(server.url), openStore(wrong), openStore(server.url, { password: "s3cret" })]) {
      expect(await failure(operation)).to.contain("Check user and password");
    }
    const opened = await openStore(server.url, { password: "right" });
    await apply(opened, {});
    await opened.close();
    await (await openStore(server.url.replace("//", "//default:right@"), { password: "not asked for" })).close();
  });

  it("has no such database", async () => {
    expect(await failure(openStore(server.url.replace(/0$/, "999")))).to.contain("Use a database that it has");
  });

  it("is no cluster", async () => {
    const message = await failure(openStore(`redis-cluster://127.0.0.1:${server.port}`));
    expect(message).to.contain(`Redis Cluster at 127.0.0.1:${server.port}`).and.to.contain('use "redis://"');
  });

  it("is a node of a cluster, or a cluster that serves only some slots, or none any more", async () => {
    const cluster = await startRedisCluster();
    const opened = await openRedisStore(cluster.url);
    try {
      for (const { url } of cluster.nodes) {
        expect(await failure(openStore(url))).to.contain('is a node of a cluster: use "redis-cluster://"');
      }
      await apply(opened, { key: { ...KEY, id: "2" } });
      await cluster.flush();
      for (const node of cluster.nodes) await node.command("CLUSTER", "FLUSHSLOTS");
      for (const node of cluster.nodes) while (!(await node.command("CLUSTER", "INFO")).includes("state:fail"));
      expect(await failure(opened.commit(commit())))
        .to.contain("CLUSTERDOWN")
        .and.to.contain("serve all slots");
      for (const node of cluster.nodes) await node.kill();
      expect(await failure(opened.commit(commit()))).to.contain("Redis Cluster at 127.0.0.1:");
      expect(await failure(openStore(cluster.url))).to.contain("Check that the cluster's nodes are up");
    } finally {
      await opened.close();
      await cluster.stop();
    }
  });

  it("is closed", async () => {
    await store.close();
    await store.close();
    expect(await failure(store.load(KEY))).to.contain("Open it again");
    expect(await failure(collect(store.scan("a", "b")))).to.contain("Open it again");
  });

  it("says what helps for each failure, the reason of a lost connection first, and hides the password", () => {
    const where = { label: "Redis at host:1", password: "s3cret" };
    const advice: Readonly<Record<string, string>> = {
      "LOADING Redis is loading the dataset in memory": "once it is done",
      "MISCONF Errors writing to the AOF file: No space left on device": "free space",
      "BUSY Redis is busy running a script.": "script",
      "NOPERM this user has no permissions to run the 'eval' command": "docs/redis.md",
      "self-signed certificate in certificate chain": "NODE_EXTRA_CA_CERTS",
      "getaddrinfo ENOTFOUND nowhere": "host's name",
      "Connection is closed.": "once it is back",
      "ERR unknown command `EVAL`, with args beginning with: `s3cret`": "6.2",
    };
    for (const [reason, help] of Object.entries(advice)) {
      const { message } = toStoreError(new Error(reason), "commit", where);
      expect(message).to.match(/^Redis at host:1 could not commit: /);
      expect(message).to.contain(help).and.not.to.contain("s3cret");
    }
    const late = toStoreError(new Error("no answer within 9 ms"), "load", where, new Error("connect ECONNREFUSED"));
    expect(late.message).to.equal(
      "Redis at host:1 could not load: no answer within 9 ms: connect ECONNREFUSED. Start Redis there, or correct the address.",
    );
  });
});

const DELIVERY = {
  caller: { partition: "ComposeService", id: "0" },
  step: "1",
  fingerprint: "f",
  label: "call",
  result: reply(1),
};

function end(store: Store): Promise<unknown> {
  return store.commit(commit({ result: reply(1) }));
}

/** Why it failed; undefined if it did not. */
async function reasonOf(operation: Promise<unknown>): Promise<unknown> {
  return operation.then(
    () => undefined,
    (reason: unknown) => reason,
  );
}
