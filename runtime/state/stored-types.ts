/** The base types of the IDL as they are stored. */

import { TType } from "../protocol/protocol.js";
import { readSafeI64, writeSafeI64 } from "../protocol/safe-i64.js";
import type { StoredType } from "./descriptor.js";

export const stored = {
  bool: {
    name: "bool",
    type: TType.BOOL,
    read: (input) => input.readBool(),
    write: (output, value) => output.writeBool(value),
  } satisfies StoredType<boolean>,
  i8: {
    name: "i8",
    type: TType.I8,
    read: (input) => input.readI8(),
    write: (output, value) => output.writeI8(value),
  } satisfies StoredType<number>,
  i16: {
    name: "i16",
    type: TType.I16,
    read: (input) => input.readI16(),
    write: (output, value) => output.writeI16(value),
  } satisfies StoredType<number>,
  i32: {
    name: "i32",
    type: TType.I32,
    read: (input) => input.readI32(),
    write: (output, value) => output.writeI32(value),
  } satisfies StoredType<number>,
  i64: {
    name: "i64",
    type: TType.I64,
    read: (input) => input.readI64(),
    write: (output, value) => output.writeI64(value),
  } satisfies StoredType<bigint>,
  /** An i64 that is a number in TypeScript. */
  safeI64: {
    name: "i64",
    type: TType.I64,
    read: (input) => readSafeI64(input, "A value"),
    write: (output, value) => writeSafeI64(output, value),
  } satisfies StoredType<number>,
  double: {
    name: "double",
    type: TType.DOUBLE,
    read: (input) => input.readDouble(),
    write: (output, value) => output.writeDouble(value),
  } satisfies StoredType<number>,
  string: {
    name: "string",
    type: TType.STRING,
    read: (input) => input.readString(),
    write: (output, value) => output.writeString(value),
  } satisfies StoredType<string>,
  binary: {
    name: "binary",
    type: TType.STRING,
    read: (input) => input.readBinary(),
    write: (output, value) => output.writeBinary(value),
  } satisfies StoredType<Uint8Array>,
  uuid: {
    name: "uuid",
    type: TType.UUID,
    read: (input) => input.readUuid(),
    write: (output, value) => output.writeUuid(value),
  } satisfies StoredType<string>,
};
