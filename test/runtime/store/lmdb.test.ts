import { openLmdbStore } from "../../../runtime/store/lmdb.js";
import { makeFolder } from "./lmdb-folder.js";
import { describeStoreContract } from "./store-contract.js";

describeStoreContract("lmdb", async (clock) => {
  const { path, remove } = await makeFolder();
  const store = await openLmdbStore(path, { now: () => clock.now });
  return {
    store,
    dispose: async () => {
      await store.close();
      await remove();
    },
  };
});
