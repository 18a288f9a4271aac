/** What is said at the start about how Redis is set up; users with the rights that docs/redis.md lists, and TLS. */

import { expect } from "chai";
import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { openStore } from "../../../runtime/store/open.js";
import { openRedisStore } from "../../../runtime/store/redis/redis.js";
import type { Store } from "../../../runtime/store/store.js";
import { PACKAGE } from "../../support/imports.js";
import {
  findFreePort,
  type RedisOptions,
  type RedisServer,
  startRedis,
  startRedisCluster,
} from "../../support/redis-server.js";
import { apply, bytes, callback, CALLER, collect, failureOf, intent, KEY, reply, stateKey } from "./samples.js";

const SAFE: RedisOptions = { appendonly: "yes", appendfsync: "always" };

/** What is warned of while the store at this address is opened. */
async function warningsAt(url: string): Promise<string[]> {
  const warnings: Error[] = [];
  const listen = (warning: Error): void => void warnings.push(warning);
  process.on("warning", listen);
  const store = await openRedisStore(url);
  await nextTurn();
  process.off("warning", listen);
  await store.close();
  return warnings.filter(({ name }) => name === "ThriftFaasWarning").map(({ message }) => message);
}

describe("redis, when a store is opened", () => {
  let server: RedisServer;
  const run = async (options: RedisOptions): Promise<string[]> => {
    server = await startRedis(options);
    return warningsAt(server.url);
  };
  afterEach(() => server.stop());

  it("says nothing of settings that keep every promise", async () => {
    expect(await run(SAFE)).to.deep.equal([]);
  });

  const warned: readonly (readonly [setting: string, options: RedisOptions, consequence: string])[] = [
    ["appendonly no", { appendonly: "no" }, "when it restarts"],
    ["appendfsync everysec", { appendonly: "yes", appendfsync: "everysec" }, "when its machine fails"],
    ["appendfsync no", { appendonly: "yes", appendfsync: "no" }, "when its machine fails"],
    [
      "maxmemory-policy allkeys-lru",
      { ...SAFE, config: { "maxmemory-policy": "allkeys-lru" } },
      "calls then happen twice",
    ],
  ];
  for (const [setting, options, consequence] of warned) {
    it(`warns of ${setting}`, async () => {
      const warnings = await run(options);
      expect(warnings).to.have.length(1);
      expect(warnings[0]).to.contain(`127.0.0.1:${server.port} has ${setting}`).and.to.contain(consequence);
    });
  }

  it("warns of replicas, which lag behind", async () => {
    server = await startRedis(SAFE);
    const replica = await startRedis({ config: { replicaof: `127.0.0.1 ${server.port}` } });
    try {
      while (!(await server.command("INFO", "replication")).includes("connected_slaves:1"));
      const warnings = await warningsAt(server.url);
      expect(warnings).to.have.length(1);
      expect(warnings[0]).to.contain("a failover to one loses the writes it has not seen");
    } finally {
      await replica.stop();
    }
  });

  it("says so for each node of a cluster", async () => {
    server = await startRedis();
    const cluster = await startRedisCluster();
    try {
      const warnings = (await warningsAt(cluster.url)).join("\n");
      for (const { port } of cluster.nodes) expect(warnings).to.contain(`node at 127.0.0.1:${port} has appendonly no`);
    } finally {
      await cluster.stop();
    }
  });

  describe("with the rights that docs/redis.md lists", () => {
    const rights = /^ACL SETUSER thrift-faas on >\S+ (.*)$/m.exec(
      readFileSync(join(PACKAGE, "docs/redis.md"), "utf8"),
    )?.[1];

    async function open(...without: string[]): Promise<Store> {
      const words = (rights ?? "").split(" ").filter((word) => !without.includes(word));
      const answer = await server.command("ACL", "SETUSER", "thrift-faas", "on", ">right", ...words);
      expect(answer).to.equal("OK");
      return openStore(server.url.replace("//", "//thrift-faas:right@"));
    }

    it("does everything, and can check the settings", async () => {
      server = await startRedis(SAFE);
      const store = await open();
      await store.secret();
      const expiry = await apply(store, { key: CALLER, intent: intent(1), parked: ["1"] });
      await apply(store, {
        writes: [
          { key: stateKey("a"), value: bytes(1) },
          { key: stateKey("b", "mentions"), value: undefined },
        ],
        reads: [{ key: stateKey("a"), value: undefined }],
        outbox: [{ key: { ...KEY, id: "sent" }, intent: intent(1) }],
        callback: callback({ expiry }),
        result: reply(1),
      });
      await store.deliver(callback({ step: "2" }));
      await store.read([stateKey("a"), stateKey("b", "mentions")]);
      await store.writeUnguarded(stateKey("c"), bytes(1));
      await store.writeUnguarded(stateKey("c"), undefined);
      expect(await store.claim(0, 10)).to.have.length(2);
      await store.sweep(10);
      await collect(store.deadLetters());
      expect(await collect(store.scan("TextService", "urls"))).to.have.length(1);
      expect(await collect(store.scanInvocations("TextService"))).to.have.length(3);
      await store.close();
      expect(await warningsAt(server.url.replace("//", "//thrift-faas:right@"))).to.deep.equal([]);
    });

    it("says that it could not check the settings without some of them", async () => {
      server = await startRedis(SAFE);
      await (await open("+config|get")).close();
      const warnings = await warningsAt(server.url.replace("//", "//thrift-faas:right@"));
      expect(warnings).to.have.length(1);
      expect(warnings[0]).to.contain("may not use CONFIG GET").and.to.contain("could not be checked");
    });

    it("says which right is missing", async () => {
      server = await startRedis(SAFE);
      const store = await open("+eval", "+evalsha");
      const message = String(await failureOf(apply(store, {})));
      expect(message).to.contain("NOPERM").and.to.contain("eval").and.to.contain("docs/redis.md");
      await store.close();
    });

    for (const right of ["+del", "+hdel", "+persist", "+pexpireat", "+zadd", "+zrem"])
      it(`is not opened without ${right}, for a script would be stopped in its middle`, async () => {
        server = await startRedis(SAFE);
        const message = String(await failureOf(open(right)));
        expect(message)
          .to.contain(`may not use ${right.slice(1).toUpperCase()}, so`)
          .and.to.contain("docs/redis.md");
        expect(await server.command("DBSIZE")).to.equal("0");
      });
  });

  it("speaks TLS, with an authority that NODE_EXTRA_CA_CERTS names", async () => {
    const folder = mkdtempSync(join(tmpdir(), "thrift-faas-tls-"));
    const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    const request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out", cert];
    execFileSync("openssl", [...request, "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"], {
      stdio: "ignore",
    });
    const port = await findFreePort();
    const config = { "tls-port": `${port}`, "tls-cert-file": cert, "tls-key-file": key, "tls-auth-clients": "no" };
    server = await startRedis({ ...SAFE, config });
    try {
      const url = `rediss://localhost:${port}`;
      expect(String(await failureOf(openStore(url)))).to.contain("NODE_EXTRA_CA_CERTS");
      expect(String(await failureOf(openStore(url.replace("rediss", "redis"))))).to.contain("could not be opened");
      const script = `const { openStore } = await import(process.argv[1]); const store = await openStore(process.argv[2]);
        console.log((await store.secret()).length); await store.close();`;
      const open = fileURLToPath(new URL("../../../runtime/store/open.js", import.meta.url));
      const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script, open, url], {
        env: { ...process.env, NODE_EXTRA_CA_CERTS: cert },
      });
      expect(stdout.trim()).to.equal("32");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
