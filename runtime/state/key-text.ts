/** Keys of state as text: what a value is stored under, and which part of a service a call belongs to. */

import { TType } from "../protocol/protocol.js";
import { binary } from "../protocol/binary.js";
import { encodeValue } from "../protocol/encode-value.js";
import { wrongValue } from "../protocol/wrong-value.js";
import type { StoredType } from "./descriptor.js";

/** In Unicode mode, where it matches no half of a pair. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * The text of a key: a string itself, a number in decimal, `true` or `false`, a UUID in lower case, anything else in
 * hexadecimal. Two keys of one type have the same text only if they are the same on the wire.
 * @throws TypeError or RangeError for a key that does not fit its type, or a string that cannot be sent as it is
 */
export function keyText<T>(type: StoredType<T>, key: T): string {
  const bytes = encode(type, key);
  switch (type.type) {
    case TType.BOOL:
    case TType.I8:
    case TType.I16:
    case TType.I32:
    case TType.I64:
      return String(key);
    case TType.UUID:
      return String(key).toLowerCase();
    case TType.STRING:
      if (typeof key !== "string") return hex(bytes.subarray(4));
      if (LONE_SURROGATE.test(key)) throw wrongValue("A key", "a string of whole characters", key);
      return key;
    // What is left out of a struct and has a default reads back as that default, and is the same key as it.
    default:
      return hex(encode(type, type.read(binary.reader(bytes))));
  }
}

function encode<T>(type: StoredType<T>, key: T): Uint8Array {
  return encodeValue((output) => type.write(output, key));
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
