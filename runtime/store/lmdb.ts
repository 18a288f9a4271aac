/**
 * The embedded store: one LMDB folder, shared by all processes of a machine.
 *
 * Every change is one callback in one of LMDB's write transactions: it reads what the reducer asks for, lets it decide
 * and writes what it says. Callbacks that are waiting when a transaction begins share it, and so one sync of the disk.
 */

import { mkdir } from "node:fs/promises";
import { open, type Database, type RootDatabase } from "lmdb";
import { copyIntent, copyResult } from "./copy.js";
import { hasExpired, isForgotten } from "./expiry.js";
import { toStoreError } from "./lmdb-errors.js";
import { openIntentKey, parseOpenIntentKey, prefixOf, recordKey, stateKey } from "./lmdb-keys.js";
import { scanPrefix } from "./lmdb-scan.js";
import {
  restoreKey,
  restoreRecord,
  restoreValue,
  storeRecord,
  storeValue,
  type StoredRecord,
  type StoredValue,
} from "./lmdb-values.js";
import { decide } from "./reducer.js";
import type { Claim, Commit, InvocationKey, InvocationRecord, Outcome, StateKey, Store } from "./store.js";
import { StoreError } from "./store.js";

/**
 * Opens the LMDB store in a folder; makes the folder if it does not exist.
 * @param options.now the store's clock, in milliseconds since 1970
 * @throws StoreError if the folder cannot be made, or what is in it cannot be opened
 */
export async function openLmdbStore(path: string, options: { readonly now?: () => number } = {}): Promise<Store> {
  try {
    await mkdir(path, { recursive: true });
    return new LmdbStore(path, options.now ?? Date.now);
  } catch (error) {
    throw await toStoreError(error, "be opened", path);
  }
}

class LmdbStore implements Store {
  readonly #path: string;
  readonly #now: () => number;
  readonly #root: RootDatabase;
  readonly #records: Database<StoredRecord, Buffer>;
  readonly #state: Database<StoredValue, Buffer>;
  /** One entry per intent without a result, by the time it was last touched: nobody reads all records to find them. */
  readonly #openIntents: Database<true, Buffer>;
  #closing: Promise<void> | undefined;

  constructor(path: string, now: () => number) {
    this.#path = path;
    this.#now = now;
    // With `overlappingSync`, the driver's default, a commit is visible (to all processes, and to the promise that we
    // await) before it is on disk. A second attempt could then read a result, answer with it, and the power cut that
    // follows would undo what it answered: waiting for `flushed` in the committing process alone does not help. Without
    // it, LMDB syncs the pages, writes the meta page through a descriptor that syncs too (O_DSYNC), and only then
    // publishes the transaction's number, which is what readers and our promise wait for (mdb_txn_commit in mdb.c,
    // WriteWorker::Write in writer.cpp). So whatever can be seen is on disk.
    this.#root = open({ path, noSubdir: false, overlappingSync: false });
    const keyEncoding = "binary";
    this.#records = this.#root.openDB("records", { keyEncoding });
    this.#state = this.#root.openDB("state", { keyEncoding });
    this.#openIntents = this.#root.openDB("open-intents", { keyEncoding });
  }

  async commit(commit: Commit): Promise<Outcome> {
    return this.#change("commit", () => {
      const now = this.#now();
      const caller = commit.callback?.caller;
      const stored = this.#recall(commit.key, now);
      const storedCaller = caller && this.#recall(caller, now);
      const before = {
        record: stored && restoreRecord(stored, commit.key),
        caller: storedCaller && restoreRecord(storedCaller, caller),
        read: (key: StateKey) => this.#get(key),
      };
      const { outcome, changes } = decide(commit, before, now);
      if (changes === undefined) return copyOutcome(outcome);
      this.#put(changes.record, now, stored);
      // A callback is no sign of life of the caller itself: it leaves `touched` as it was.
      if (changes.caller !== undefined) this.#put(changes.caller, storedCaller?.touched ?? now, storedCaller);
      for (const { key, value } of changes.writes) this.#set(key, value);
      return outcome;
    });
  }
