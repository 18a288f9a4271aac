/** The Redis of deploy/, run for real from its ConfigMaps: it starts, lets in whom it should, and keeps every promise. */

import { expect } from "chai";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { openStore } from "../../runtime/store/open.js";
import { apply, bytes, failureOf, stateKey } from "../runtime/store/samples.js";
import { type ContainedRedis, runContained, runScript, STORE_PASSWORD } from "./run-redis.js";

const KEY = stateKey("a");

/** Opens the store as a function does, writes something, and resolves to what was warned of. */
async function useStore(url: string): Promise<string[]> {
  const warnings: string[] = [];
  const listen = ({ name, message }: Error): void => void (name === "ThriftFaasWarning" && warnings.push(message));
  process.on("warning", listen);
  const store = await openStore(url, { password: STORE_PASSWORD });
  try {
    await store.secret();
    await apply(store, { writes: [{ key: KEY, value: bytes(7) }] });
    expect(await store.read([KEY])).to.deep.equal([bytes(7)]);
    await nextTurn();
  } finally {
    process.off("warning", listen);
    await store.close();
  }
  return warnings;
}

describe("deploy/redis, started", () => {
  let redis: ContainedRedis;
  let url: string;

  before(async () => {
    redis = await runContained("redis", () => []);
    url = `redis://thrift-faas@127.0.0.1:${redis.port}`;
  });
  after(() => redis.stop());

  it("is a store that keeps every promise: it opens without a warning", async () => {
    expect(await useStore(url)).to.deep.equal([]);
  });

  it("lets in nobody without the password", async () => {
    expect(String(await failureOf(openStore(url, { password: "wrong" })))).to.contain("WRONGPASS");
    expect(await redis.command(["ping"], "nobody")).to.contain("NOAUTH");
    expect(await redis.command(["get", "thrift-faas:secret"], "probe")).to.contain("NOPERM");
  });

  it("lets its administrator do everything, and has no password in its files", async () => {
    expect(await redis.command(["acl", "whoami"])).to.equal("admin");
    expect(await redis.command(["config", "set", "maxmemory", "650mb"])).to.equal("OK");
    expect(readFileSync(join(redis.folder, "run/users.acl"), "utf8")).not.to.contain(STORE_PASSWORD);
  });

  it("has after a crash what it had acknowledged", async () => {
    await redis.kill();
    await redis.start();
    const store = await openStore(url, { password: STORE_PASSWORD });
    expect(await store.read([KEY])).to.deep.equal([bytes(7)]);
    await store.close();
  });

  it("does not start without passwords", async () => {
    await redis.kill();
    writeFileSync(join(redis.folder, "secrets/thrift-faas-store-password"), "");
    expect(String(await failureOf(redis.start()))).to.contain("The secret thrift-faas-store-password is empty");
  });
});

describe("deploy/redis-cluster, started", function () {
  this.timeout(180_000);
  let nodes: ContainedRedis[];
  let url: string;

  /** The Job's script. */
  const create = (): Promise<string> => {
    const env = { NODES: nodes.map(({ port }) => `127.0.0.1:${port}`).join(" "), REPLICAS: "1" };
    return runScript("redis-cluster", "create.sh", env, nodes[0]?.folder ?? "");
  };
  /** Resolves when each node sees all the others. */
  const settled = async (): Promise<void> => {
    for (const node of nodes) {
      const connected = async (): Promise<number> =>
        (await node.command(["cluster", "nodes"])).match(/ (myself,)?(master|slave),nofailover .* connected/g)
          ?.length ?? 0;
      while ((await connected()) < nodes.length) await sleep(100);
      while (!(await node.command(["cluster", "info"])).includes("cluster_state:ok")) await sleep(100);
    }
  };

  before(async () => {
    nodes = await Promise.all(
      Array.from({ length: 6 }, () =>
        runContained("redis-cluster", (busPort) => [
          "--cluster-port",
          `${busPort}`,
          "--cluster-announce-hostname",
          "localhost",
        ]),
      ),
    );
    url = `redis-cluster://thrift-faas@${nodes
      .map(({ port }) => `127.0.0.1:${port}`)
      .slice(0, 3)
      .join(",")}`;
  });
  after(() => Promise.all(nodes.map((node) => node.stop())));

  it("becomes a cluster, once", async () => {
    expect(await create()).to.contain("[OK] All 16384 slots covered");
    await settled();
    expect(await create()).to.contain("there already");
  });

  it("has three masters and a replica of each", async () => {
    for (const [i, node] of nodes.entries()) {
      expect(await node.command(["role"])).to.match(i < 3 ? /^master/ : /^slave/);
      if (i < 3) while (!(await node.command(["info", "replication"])).includes("state=online")) await sleep(100);
    }
  });

  it("is a store that says nothing but that replicas lag behind", async () => {
    const warnings = await useStore(url);
    expect(warnings).to.have.length(3);
    for (const warning of warnings) expect(warning).to.contain("has replicas, which lag behind");
  });

  it("lets no replica take over from a master that will come back", async () => {
    for (const node of nodes) {
      expect(await node.command(["config", "get", "cluster-replica-no-failover"])).to.contain("yes");
    }
  });

  it("finds itself again when every node has come back under another address", async () => {
    await Promise.all(nodes.map((node) => node.kill()));
    for (const { folder } of nodes) {
      const file = join(folder, "data/nodes.conf");
      // Nobody listens there.
      const moved = readFileSync(file, "utf8").replaceAll(/127\.0\.0\.1:(?!.*myself)/g, "127.9.9.9:");
      expect(moved.match(/127\.9\.9\.9/g)).to.have.length(5);
      writeFileSync(file, moved);
    }
    await Promise.all(nodes.map((node) => node.start()));
    await settled();
    await useStore(url);
  });
});
