/**
 * Invocation records in LMDB: a head and parts each, and two indexes, so that collectors never read all records. They
 * are kept in step here.
 */

import type { Database, RootDatabase } from "lmdb";
import { hasExpired, isSlackOver } from "./expiry.js";
import {
  callbackPartKey,
  intentPartKey,
  logPartKey,
  parseTimeKey,
  partsPrefix,
  rangeOfParts,
  recordKey,
  timeKey,
} from "./lmdb-keys.js";
import { hasParts, restoreRecord, storeHead, type StoredHead, type StoredPart } from "./lmdb-values.js";
import type { InvocationRecord } from "./store.js";

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
    const parts = hasParts(head) ? this.parts.getRange(rangeOfParts(partsPrefix(bytes))).map(({ value }) => value) : [];
    return restoreRecord(bytes, head, parts);
  }

  /**
   * What of a record a change depends on, however long its log is: it has an empty log, and of the callbacks only those
   * to `steps`.
   */
  findGist(bytes: Buffer, now: number, steps: readonly string[] = []): InvocationRecord | undefined {
    const head = this.heads.get(bytes);
    if (head === undefined || isForgotten(head, now)) return undefined;
    const prefix = partsPrefix(bytes);
    const keys = [
      ...(head.hasIntent ? [intentPartKey(prefix)] : []),
      ...(head.hasCallbacks ? steps.map((step) => callbackPartKey(prefix, step)) : []),
    ];
    const parts = keys.map((key) => this.parts.get(key)).filter((part) => part !== undefined);
    return restoreRecord(bytes, head, parts);
  }

  logLength(bytes: Buffer, now: number): number {
    const head = this.heads.get(bytes);
    return head === undefined || isForgotten(head, now) ? 0 : head.logLength;
  }

  /**
   * Writes a record that has grown out of what `findGist` gives in the same transaction.
   * @param touched when a sign of life has been seen; by default, when one was last seen before
   */
  put(growth: InvocationRecord, now: number, touched?: number): void {
    const bytes = recordKey(growth.key);
    const stored = this.heads.get(bytes);
    const old = stored && isForgotten(stored, now) ? this.#drop(bytes, stored) : stored;
    if (old !== undefined) this.#removeFromIndexes(bytes, old);
    const head = storeHead(growth, touched ?? old?.touched ?? now, old);
    this.heads.putSync(bytes, head);
    this.#addToIndexes(bytes, head);
    if (hasParts(head) || old?.hasIntent === true) this.#putParts(bytes, growth, old);
  }

  /** Up to `limit` open records that nobody has touched after `before`, longest untouched first. */
  idle(before: number, limit: number, now: number): InvocationRecord[] {
    const idle: InvocationRecord[] = [];
    for (const key of this.#openByTouch.getKeys({})) {
      const { time, rest } = parseTimeKey(key);
      if (idle.length >= limit || time > before) break;
      const record = this.findGist(rest, now);
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
      const record = this.findGist(rest, now);
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

  #putParts(bytes: Buffer, { intent, log, callbacks }: InvocationRecord, old: StoredHead | undefined): void {
    const prefix = partsPrefix(bytes);
    const { hasIntent = false, logLength = 0 } = old ?? {};
    if (intent === undefined && hasIntent) this.parts.removeSync(intentPartKey(prefix));
    if (intent !== undefined && !hasIntent) this.parts.putSync(intentPartKey(prefix), { intent });
    if (log.length > 0) this.parts.putSync(logPartKey(prefix, logLength), { log });
    for (const callback of callbacks.values()) {
      this.parts.putSync(callbackPartKey(prefix, callback.step), { callback });
    }
  }

  #drop(bytes: Buffer, head: StoredHead): undefined {
    this.#removeFromIndexes(bytes, head);
    this.heads.removeSync(bytes);
    if (!hasParts(head)) return;
    const keys = [...this.parts.getKeys(rangeOfParts(partsPrefix(bytes)))];
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
