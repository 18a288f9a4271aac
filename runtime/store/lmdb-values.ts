/** What the LMDB store keeps under its keys: plain data for the driver's MessagePack, and the way back. */

import { copyBytes, copyRecord } from "./copy.js";
import { decodeString, encodeString, isCut } from "./lmdb-keys.js";
import type { Callback, InvocationKey, InvocationRecord, StateKey } from "./store.js";

/** A record as it is stored. Its callbacks are a list: MessagePack would make an object of the map. */
export interface StoredRecord extends Omit<InvocationRecord, "callbacks"> {
  readonly callbacks: readonly Omit<Callback, "caller">[];
  /** When an attempt last committed to the record or a collector claimed it, in the store's milliseconds. */
  readonly touched: number;
}

/** A value of state; with its key's encoded string, if the key was too long to be found by its own bytes. */
export type StoredValue = Uint8Array | readonly [key: Uint8Array, value: Uint8Array];

export function storeRecord(record: InvocationRecord, touched: number): StoredRecord {
  return { ...record, callbacks: [...record.callbacks.values()], touched };
}

/** @param key the key it was looked up by, if there was one: it is the true one to the last character */
export function restoreRecord(stored: StoredRecord, key: InvocationKey = stored.key): InvocationRecord {
  const callbacks = new Map(stored.callbacks.map((callback) => [callback.step, callback]));
  return copyRecord({ ...stored, key, callbacks });
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
