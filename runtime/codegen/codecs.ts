/** What generated codecs import. */

export {
  readBinary,
  readBool,
  readDouble,
  readI16,
  readI32,
  readI64,
  readI8,
  readString,
  readUuid,
  writeBinary,
  writeBool,
  writeDouble,
  writeI16,
  writeI32,
  writeI64,
  writeI8,
  writeString,
  writeUuid,
} from "../protocol/base-types.js";
export { readList, readMap, readSet, writeList, writeMap, writeSet } from "../protocol/containers.js";
export { fieldsOf, required, skipField } from "../protocol/fields.js";
export { NOTHING } from "../protocol/nothing.js";
export { TType, type ProtocolReader, type ProtocolWriter, type StructCodec } from "../protocol/protocol.js";
export { readSafeI64, writeSafeI64 } from "../protocol/safe-i64.js";
export { onlyField } from "../protocol/union.js";
export type { Mutable } from "./mutable.js";
