/** Values of state as bytes: one byte for the type, then the value in the binary protocol, each value on its own. */

import { encodeValue } from "../protocol/encode-value.js";
import { ProtocolError } from "../protocol/protocol-error.js";
import type { TType } from "../protocol/protocol.js";
import { binary } from "../protocol/binary.js";
import { typeName } from "../protocol/type-names.js";
import type { StoredType } from "./descriptor.js";
import { StateError } from "./state-error.js";

/** @throws TypeError or RangeError for a value that does not fit its type */
export function encodeStored<T>(type: StoredType<T>, value: T): Uint8Array {
  return encodeValue((output) => {
    output.writeI8(type.type);
    type.write(output, value);
  });
}

/**
 * @param where what is read, for messages: `urls/abc`
 * @throws StateError for bytes that are no value of this type
 */
export function decodeStored<T>(type: StoredType<T>, bytes: Uint8Array, where: string): T {
  const input = binary.reader(bytes);
  try {
    const found = input.readI8();
    if (found !== type.type)
      throw new ProtocolError(
        `what is stored is of type ${typeName(found as TType)}, the IDL says ${typeName(type.type)}`,
      );
    const value = type.read(input);
    input.assertEnd();
    return value;
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    throw new StateError(
      `The state ${where} cannot be read as ${type.name}: ${error.message}. It was stored under another IDL: give the ` +
        `field its old type back and add a new one, or convert what is stored.`,
    );
  }
}
