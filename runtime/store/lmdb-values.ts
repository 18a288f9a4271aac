/** What the LMDB store keeps under its keys: plain data for the driver's MessagePack, and the way back. */

import { copyBytes, copyIntent, copyRecord } from "./copy.js";
import { isOpen } from "./expiry.js";
import { cutIdOf, decodeString, encodeString, isCut, parseRecordKey } from "./lmdb-keys.js";
import type {
  DeadLetter,
  DeliveredCallback,
  InvocationRecord,
  Intent,
  LogEntry,
  RecordedResult,
  StateKey,
} from "./store.js";

/** What every commit to a record writes again: all that does not grow with the invocation. The rest is in its parts. */
export interface StoredHead {
  /** With this and the key it is stored under, the record's own key is known to the last character. */
  readonly cutId?: Uint8Array | undefined;
  readonly fingerprint?: string | undefined;
  readonly expiry: number;
  readonly parked?: readonly string[] | undefined;
  readonly result?: RecordedResult | undefined;
  /** When an attempt last committed to the record or a collector claimed it, in the store's milliseconds. */
  readonly touched: number;
  readonly open: boolean;
  readonly hasIntent: boolean;
  readonly logLength: number;
  readonly hasCallbacks: boolean;
}

/** What a commit adds to a record is one part or a few, never written again: a long log costs no more per flush. */
export type StoredPart =
  { readonly intent: Intent } | { readonly log: readonly LogEntry[] } | { readonly callback: DeliveredCallback };

/** A dead letter, stored under its expiry and the key of its record. */
export interface StoredLetter {
  readonly cutId?: Uint8Array | undefined;
  readonly intent: Intent;
}

/** A value of state; with its key's encoded string, if the key was too long to be found by its own bytes. */
export type StoredValue = Uint8Array | readonly [key: Uint8Array, value: Uint8Array];

/**
 * @param growth the record with only what is new in its log and callbacks
 * @param old the head that it has grown out of
 */
export function storeHead(growth: InvocationRecord, touched: number, old: StoredHead | undefined): StoredHead {
  const { key, intent, log, callbacks, ...rest } = growth;
  return {
    ...rest,
    cutId: cutIdOf(key),
    touched,
    open: isOpen(growth),
    hasIntent: intent !== undefined,
    logLength: (old?.logLength ?? 0) + log.length,
    hasCallbacks: old?.hasCallbacks === true || callbacks.size > 0,
  };
}

export function hasParts({ hasIntent, logLength, hasCallbacks }: StoredHead): boolean {
  return hasIntent || logLength > 0 || hasCallbacks;
}

/**
 * @param bytes the key of the record
 * @param parts in the order of their keys
 */
export function restoreRecord(bytes: Buffer, head: StoredHead, parts: Iterable<StoredPart>): InvocationRecord {
  const { cutId, fingerprint, expiry, parked, result } = head;
  const key = parseRecordKey(bytes, cutId);
  const log: LogEntry[] = [];
  const callbacks = new Map<string, DeliveredCallback>();
  let intent: Intent | undefined;
  for (const part of parts) {
    if ("log" in part) log.push(...part.log);
    else if ("callback" in part) callbacks.set(part.callback.step, part.callback);
    else intent = part.intent;
  }
  return copyRecord({ key, fingerprint, expiry, intent, log, callbacks, parked, result });
}

export function storeLetter({ key, intent }: DeadLetter): StoredLetter {
  return { cutId: cutIdOf(key), intent };
}

/** @param bytes the key of the record that it was */
export function restoreLetter(bytes: Buffer, expiry: number, { cutId, intent }: StoredLetter): DeadLetter {
  return { key: parseRecordKey(bytes, cutId), intent: copyIntent(intent), expiry };
}

export function storeValue(bytes: Buffer, key: StateKey, value: Uint8Array): StoredValue {
  return isCut(bytes) ? [encodeString(key.key), value] : value;
}

export function restoreValue(stored: StoredValue): Uint8Array {
  return copyBytes(stored instanceof Uint8Array ? stored : stored[1]);
}

/** The last element of the state key that this value is stored under. */
export function restoreKey(bytes: Buffer, stored: StoredValue, prefix: Buffer): string {
  return decodeString(stored instanceof Uint8Array ? bytes.subarray(prefix.length) : stored[0]);
}
