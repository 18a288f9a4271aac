/** A durable map whose values are collections: `of(key)` is the collection under a key, empty until something is in it. */

import type { Cells } from "./cells.js";
import type { StoredType } from "./descriptor.js";
import { remember } from "./remember.js";

export interface DurableMapOf<K, Collection> {
  of(key: K): Collection;
}

export function openDurableMapOf<K, Collection>(
  cells: Cells,
  key: StoredType<K>,
  open: (cells: Cells) => Collection,
): DurableMapOf<K, Collection> {
  const collectionUnder = remember((text) => open(cells.under(text)));
  return { of: (of) => collectionUnder(cells.keyText(key, of)) };
}
