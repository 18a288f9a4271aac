/** A durable map: every value is stored, read and checked on its own. */

import type { Cells } from "./cells.js";
import type { StoredType } from "./descriptor.js";
import { openDurableValue } from "./durable-value.js";
import { remember } from "./remember.js";

export interface DurableMap<K, V> {
  get(key: K): Promise<V | undefined>;
  has(key: K): Promise<boolean>;
  put(key: K, value: V): Promise<void>;
  delete(key: K): Promise<void>;
  /** Replaces the value under the key by what `change` makes of it, and resolves to that. */
  update(key: K, change: (before: V | undefined) => V): Promise<V>;
}

export function openDurableMap<K, V>(cells: Cells, key: StoredType<K>, value: StoredType<V>): DurableMap<K, V> {
  const valueUnder = remember((text) => openDurableValue(cells, text, value, () => undefined));
  const valueOf = (of: K) => valueUnder(cells.keyText(key, of));
  return {
    get: async (of) => valueOf(of).get(),
    has: async (of) => (await valueOf(of).get()) !== undefined,
    put: async (of, put) => valueOf(of).set(put),
    delete: async (of) => valueOf(of).delete(),
    update: async (of, change) => valueOf(of).update(change),
  };
}
