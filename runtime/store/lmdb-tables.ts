/** The databases in the LMDB folder, and what keeps them in step with each other. */

import { open, type Database, type RootDatabase } from "lmdb";
import { hasExpired, isForgotten } from "./expiry.js";
import { openIntentKey, parseOpenIntentKey, recordKey, stateKey } from "./lmdb-keys.js";
import { restoreValue, storeRecord, storeValue, type StoredRecord, type StoredValue } from "./lmdb-values.js";
import type { InvocationKey, InvocationRecord, StateKey } from "./store.js";

/** Everything that writes must be called inside a write transaction of `root`. */
export class LmdbTables {
  readonly root: RootDatabase;
  readonly records: Database<StoredRecord, Buffer>;
  readonly state: Database<StoredValue, Buffer>;
  /** One entry per intent without a result, by the time it was last touched: nobody reads all records to find them. */
  readonly #openIntents: Database<true, Buffer>;

  constructor(path: string) {
    // With `overlappingSync`, the driver's default, a commit is visible (to every process, and to whoever awaits it)
    // before it is on disk. Waiting for `flushed` would not be enough: another process could meanwhile read the result,
    // answer with it, and a power cut would undo what was answered. Without it, LMDB syncs the pages, then writes the
    // meta page through a descriptor that syncs as well (O_DSYNC), and only then publishes the transaction's number,
    // which readers and the driver's promise wait for (`mdb_txn_commit`, `mdb_env_write_meta` in mdb.c;
    // `WriteWorker::Write` in writer.cpp). So whatever anybody can see is on disk.
    //
    // `eventTurnBatching` would add an instruction of the driver's own to each batch, whose promise nobody holds: when a
    // commit fails, that promise's rejection ends the process. Transactions are batched without it.
    this.root = open({ path, noSubdir: false, overlappingSync: false, eventTurnBatching: false });
    const keyEncoding = "binary";
    this.records = this.root.openDB("records", { keyEncoding });
    this.state = this.root.openDB("state", { keyEncoding });
    this.#openIntents = this.root.openDB("open-intents", { keyEncoding });
  }

  /** The record under this key; drops it first if its time is over (E5). Writes. */
  recall(key: InvocationKey, now: number): StoredRecord | undefined {
    const bytes = recordKey(key);
    const stored = this.records.get(bytes);
    if (stored === undefined || !isForgotten(stored.expiry, now)) return stored;
    this.records.removeSync(bytes);
    this.#removeOpenIntent(bytes, stored);
    return undefined;
  }

  /** @param previous what `recall` found under the record's key */
  putRecord(record: InvocationRecord, touched: number, previous: StoredRecord | undefined): void {
    const bytes = recordKey(record.key);
    const stored = storeRecord(record, touched);
    this.#removeOpenIntent(bytes, previous);
    if (isOpen(stored)) this.#openIntents.putSync(openIntentKey(touched, bytes), true);
    this.records.putSync(bytes, stored);
  }

  getValue(key: StateKey): Uint8Array | undefined {
    const stored = this.state.get(stateKey(key));
    return stored && restoreValue(stored);
  }

  /** @param value undefined deletes */
  setValue(key: StateKey, value: Uint8Array | undefined): void {
    const bytes = stateKey(key);
    if (value === undefined) this.state.removeSync(bytes);
    else this.state.putSync(bytes, storeValue(bytes, key, value));
  }

  /** Up to `limit` open records that nobody has touched since `before`, longest untouched first; touches them. Writes. */
  touchIdle(before: number, limit: number, now: number): StoredRecord[] {
    const idle: { bytes: Buffer; stored: StoredRecord }[] = [];
    const expired: { bytes: Buffer; stored: StoredRecord }[] = [];
    for (const key of this.#openIntents.getKeys({})) {
      const { touched, record: bytes } = parseOpenIntentKey(key);
      if (idle.length >= limit || touched > before) break;
      const stored = this.records.get(bytes);
      if (stored !== undefined) (hasExpired(stored.expiry, now) ? expired : idle).push({ bytes, stored });
    }
    for (const { bytes, stored } of expired) this.#removeOpenIntent(bytes, stored);
    for (const { bytes, stored } of idle) {
      this.#removeOpenIntent(bytes, stored);
      this.#openIntents.putSync(openIntentKey(now, bytes), true);
      this.records.putSync(bytes, { ...stored, touched: now });
    }
    return idle.map(({ stored }) => stored);
  }

  #removeOpenIntent(bytes: Buffer, stored: StoredRecord | undefined): void {
    if (stored !== undefined && isOpen(stored)) this.#openIntents.removeSync(openIntentKey(stored.touched, bytes));
  }
}

function isOpen({ intent, result }: StoredRecord): boolean {
  return intent !== undefined && result === undefined;
}
