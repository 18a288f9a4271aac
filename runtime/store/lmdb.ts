/**
 * The embedded store: one LMDB folder, shared by all processes of a machine.
 *
 * Every change is one callback in one of LMDB's write transactions: it reads what the reducer asks for, lets it decide
 * and writes what it says. Callbacks that wait while a transaction is being synced share the next one, and its sync.
 */

import { randomBytes } from "../random-bytes.js";
import { copyBytes } from "./copy.js";
import { toStoreError } from "./lmdb-errors.js";
import { prepareFolder } from "./lmdb-folder.js";
import { parseRecordKey, parseTimeKey, prefixOf, recordKey, timeKey } from "./lmdb-keys.js";
import { readEntries, scanPrefix } from "./lmdb-scan.js";
import { LmdbTables } from "./lmdb-tables.js";
import { restoreKey, restoreLetter, restoreValue, storeLetter } from "./lmdb-values.js";
import { type Before, bury, decide, decideDelivery, wakeUp } from "./reducer.js";
import {
  type Callback,
  type Claim,
  type Commit,
  type DeadLetter,
  type DeliveryOutcome,
  type InvocationKey,
  type InvocationRecord,
  type Outcome,
  type StateKey,
  type Store,
  StoreError,
} from "./store.js";

const SECRET_BYTES = 32;

/** How many forgotten records one transaction drops: others must be able to commit in between. */
const DROPPED_AT_ONCE = 500;

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

  /** Others may open the store at the same time: who is the first is seen in the transaction. */
  secret(): Promise<Uint8Array> {
    return this.#write("give its secret", ({ own }) => copyBytes(own.get("secret") ?? makeSecret(own)));
  }

  joins(): boolean {
    return true;
  }

  commit(commit: Commit): Promise<Outcome> {
    return this.#write("commit", (tables, now) => {
      const { records } = tables;
      const own = recordKey(commit.key);
      // An attempt that knows the log as it is need not have it read: the same entries are left out on both sides. Any
      // other attempt is refused, and mostly told the whole record.
      const isKnown = records.logLength(own, now) === commit.logLength;
      const steps = [...(commit.parked ?? []), ...(commit.callback === undefined ? [] : [commit.callback.step])];
      const before: Before = {
        record: (key) => (isKnown ? records.findGist(recordKey(key), now, steps) : records.find(recordKey(key), now)),
        value: (key) => tables.getValue(key),
      };
      const { outcome, changes } = decide(isKnown ? { ...commit, logLength: 0 } : commit, before, now);
      if (changes !== undefined) {
        for (const record of [changes.record, ...changes.outbox]) records.put(record, now, now);
        // A callback is no sign of life of the caller itself.
        if (changes.caller !== undefined) records.put(changes.caller, now);
        for (const { key, value } of changes.writes) tables.setValue(key, value);
      }
      if (outcome.kind !== "behind") return outcome;
      return { ...outcome, record: records.find(own, now) ?? outcome.record };
    });
  }

  deliver(callback: Callback): Promise<DeliveryOutcome> {
    return this.#write("deliver", ({ records }, now) => {
      const before = records.findGist(recordKey(callback.caller), now, [callback.step]);
      const { outcome, caller } = decideDelivery(callback, before, now);
      if (caller !== undefined) records.put(caller, now);
      return outcome;
    });
  }

  load(key: InvocationKey): Promise<InvocationRecord | undefined> {
    return this.#read("load", ({ records }) => records.find(recordKey(key), this.#now()));
  }

  read(keys: readonly StateKey[]): Promise<(Uint8Array | undefined)[]> {
    return this.#read("read", (tables) => keys.map((key) => tables.getValue(key)));
  }

  claim(idle: number, limit: number): Promise<Claim[]> {
    return this.#write("claim", ({ records }, now) =>
      records.idle(now - idle, limit, now).flatMap((record) => {
        records.put(wakeUp(record), now, now);
        const { key, intent } = record;
        return intent === undefined ? [] : [{ key, intent }];
      }),
    );
  }

  async sweep(limit: number): Promise<DeadLetter[]> {
    const letters = await this.#write("sweep", ({ records, deadLetters }, now) =>
      records.expired(limit, now).flatMap((record) => {
        const buried = bury(record, now);
        if (buried === undefined) return [];
        records.put(buried.record, now);
        deadLetters.putSync(timeKey(record.expiry, recordKey(record.key)), storeLetter(buried.letter));
        return [buried.letter];
      }),
    );
    const drop = () => this.#write("sweep", ({ records }, now) => records.dropForgotten(DROPPED_AT_ONCE, now));
    while ((await drop()) === DROPPED_AT_ONCE);
    return letters;
  }

  async *deadLetters(): AsyncGenerator<DeadLetter> {
    yield* this.#scan(async function* ({ deadLetters }) {
      for (const { key, value } of readEntries(deadLetters)) {
        const { time, rest } = parseTimeKey(key);
        yield restoreLetter(rest, time, value);
      }
    });
  }

  async *scan(partition: string, collection: string): AsyncGenerator<{ key: string; value: Uint8Array }> {
    const prefix = prefixOf(partition, collection);
    yield* this.#scan(({ state }) =>
      scanPrefix(
        state,
        prefix,
        ({ key, value }) => ({ key: restoreKey(key, value, prefix), value: restoreValue(value) }),
        ({ key }) => key,
      ),
    );
  }

  async *scanInvocations(partition: string): AsyncGenerator<InvocationRecord> {
    const found = this.#scan(({ records: { heads } }) =>
      scanPrefix(
        heads,
        prefixOf(partition),
        ({ key, value }) => ({ bytes: key, id: parseRecordKey(key, value.cutId).id }),
        ({ id }) => id,
      ),
    );
    for await (const { bytes } of found) {
      // The head that was scanned may be of another moment than the parts are now.
      const record = await this.#read("be scanned", ({ records }) => records.find(bytes, this.#now()));
      if (record !== undefined) yield record;
    }
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

  async *#scan<T>(start: (tables: LmdbTables) => AsyncGenerator<T>): AsyncGenerator<T> {
    try {
      this.#assertOpen();
      yield* start(this.#tables);
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

function makeSecret(own: LmdbTables["own"]): Uint8Array {
  const secret = randomBytes(SECRET_BYTES);
  own.putSync("secret", secret);
  return secret;
}
