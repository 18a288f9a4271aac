/** Reads everything under a prefix in key order, a page at a time. */

import type { Database } from "lmdb";
import { sortingPart } from "./lmdb-keys.js";

/**
 * Entries per page. A page is read in one go, because an iterator that stays open while its reader awaits keeps a
 * snapshot open, and LMDB cannot reuse space that any snapshot still sees.
 */
const PAGE = 256;

interface Entry<Value> {
  readonly key: Buffer;
  readonly value: Value;
}

/**
 * Yields what `restore` makes of each entry under the prefix, in the order of `sortBy`. That is the order of the keys
 * as they are stored, except among the cut ones, which are sorted here.
 */
export async function* scanPrefix<Value, Item>(
  database: Database<Value, Buffer>,
  prefix: Buffer,
  restore: (entry: Entry<Value>) => Item,
  sortBy: (item: Item) => string,
): AsyncGenerator<Item> {
  let group: Item[] = [];
  let groupedBy: Buffer | undefined;
  for (const entry of readEntries(database, prefix)) {
    const part = sortingPart(entry.key);
    if (groupedBy?.equals(part) !== true) {
      yield* sorted(group, sortBy);
      group = [];
      groupedBy = part;
    }
    group.push(restore(entry));
  }
  yield* sorted(group, sortBy);
}

/** Every entry, or every one under a prefix, in the order of the keys. */
export function* readEntries<Value>(
  database: Database<Value, Buffer>,
  prefix: Buffer = Buffer.alloc(0),
): Generator<Entry<Value>> {
  let start = prefix;
  for (;;) {
    database.resetReadTxn();
    const page = [...database.getRange({ start, exclusiveStart: start !== prefix, limit: PAGE })];
    for (const entry of page) {
      if (!entry.key.subarray(0, prefix.length).equals(prefix)) return;
      yield entry;
      start = entry.key;
    }
    if (page.length < PAGE) return;
  }
}

function sorted<Item>(items: readonly Item[], sortBy: (item: Item) => string): Item[] {
  return items.toSorted((a, b) => (sortBy(a) < sortBy(b) ? -1 : 1));
}
