import { openLmdbStore } from "../../../runtime/store/lmdb.js";
import type { Store } from "../../../runtime/store/store.js";
import type { Clock } from "./bench.js";
import { describeDropping } from "./dropping.js";
import { makeFolder } from "./lmdb-folder.js";
import { describeStoreContract } from "./store-contract.js";

async function open(clock: Clock) {
  const { path, remove } = await makeFolder();
  const opened: Store[] = [];
  const again = async () => {
    const store = await openLmdbStore(path, { now: () => clock.now });
    opened.push(store);
    return store;
  };
  const dispose = async () => {
    await Promise.all(opened.map((store) => store.close()));
    await remove();
  };
  return { store: await again(), again, dispose };
}

describeStoreContract("lmdb", open);
describeDropping("lmdb", open);
