/** The store that forgets when the process ends: the reducer over plain maps. The reference for every other store. */

import { randomBytes } from "../random-bytes.js";
import { copyBytes, copyIntent, copyRecord, copyResult } from "./copy.js";
import { hasExpired, isForgotten, isOpen } from "./expiry.js";
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

interface Slot {
  readonly record: InvocationRecord;
  /** When an attempt last committed to the record or a collector claimed it. */
  readonly touched: number;
}

interface StateEntry {
  readonly key: StateKey;
  readonly value: Uint8Array;
}

export interface MemoryStoreOptions {
  /** The store's clock, in milliseconds since 1970. */
  readonly now?: () => number;
  /** Keeps partitions apart as a cluster does: no commit reaches two of them. */
  readonly partitioned?: boolean;
  /** 32 random bytes if absent. IDs follow from it: a simulation that is to be replayed needs the same. */
  readonly secret?: Uint8Array;
}

export class MemoryStore implements Store {
  /** By `mapKey` of the invocation's or the value's key. */
  readonly #slots = new Map<string, Slot>();
  readonly #state = new Map<string, StateEntry>();
  readonly #deadLetters: DeadLetter[] = [];
  readonly #secret: Uint8Array;
  readonly #now: () => number;
  readonly #partitioned: boolean;
  #closed = false;

  constructor({ now = Date.now, partitioned = false, secret = randomBytes(32) }: MemoryStoreOptions = {}) {
    this.#secret = secret;
    this.#now = now;
    this.#partitioned = partitioned;
  }

  async secret(): Promise<Uint8Array> {
    this.#assertOpen();
    return copyBytes(this.#secret);
  }

  joins(partition: string, other: string): boolean {
    return !this.#partitioned || partition === other;
  }

  async commit(commit: Commit): Promise<Outcome> {
    this.#assertOpen();
    this.#assertOnePartition(commit);
    const now = this.#now();
    const before: Before = {
      record: (key) => this.#recall(key, now)?.record,
      value: (key) => this.#state.get(stateMapKey(key))?.value,
    };
    const { outcome, changes } = decide(commit, before, now);
    if (changes !== undefined) {
      this.#keep(changes.record, now);
      for (const record of changes.outbox) this.#keep(record, now);
      if (changes.caller !== undefined) this.#keepCaller(changes.caller, now);
      for (const { key, value } of changes.writes) this.#write(key, value);
    }
    return copyOutcome(outcome);
  }

  async deliver(callback: Callback): Promise<DeliveryOutcome> {
    this.#assertOpen();
    const now = this.#now();
    const { outcome, caller } = decideDelivery(callback, this.#recall(callback.caller, now)?.record, now);
    if (caller !== undefined) this.#keepCaller(caller, now);
    if (outcome.kind !== "applied" || outcome.wake === undefined) return outcome;
    return { ...outcome, wake: copyIntent(outcome.wake) };
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
      const { key, intent, expiry } = record;
      if (intent === undefined || !isOpen(record) || hasExpired(expiry, now)) continue;
      this.#keep(wakeUp(record), now);
      claims.push({ key: { ...key }, intent: copyIntent(intent) });
    }
    return claims;
  }

  async sweep(limit: number): Promise<DeadLetter[]> {
    this.#assertOpen();
    const now = this.#now();
    const letters: DeadLetter[] = [];
    for (const { record, touched } of [...this.#slots.values()].sort(byExpiry)) {
      this.#recall(record.key, now);
      const buried = letters.length < limit ? bury(record, now) : undefined;
      if (buried === undefined) continue;
      this.#keep(buried.record, touched);
      this.#deadLetters.push(copyLetter(buried.letter));
      letters.push(copyLetter(buried.letter));
    }
    return letters;
  }

  async *deadLetters(): AsyncGenerator<DeadLetter> {
    this.#assertOpen();
    for (const letter of this.#deadLetters.toSorted(byExpiryOf)) yield copyLetter(letter);
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
      .filter((record) => record.key.partition === partition && !isForgotten(record, now))
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

  #assertOnePartition({ key, callback, outbox = [] }: Commit): void {
    const others = [...(callback === undefined ? [] : [callback.caller]), ...outbox.map((entry) => entry.key)];
    const outside = others.find(({ partition }) => !this.joins(key.partition, partition));
    if (outside !== undefined)
      throw new StoreError(`A commit in ${key.partition} does not reach ${outside.partition}. Nothing was written.`);
  }

  #keep(record: InvocationRecord, touched: number): void {
    this.#slots.set(recordMapKey(record.key), { record: copyRecord(record), touched });
  }

  /** A callback is no sign of life of the caller itself: it leaves `touched` as it was. */
  #keepCaller(caller: InvocationRecord, now: number): void {
    this.#keep(caller, this.#recall(caller.key, now)?.touched ?? now);
  }

  /** The slot under this key; drops it first if its time is over (E5). */
  #recall(key: InvocationKey, now: number): Slot | undefined {
    const slot = this.#slots.get(recordMapKey(key));
    if (slot === undefined || !isForgotten(slot.record, now)) return slot;
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

/** Longest expired first. */
function byExpiryOf(a: DeadLetter | InvocationRecord, b: DeadLetter | InvocationRecord): number {
  return a.expiry - b.expiry || compare(a.key.partition, b.key.partition) || compare(a.key.id, b.key.id);
}

function byExpiry(a: Slot, b: Slot): number {
  return byExpiryOf(a.record, b.record);
}

function copyLetter({ key, intent, expiry }: DeadLetter): DeadLetter {
  return { key: { ...key }, intent: copyIntent(intent), expiry };
}

function copyOutcome(outcome: Outcome): Outcome {
  if (outcome.kind === "done") return { kind: "done", result: copyResult(outcome.result) };
  if (outcome.kind === "behind") return { kind: "behind", record: copyRecord(outcome.record) };
  if (outcome.kind === "applied" && outcome.wake !== undefined) return { ...outcome, wake: copyIntent(outcome.wake) };
  return outcome;
}
