/**
 * The embedded store: one LMDB folder, shared by all processes of a machine.
 *
 * Every change is one callback in one of LMDB's write transactions: it reads what the reducer asks for, lets it decide
 * and writes what it says. Callbacks that wait while a transaction is being synced share the next one, and its sync.
 */

import { copyIntent } from "./copy.js";
import { isForgotten } from "./expiry.js";
import { toStoreError } from "./lmdb-errors.js";
import { prepareFolder } from "./lmdb-folder.js";
import { prefixOf, recordKey } from "./lmdb-keys.js";
import { scanPrefix } from "./lmdb-scan.js";
import { LmdbTables } from "./lmdb-tables.js";
import { restoreKey, restoreRecord, restoreValue } from "./lmdb-values.js";
import { decide } from "./reducer.js";
import {
  type Claim,
  type Commit,
  type InvocationKey,
  type InvocationRecord,
  type Outcome,
  type StateKey,
  type Store,
  StoreError,
} from "./store.js";

/**
 * Opens the LMDB store in a folder; makes the folder if it does not exist.
 * @param options.now the store's clock, in milliseconds since 1970
 * @throws StoreError if the folder cannot be made, or what is in it cannot be opened
 */
export async function openLmdbStore(path: string, options: { readonly now?: () => number } = {}): Promise<Store> {
  try {
    await prepareFolder(path);
    return new LmdbStore(path, new LmdbTables(path), options.now ?? Date.now);
  } catch (error) {
    throw await toStoreError(error, "be opened", path);
  }
}

class LmdbStore implements Store {
  readonly #path: string;
  readonly #tables: LmdbTables;
  readonly #now: () => number;
  #closed: Promise<void> | undefined;

  constructor(path: string, tables: LmdbTables, now: () => number) {
    this.#path = path;
    this.#tables = tables;
    this.#now = now;
  }

  commit(commit: Commit): Promise<Outcome> {
    return this.#write("commit", (tables, now) => {
      const caller = commit.callback?.caller;
      const stored = tables.recall(commit.key, now);
      const storedCaller = caller && tables.recall(caller, now);
      const before = {
        record: stored && restoreRecord(stored, commit.key),
        caller: storedCaller && caller && restoreRecord(storedCaller, caller),
        read: (key: StateKey) => tables.getValue(key),
      };
      const { outcome, changes } = decide(commit, before, now);
      if (changes !== undefined) {
        tables.putRecord(changes.record, now, stored);
        // A callback is no sign of life of the caller itself: it leaves `touched` as it was.
        if (changes.caller !== undefined) tables.putRecord(changes.caller, storedCaller?.touched ?? now, storedCaller);
        for (const { key, value } of changes.writes) tables.setValue(key, value);
      }
      return outcome;
    });
  }

  load(key: InvocationKey): Promise<InvocationRecord | undefined> {
    return this.#read("load", (tables) => {
      const stored = tables.records.get(recordKey(key));
      return stored && !isForgotten(stored.expiry, this.#now()) ? restoreRecord(stored, key) : undefined;
    });
  }

  read(keys: readonly StateKey[]): Promise<(Uint8Array | undefined)[]> {
    return this.#read("read", (tables) => keys.map((key) => tables.getValue(key)));
  }

  claim(idle: number, limit: number): Promise<Claim[]> {
    return this.#write("claim", (tables, now) =>
      tables
        .touchIdle(now - idle, limit, now)
        .flatMap(({ key, intent }) => (intent === undefined ? [] : [{ key, intent: copyIntent(intent) }])),
    );
  }

  async *scan(partition: string, collection: string): AsyncGenerator<{ key: string; value: Uint8Array }> {
    const prefix = prefixOf(partition, collection);
    yield* this.#scan(() =>
      scanPrefix(
        this.#tables.state,
        prefix,
        ({ key, value }) => ({ key: restoreKey(key, value, prefix), value: restoreValue(value) }),
        ({ key }) => key,
      ),
    );
  }

  async *scanInvocations(partition: string): AsyncGenerator<InvocationRecord> {
    const records = this.#scan(() =>
      scanPrefix(
        this.#tables.records,
        prefixOf(partition),
        ({ value }) => restoreRecord(value),
        ({ key }) => key.id,
      ),
    );
    for await (const record of records) if (!isForgotten(record.expiry, this.#now())) yield record;
  }

  writeUnguarded(key: StateKey, value: Uint8Array | undefined): Promise<void> {
    return this.#write("write", (tables) => tables.setValue(key, value));
  }

  /** Waits for what is under way. */
  close(): Promise<void> {
    this.#closed ??= this.#tables.root.close();
    return this.#closed;
  }

  /** Runs `change` in a write transaction; resolves when that is on disk. */
  async #write<T>(doing: string, change: (tables: LmdbTables, now: number) => T): Promise<T> {
    return this.#guard(doing, () => this.#tables.root.childTransaction(() => change(this.#tables, this.#now())));
  }

  /** Runs `look` on what is committed now: the driver's own snapshot may be older than another process's commit. */
  async #read<T>(doing: string, look: (tables: LmdbTables) => T): Promise<T> {
    return this.#guard(doing, () => {
      this.#tables.root.resetReadTxn();
      return look(this.#tables);
    });
  }

  async *#scan<T>(start: () => AsyncGenerator<T>): AsyncGenerator<T> {
    try {
      this.#assertOpen();
      yield* start();
    } catch (error) {
      throw await toStoreError(error, "be scanned", this.#path);
    }
  }

  async #guard<T>(doing: string, operation: () => T | Promise<T>): Promise<T> {
    try {
      this.#assertOpen();
      return await operation();
    } catch (error) {
      throw await toStoreError(error, doing, this.#path);
    }
  }

  #assertOpen(): void {
    if (this.#closed !== undefined) throw new StoreError("The store is closed. Open it again to use it.");
  }
}
