/** A durable set: a sorted set whose scores are all the same, so that it can be listed and has no size that hurts. */

import type { Cells } from "./cells.js";
import type { StoredType } from "./descriptor.js";
import { openDurableSortedSet } from "./durable-sorted-set.js";
import { stored } from "./stored-types.js";

export interface DurableSet<T> {
  has(value: T): Promise<boolean>;
  /** Resolves to whether it is new. */
  add(value: T): Promise<boolean>;
  /** Resolves to whether it was there. */
  delete(value: T): Promise<boolean>;
  size(): Promise<number>;
  /** All of them, in the order of their texts as keys. */
  values(): Promise<readonly T[]>;
}

export function openDurableSet<T>(cells: Cells, type: StoredType<T>): DurableSet<T> {
  const members = openDurableSortedSet(cells, type, stored.i8);
  return {
    has: async (value) => (await members.score(value)) !== undefined,
    add: (value) => members.add(value, 0),
    delete: (value) => members.delete(value),
    size: () => members.size(),
    values: async () => (await members.range()).map(({ value }) => value),
  };
}
