/** The part of a service's state that one accessor works on: values of the IDL's types under the keys of a collection. */

import type { StateAccess } from "./access.js";
import type { StoredType } from "./descriptor.js";
import { decodeStored, encodeStored } from "./encoding.js";
import type { Gate, Gates } from "./gate.js";
import { keyText } from "./key-text.js";
import { StateError } from "./state-error.js";

export interface Cells {
  /** Undefined when nothing is stored there. */
  read<T>(key: string, type: StoredType<T>): Promise<T | undefined>;
  /** What must be there because of another value that was read. */
  readPart<T>(key: string, type: StoredType<T>): Promise<T>;
  /** What `write` takes: made at once, as the handler may change the value before its turn to be written comes. */
  encode<T>(type: StoredType<T>, value: T): Uint8Array;
  /** `undefined` deletes. */
  write(key: string, value: Uint8Array | undefined): Promise<void>;
  /** What keeps operations on one key, or on all of them, from getting in each other's way. */
  gate(key: string): Gate;
  keyText<T>(type: StoredType<T>, key: T): string;
  /** The cells that belong to one key of a map of collections. */
  under(key: string): Cells;
}

/** @param prefix what the keys of these cells begin with */
export function openCells(access: StateAccess, gates: Gates, collection: string, prefix = ""): Cells {
  const at = <T>(make: () => T): T => blaming(collection, make);
  const read: Cells["read"] = async (key, type) => {
    const bytes = await access.read(collection, prefix + key);
    return bytes && decodeStored(type, bytes, `${collection}/${prefix}${key}`);
  };
  return {
    read,
    async readPart(key, type) {
      const value = await read(key, type);
      if (value === undefined) throw damaged(`${collection}/${prefix}${key} is missing`);
      return value;
    },
    encode: (type, value) => at(() => encodeStored(type, value)),
    write: (key, value) => access.write(collection, prefix + key, value),
    gate: (key) => gates(`${collection}/${prefix}${key}`),
    keyText: (type, key) => at(() => keyText(type, key)),
    // The first slash ends the outer key, so that no two pairs of keys read alike.
    under: (key) => openCells(access, gates, collection, `${key.replaceAll("%", "%25").replaceAll("/", "%2F")}/`),
  };
}

/** Only a store that loses writes, or a writer other than this, makes it so. */
export function damaged(what: string): StateError {
  return new StateError(
    `The state is damaged: ${what}. Look for lost writes in the store, and restore it from a backup.`,
  );
}

/** Says which field of the state a value does not fit. */
function blaming<T>(collection: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (error instanceof Error) error.message = `The state "${collection}" does not take this: ${error.message}`;
    throw error;
  }
}
