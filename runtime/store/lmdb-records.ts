/**
 * Invocation records in LMDB: a head and parts each, and two indexes, so that collectors never read all records. They
 * are kept in step here.
 */

import type { Database, RootDatabase } from "lmdb";
import { hasExpired, isSlackOver } from "./expiry.js";
import { parseTimeKey, partKey, partsPrefix, recordKey, timeKey } from "./lmdb-keys.js";
import { hasParts, restoreRecord, storeHead, type StoredHead, type StoredPart } from "./lmdb-values.js";
import type { InvocationRecord } from "./store.js";

/** In the order in which a record's parts are read. */
const INTENT = 0;
const LOG = 1;
const CALLBACK = 2;
const AFTER_ALL = 255;

const keyEncoding = "binary";

/** Everything that writes must be called inside a write transaction. */
export class LmdbRecords {
  /** By `recordKey`, which is what "bytes" means below. */
  readonly heads: Database<StoredHead, Buffer>;
  /** By the hash of the record's key; see `partKey`. */
  readonly parts: Database<StoredPart, Buffer>;
  /** What is open, by the time it was last touched. */
  readonly #openByTouch: Database<true, Buffer>;
  /** What is open, by the time it expires. */
  readonly #openByExpiry: Database<true, Buffer>;
  /** What is not open, by the time it expires. */
  readonly #closedByExpiry: Database<true, Buffer>;

  constructor(root: RootDatabase) {
    this.heads = root.openDB("records", { keyEncoding });
    this.parts = root.openDB("parts", { keyEncoding });
    this.#openByTouch = root.openDB("open-by-touch", { keyEncoding });
    this.#openByExpiry = root.openDB("open-by-expiry", { keyEncoding });
    this.#closedByExpiry = root.openDB("closed-by-expiry", { keyEncoding });
  }

  /** The record under this key, as if there were none when it is forgotten. */
  find(bytes: Buffer, now: number): InvocationRecord | undefined {
    const head = this.heads.get(bytes);
    if (head === undefined || isForgotten(head, now)) return undefined;
    return restoreRecord(bytes, head, this.#partsOf(bytes, head));
  }

  /**
   * Writes what is new of a record: it has grown out of the one that `find` gives in the same transaction.
   * @param touched when a sign of life has been seen; by default, when one was last seen before
   */
  put(record: InvocationRecord, now: number, touched?: number): void {
    const bytes = recordKey(record.key);
    const stored = this.heads.get(bytes);
    const old = stored && isForgotten(stored, now) ? this.#drop(bytes, stored) : stored;
    if (old !== undefined) this.#removeFromIndexes(bytes, old);
    const head = storeHead(record, touched ?? old?.touched ?? now);
    this.heads.putSync(bytes, head);
    this.#addToIndexes(bytes, head);
    this.#updateParts(bytes, record, old);
  }

  /** Up to `limit` open records that nobody has touched after `before`, longest untouched first. */
  idle(before: number, limit: number, now: number): InvocationRecord[] {
    const idle: InvocationRecord[] = [];
    for (const key of this.#openByTouch.getKeys({})) {
      const { time, rest } = parseTimeKey(key);
      if (idle.length >= limit || time > before) break;
      const record = this.find(rest, now);
      if (record !== undefined && !hasExpired(record.expiry, now)) idle.push(record);
    }
    return idle;
  }

  /** Up to `limit` open records whose IDs have expired, longest expired first. */
  expired(limit: number, now: number): InvocationRecord[] {
    const expired: InvocationRecord[] = [];
    for (const key of this.#openByExpiry.getKeys({})) {
      const { time, rest } = parseTimeKey(key);
      if (expired.length >= limit || !hasExpired(time, now)) break;
      const record = this.find(rest, now);
      if (record !== undefined) expired.push(record);
    }
    return expired;
  }

  /** Drops up to `limit` forgotten records; returns how many there were. */
  dropForgotten(limit: number, now: number): number {
    const forgotten = [...this.#closedByExpiry.getKeys({ limit })]
      .map(parseTimeKey)
      .filter(({ time }) => isSlackOver(time, now));
    for (const { rest } of forgotten) {
      const head = this.heads.get(rest);
      if (head !== undefined) this.#drop(rest, head);
    }
    return forgotten.length;
  }

  *#partsOf(bytes: Buffer, head: StoredHead): Generator<StoredPart> {
    if (!hasParts(head)) return;
    for (const { value } of this.parts.getRange(rangeOfParts(bytes))) yield value;
  }

  #updateParts(bytes: Buffer, { intent, log, callbacks }: InvocationRecord, old: StoredHead | undefined): void {
    if (intent === undefined && log.length === 0 && callbacks.size === 0 && old?.hasIntent !== true) return;
    const prefix = partsPrefix(bytes);
    const { hasIntent = false, logLength = 0, callbackCount = 0 } = old ?? {};
    if (intent === undefined && hasIntent) this.parts.removeSync(partKey(prefix, INTENT, 0));
    if (intent !== undefined && !hasIntent) this.parts.putSync(partKey(prefix, INTENT, 0), { intent });
    if (log.length > logLength) this.parts.putSync(partKey(prefix, LOG, logLength), { log: log.slice(logLength) });
    for (const [i, callback] of [...callbacks.values()].entries()) {
      if (i >= callbackCount) this.parts.putSync(partKey(prefix, CALLBACK, i), { callback });
    }
  }

  #drop(bytes: Buffer, head: StoredHead): undefined {
    this.#removeFromIndexes(bytes, head);
    this.heads.removeSync(bytes);
    if (!hasParts(head)) return;
    const keys = [...this.parts.getKeys(rangeOfParts(bytes))];
    for (const key of keys) this.parts.removeSync(key);
  }

  #addToIndexes(bytes: Buffer, { open, touched, expiry }: StoredHead): void {
    if (open) this.#openByTouch.putSync(timeKey(touched, bytes), true);
    this.#byExpiry(open).putSync(timeKey(expiry, bytes), true);
  }

  #removeFromIndexes(bytes: Buffer, { open, touched, expiry }: StoredHead): void {
    if (open) this.#openByTouch.removeSync(timeKey(touched, bytes));
    this.#byExpiry(open).removeSync(timeKey(expiry, bytes));
  }

  #byExpiry(open: boolean): Database<true, Buffer> {
    return open ? this.#openByExpiry : this.#closedByExpiry;
  }
}

function isForgotten({ open, expiry }: StoredHead, now: number): boolean {
  return !open && isSlackOver(expiry, now);
}

function rangeOfParts(record: Buffer): { readonly start: Buffer; readonly end: Buffer } {
  const prefix = partsPrefix(record);
  return { start: prefix, end: partKey(prefix, AFTER_ALL, 0) };
}
