/**
 * LMDB keys for invocations and state: bytes whose order is the order of [partition, collection, key] in JavaScript,
 * element by element. Made here and not by the driver's array keys, which confuse NUL characters and lone surrogates in
 * long strings: every string must be a key, and no two strings the same one.
 */

import { sha256 } from "../sha256.js";
import { type InvocationKey, type StateKey, StoreError } from "./store.js";

/** Keys of this many bytes or more are cut here and end in a hash: with it and a time before it, they fit LMDB's 1978. */
const LONG = 1900;

const HASH_BYTES = 32;

const TIME_BYTES = 8;

/** The kinds of parts, in the order in which they stand. */
const [INTENT, LOG, CALLBACK, AFTER_ALL] = [0, 1, 2, 255];

/** What names (partition, collection) may take, so that a prefix to scan by is never cut. */
const MAX_PREFIX = 1000;

/** The key of a record in the database of records. */
export function recordKey({ partition, id }: InvocationKey): Buffer {
  return shorten(Buffer.concat([prefixOf(partition), encodeString(id)]));
}

/**
 * The way back from `recordKey`.
 * @param cutId `cutIdOf` the invocation's key
 */
export function parseRecordKey(bytes: Buffer, cutId: Uint8Array | undefined): InvocationKey {
  const text = decodeString(bytes);
  const end = text.indexOf("\0\0");
  const partition = text.slice(0, end).replaceAll("\0\uffff", "\0");
  return { partition, id: cutId === undefined ? text.slice(end + 2) : decodeString(cutId) };
}

/** What must be kept beside a record because its key was cut; undefined if it was not. */
export function cutIdOf(key: InvocationKey): Uint8Array | undefined {
  return isCut(recordKey(key)) ? encodeString(key.id) : undefined;
}

/** The key of a value in the database of state. */
export function stateKey({ partition, collection, key }: StateKey): Buffer {
  return shorten(Buffer.concat([prefixOf(partition, collection), encodeString(key)]));
}

/**
 * What the keys of everything under these names begin with, and no others.
 * @throws StoreError if the names are too long to be stored
 */
export function prefixOf(...names: string[]): Buffer {
  // A name ends in two NULs; a NUL inside it is followed by the highest character, so that no name runs into the next.
  const prefix = encodeString(names.map((name) => name.replaceAll("\0", "\0\uffff") + "\0\0").join(""));
  if (prefix.length <= MAX_PREFIX) return prefix;
  throw new StoreError(
    `The name ${names.map((name) => `"${name.slice(0, 30)}…"`).join(" / ")} is too long for the LMDB store: ` +
      `${prefix.length} bytes where ${MAX_PREFIX} fit. Use shorter names for services and collections.`,
  );
}

/** Whether the bytes of this key were cut: then the true key is in the value. */
export function isCut(key: Buffer): boolean {
  return key.length === LONG + HASH_BYTES;
}

/** What decides the key's place among all others. Cut keys that share it stand in the order of their hashes. */
export function sortingPart(key: Buffer): Buffer {
  return isCut(key) ? key.subarray(0, LONG) : key;
}

/** UTF-16, high byte first: sorts as JavaScript compares, and holds every string, lone surrogates included. */
export function encodeString(text: string): Buffer {
  return Buffer.from(text, "utf16le").swap16();
}

export function decodeString(bytes: Uint8Array): string {
  return Buffer.from(bytes).swap16().toString("utf16le");
}

/** A key that sorts by time, then by what follows. Big-endian doubles sort as the times they are. */
export function timeKey(time: number, rest: Buffer): Buffer {
  const bytes = Buffer.alloc(TIME_BYTES);
  bytes.writeDoubleBE(time);
  return Buffer.concat([bytes, rest]);
}

export function parseTimeKey(key: Buffer): { readonly time: number; readonly rest: Buffer } {
  return { time: key.readDoubleBE(0), rest: key.subarray(TIME_BYTES) };
}

/** What the keys of all parts of a record begin with, and no others: hashed, so that it is short and of one length. */
export function partsPrefix(record: Buffer): Buffer {
  return sha256(record).subarray(0, 16);
}

/** The key of the part that begins with this entry of the log. */
export function logPartKey(prefix: Buffer, index: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(index);
  return Buffer.concat([prefix, Buffer.of(LOG), bytes]);
}

export function intentPartKey(prefix: Buffer): Buffer {
  return Buffer.concat([prefix, Buffer.of(INTENT)]);
}

/** The key of the part that answers this step. */
export function callbackPartKey(prefix: Buffer, step: string): Buffer {
  return Buffer.concat([prefix, Buffer.of(CALLBACK), sha256(encodeString(step)).subarray(0, 16)]);
}

export function rangeOfParts(prefix: Buffer): { readonly start: Buffer; readonly end: Buffer } {
  return { start: prefix, end: Buffer.concat([prefix, Buffer.of(AFTER_ALL)]) };
}

function shorten(bytes: Buffer): Buffer {
  if (bytes.length < LONG) return bytes;
  return Buffer.concat([bytes.subarray(0, LONG), sha256(bytes)]);
}
