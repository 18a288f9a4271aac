/** A reader over an empty struct: what a codec reads from it is the struct's zero value. */

import { ProtocolError } from "./protocol-error.js";
import type { ProtocolReader } from "./protocol.js";
import { END } from "./tag.js";

/** Keeps no state, so that one is enough for everyone, also while a codec that reads it starts another. */
export const NOTHING: ProtocolReader = {
  readStructBegin() {},
  readStructEnd() {},
  readTag: () => END,
  assertEnd() {},
  readMessageBegin: refuse,
  readMessageEnd: refuse,
  skip: refuse,
  readMapBegin: refuse,
  readMapEnd: refuse,
  readListBegin: refuse,
  readListEnd: refuse,
  readSetBegin: refuse,
  readSetEnd: refuse,
  readBool: refuse,
  readI8: refuse,
  readI16: refuse,
  readI32: refuse,
  readI64: refuse,
  readDouble: refuse,
  readString: refuse,
  readBinary: refuse,
  readUuid: refuse,
};

function refuse(): never {
  throw new ProtocolError("An empty struct has no fields to read");
}
