/** What a store holds of invocations, for tests that compare it before and after. */

import type { InvocationRecord, Store } from "../../runtime/store/store.js";

export async function recordsOf(store: Store, ...partitions: string[]): Promise<InvocationRecord[]> {
  const records: InvocationRecord[] = [];
  for (const partition of partitions) for await (const record of store.scanInvocations(partition)) records.push(record);
  return records;
}

/** Everything that a callback can have changed, as text. */
export async function dump(store: Store, ...partitions: string[]): Promise<string> {
  const records = await recordsOf(store, ...partitions);
  const plain = records.map((record) => ({ ...record, callbacks: [...record.callbacks] }));
  return JSON.stringify(plain, (_key, value: unknown) =>
    value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value,
  );
}
