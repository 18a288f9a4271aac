/** The contract of a store, on a real Redis and on a real cluster of three nodes. */

import type { RunningRedis } from "../../support/redis-server.js";
import { startRedis, startRedisCluster } from "../../support/redis-server.js";
import { openRedisStore } from "../../../runtime/store/redis/redis.js";
import type { Clock, Opened } from "./bench.js";
import { describeStoreContract } from "./store-contract.js";

const SERVERS = { redis: startRedis, "redis cluster": startRedisCluster };

for (const [name, start] of Object.entries(SERVERS)) {
  describe(name, () => {
    let server: RunningRedis;
    before(async () => {
      server = await start();
    });
    after(() => server.stop());

    describeStoreContract(name, async (clock: Clock): Promise<Opened> => {
      const stores: Awaited<ReturnType<typeof openRedisStore>>[] = [];
      const again = async () => {
        const store = await openRedisStore(server.url, { now: () => clock.now });
        stores.push(store);
        return store;
      };
      const dispose = async () => {
        await Promise.all(stores.map((store) => store.close()));
        await server.flush();
      };
      return { store: await again(), again, dispose };
    });
  });
}
