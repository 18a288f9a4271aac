/** The base types of the IDL as they are stored. */

import {
  readBool,
  readI8,
  readI16,
  readI32,
  readI64,
  readDouble,
  readString,
  readBinary,
  readUuid,
  writeBool,
  writeI8,
  writeI16,
  writeI32,
  writeI64,
  writeDouble,
  writeString,
  writeBinary,
  writeUuid,
} from "../protocol/base-types.js";
import { TType } from "../protocol/protocol.js";
import { readSafeI64, writeSafeI64 } from "../protocol/safe-i64.js";
import type { StoredType } from "./descriptor.js";

export const stored = {
  bool: { name: "bool", type: TType.BOOL, read: readBool, write: writeBool } satisfies StoredType<boolean>,
  i8: { name: "i8", type: TType.I8, read: readI8, write: writeI8 } satisfies StoredType<number>,
  i16: { name: "i16", type: TType.I16, read: readI16, write: writeI16 } satisfies StoredType<number>,
  i32: { name: "i32", type: TType.I32, read: readI32, write: writeI32 } satisfies StoredType<number>,
  i64: { name: "i64", type: TType.I64, read: readI64, write: writeI64 } satisfies StoredType<bigint>,
  /** An i64 that is a number in TypeScript. */
  safeI64: {
    name: "i64",
    type: TType.I64,
    read: (input) => readSafeI64(input, "A value"),
    write: writeSafeI64,
  } satisfies StoredType<number>,
  double: { name: "double", type: TType.DOUBLE, read: readDouble, write: writeDouble } satisfies StoredType<number>,
  string: { name: "string", type: TType.STRING, read: readString, write: writeString } satisfies StoredType<string>,
  binary: { name: "binary", type: TType.STRING, read: readBinary, write: writeBinary } satisfies StoredType<Uint8Array>,
  uuid: { name: "uuid", type: TType.UUID, read: readUuid, write: writeUuid } satisfies StoredType<string>,
};
