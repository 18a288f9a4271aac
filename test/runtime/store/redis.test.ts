/** The contract of a store, on a real Redis and on a real cluster of three nodes. */

import { openRedisStore } from "../../../runtime/store/redis/redis.js";
import { type RedisCluster, type RedisServer, startRedis, startRedisCluster } from "../../support/redis-server.js";
import { describeStoreContract } from "./store-contract.js";

describe("redis", () => {
  let server: RedisServer;
  before(async () => {
    server = await startRedis();
  });
  after(() => server.stop());

  describeStoreContract("redis", async (clock) => {
    const store = await openRedisStore(server.url, { now: () => clock.now });
    return {
      store,
      dispose: async () => {
        await store.close();
        await server.command("FLUSHALL");
      },
    };
  });
});

describe("redis cluster", () => {
  let cluster: RedisCluster;
  before(async () => {
    cluster = await startRedisCluster();
  });
  after(() => cluster.stop());

  describeStoreContract("redis cluster", async (clock) => {
    const store = await openRedisStore(cluster.url, { now: () => clock.now });
    return {
      store,
      dispose: async () => {
        await store.close();
        await cluster.flush();
      },
    };
  });
});
