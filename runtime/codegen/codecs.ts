/** What generated codecs import. */

export { readList, readMap, readSet, writeList, writeMap, writeSet } from "../protocol/containers.js";
export { fieldsOf, required, skipField } from "../protocol/fields.js";
export { NOTHING } from "../protocol/nothing.js";
export { TType, type ProtocolReader, type ProtocolWriter, type StructCodec } from "../protocol/protocol.js";
export { onlyField } from "../protocol/union.js";
export type { Mutable } from "./mutable.js";
