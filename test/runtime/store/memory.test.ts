import { MemoryStore } from "../../../runtime/store/memory.js";
import { describeDropping } from "./dropping.js";
import { describeStoreContract } from "./store-contract.js";

for (const [name, partitioned] of [
  ["memory", false],
  ["memory, partitioned as a cluster is", true],
] as const) {
  const open = async (clock: { readonly now: number }) => {
    const store = new MemoryStore({ now: () => clock.now, partitioned });
    return { store, again: async () => store, dispose: () => store.close() };
  };
  describeStoreContract(name, open);
  describeDropping(name, open);
}
