/** The databases in the LMDB folder. */

import { open, type Database, type RootDatabase } from "lmdb";
import { stateKey } from "./lmdb-keys.js";
import { LmdbRecords } from "./lmdb-records.js";
import { restoreValue, storeValue, type StoredLetter, type StoredValue } from "./lmdb-values.js";
import type { StateKey } from "./store.js";

const keyEncoding = "binary";

/** Everything that writes must be called inside a write transaction of `root`. */
export class LmdbTables {
  readonly root: RootDatabase;
  readonly records: LmdbRecords;
  readonly state: Database<StoredValue, Buffer>;
  /** By the time of expiry. */
  readonly deadLetters: Database<StoredLetter, Buffer>;
  /** What belongs to the store as a whole. */
  readonly own: Database<Uint8Array, string>;

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
    this.records = new LmdbRecords(this.root);
    this.state = this.root.openDB("state", { keyEncoding });
    this.deadLetters = this.root.openDB("dead-letters", { keyEncoding });
    this.own = this.root.openDB("own", {});
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
}
