import { MemoryStore } from "../../../runtime/store/memory.js";
import { describeStoreContract } from "./store-contract.js";

describeStoreContract("memory", async (clock) => {
  const store = new MemoryStore(() => clock.now);
  return { store, dispose: () => store.close() };
});
