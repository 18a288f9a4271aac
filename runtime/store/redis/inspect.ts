/** Reads everything under a name in key order, for inspection: off the critical path, and the whole keyspace is looked at. */

import type { InvocationKey, InvocationRecord } from "../store.js";
import { decodeString } from "./bytes.js";
import type { Connection } from "./connect.js";
import { recordKey, recordPrefix } from "./keys.js";
import { type FlatHash, restoreRecord } from "./record.js";

/** How many entries to look at, or to fetch, in one command. */
const PAGE = 256;

/** The fields of a hash and their values, in the order in which JavaScript compares the fields. */
export async function* scanHash(
  { client, ask }: Connection,
  hash: Buffer,
): AsyncGenerator<{ readonly key: string; readonly value: Buffer }> {
  const fields = new Map<string, Buffer>();
  for (let cursor = "0", first = true; first || cursor !== "0"; first = false) {
    const [next, flat] = await ask("be scanned", () => client.hscanBuffer(hash, cursor, "COUNT", PAGE));
    // A field may come twice.
    for (let i = 0; i < flat.length; i += 2) fields.set((flat[i] as Buffer).toString("latin1"), flat[i] as Buffer);
    cursor = String(next);
  }
  // Latin-1 strings compare as their bytes do. Values are fetched a page at a time: all of them may not fit in memory.
  const sorted = [...fields].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, field]) => field);
  for (let start = 0; start < sorted.length; start += PAGE) {
    const page = sorted.slice(start, start + PAGE);
    const values = await ask("be scanned", () => client.hmgetBuffer(hash, ...page));
    for (const [i, field] of page.entries()) {
      const value = values[i];
      if (value) yield { key: decodeString(field), value };
    }
  }
}

export async function* scanRecords(connection: Connection, partition: string): AsyncGenerator<InvocationRecord> {
  const prefix = recordPrefix(partition);
  const ids = new Set<string>();
  for (const server of connection.servers()) {
    for (let cursor = "0", first = true; first || cursor !== "0"; first = false) {
      const page = await connection.ask("be scanned", () =>
        server.callBuffer("SCAN", cursor, "MATCH", matching(prefix), "COUNT", PAGE),
      );
      const [next, keys] = page as [Buffer, Buffer[]];
      for (const key of keys) ids.add(decodeString(key.subarray(prefix.length)));
      cursor = String(next);
    }
  }
  for (const id of [...ids].toSorted((a, b) => (a < b ? -1 : 1))) {
    const record = await loadRecord(connection, { partition, id });
    if (record !== undefined) yield record;
  }
}

export async function loadRecord(
  { client, ask }: Connection,
  key: InvocationKey,
): Promise<InvocationRecord | undefined> {
  const hash = await ask("load", () => client.callBuffer("HGETALL", recordKey(key)));
  return restoreRecord(key, hash as FlatHash);
}

/** A pattern that only keys with this beginning match. */
function matching(prefix: Buffer): Buffer {
  return Buffer.from(`${prefix.toString("latin1").replaceAll(/[\\*?[\]^-]/g, "\\$&")}*`, "latin1");
}
