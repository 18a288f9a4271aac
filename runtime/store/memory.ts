/** The store that forgets when the process ends: the reducer over plain maps. The reference for every other store. */

import { copyBytes, copyIntent, copyRecord, copyResult } from "./copy.js";
import { hasExpired, isForgotten } from "./expiry.js";
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

interface Slot {
  readonly record: InvocationRecord;
  /** When an attempt last committed to the record or a collector claimed it. */
  readonly touched: number;
}

interface StateEntry {
  readonly key: StateKey;
  readonly value: Uint8Array;
}

export class MemoryStore implements Store {
  /** By `mapKey` of the invocation's or the value's key. */
  readonly #slots = new Map<string, Slot>();
  readonly #state = new Map<string, StateEntry>();
  readonly #now: () => number;
  #closed = false;

  /** @param now the store's clock, in milliseconds since 1970 */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  async commit(commit: Commit): Promise<Outcome> {
    this.#assertOpen();
    const now = this.#now();
    const caller = commit.callback?.caller;
    const before = {
      record: this.#recall(commit.key, now)?.record,
      caller: caller && this.#recall(caller, now)?.record,
      read: (key: StateKey) => this.#state.get(stateMapKey(key))?.value,
    };
    const { outcome, changes } = decide(commit, before, now);
    if (changes !== undefined) {
      this.#slots.set(recordMapKey(commit.key), { record: copyRecord(changes.record), touched: now });
      if (changes.caller !== undefined) {
        const { key } = changes.caller;
        // A callback is no sign of life of the caller itself: it leaves `touched` as it was.
        const touched = this.#recall(key, now)?.touched ?? now;
        this.#slots.set(recordMapKey(key), { record: copyRecord(changes.caller), touched });
      }
      for (const { key, value } of changes.writes) this.#write(key, value);
    }
    return copyOutcome(outcome);
  }

  async load(key: InvocationKey): Promise<InvocationRecord | undefined> {
    this.#assertOpen();
    const slot = this.#recall(key, this.#now());
    return slot && copyRecord(slot.record);
  }

  async read(keys: readonly StateKey[]): Promise<(Uint8Array | undefined)[]> {
    this.#assertOpen();
    return keys.map((key) => {
      const entry = this.#state.get(stateMapKey(key));
      return entry && copyBytes(entry.value);
    });
  }

  async claim(idle: number, limit: number): Promise<Claim[]> {
    this.#assertOpen();
    const now = this.#now();
    const claims: Claim[] = [];
    for (const { record, touched } of [...this.#slots.values()].sort(byAge)) {
      if (claims.length >= limit || now - touched < idle) break;
      const { key, intent, result, expiry } = record;
      if (intent === undefined || result !== undefined || hasExpired(expiry, now)) continue;
      this.#slots.set(recordMapKey(key), { record, touched: now });
      claims.push({ key: { ...key }, intent: copyIntent(intent) });
    }
    return claims;
  }

  async *scan(partition: string, collection: string): AsyncGenerator<{ key: string; value: Uint8Array }> {
    this.#assertOpen();
    const entries = [...this.#state.values()]
      .filter(({ key }) => key.partition === partition && key.collection === collection)
      .sort((a, b) => compare(a.key.key, b.key.key));
    for (const { key, value } of entries) yield { key: key.key, value: copyBytes(value) };
  }

  async *scanInvocations(partition: string): AsyncGenerator<InvocationRecord> {
    this.#assertOpen();
    const now = this.#now();
    const records = [...this.#slots.values()]
      .map(({ record }) => record)
      .filter(({ key, expiry }) => key.partition === partition && !isForgotten(expiry, now))
      .sort((a, b) => compare(a.key.id, b.key.id));
    for (const record of records) yield copyRecord(record);
  }

  async writeUnguarded(key: StateKey, value: Uint8Array | undefined): Promise<void> {
    this.#assertOpen();
    this.#write(key, value);
  }

  async close(): Promise<void> {
    this.#closed = true;
  }

  #assertOpen(): void {
    if (this.#closed) throw new StoreError("The store is closed. Open it again to use it.");
  }

  /** The slot under this key; drops it first if its time is over (E5). */
  #recall(key: InvocationKey, now: number): Slot | undefined {
    const slot = this.#slots.get(recordMapKey(key));
    if (slot === undefined || !isForgotten(slot.record.expiry, now)) return slot;
    this.#slots.delete(recordMapKey(key));
    return undefined;
  }

  #write(key: StateKey, value: Uint8Array | undefined): void {
    if (value === undefined) this.#state.delete(stateMapKey(key));
    else this.#state.set(stateMapKey(key), { key: { ...key }, value: copyBytes(value) });
  }
}

/** JSON, because names and keys may hold any character and no separator is safe. */
function recordMapKey({ partition, id }: InvocationKey): string {
  return JSON.stringify([partition, id]);
}

function stateMapKey({ partition, collection, key }: StateKey): string {
  return JSON.stringify([partition, collection, key]);
}

/** Key order: that of JavaScript strings, which is that of their UTF-16 code units. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Longest untouched first. */
function byAge(a: Slot, b: Slot): number {
  const [ka, kb] = [a.record.key, b.record.key];
  return a.touched - b.touched || compare(ka.partition, kb.partition) || compare(ka.id, kb.id);
}

function copyOutcome(outcome: Outcome): Outcome {
  if (outcome.kind === "done") return { kind: "done", result: copyResult(outcome.result) };
  if (outcome.kind === "behind") return { kind: "behind", record: copyRecord(outcome.record) };
  return outcome;
}
