/** The numbers of the compact protocol: how a message begins, and the type codes, four bits each. */

import { TType } from "./protocol.js";

export const PROTOCOL_ID = 0x82;
export const VERSION = 1;

/** In place of a list's size: the size follows, because it takes more than its four bits. */
export const LONG_SIZE = 15;

/** The code of a field whose value is `true`; also that of the element type bool, and of `true` as an element. */
export const TRUE = 1;
/** The code of a field whose value is `false`; also that of `false` as an element. */
export const FALSE = 2;

/** By wire type. */
export const COMPACT_TYPE: readonly number[] = [
  0,
  0,
  TRUE,
  3, // i8
  7, // double
  0,
  4, // i16
  0,
  5, // i32
  0,
  6, // i64
  8, // string, binary
  12, // struct
  11, // map
  10, // set
  9, // list
  13, // uuid
];

/**
 * The wire type of a code; undefined if it is none. As an element type bool has two codes: 2 is the specification's, 1
 * what Apache's libraries write.
 */
export function wireType(code: number): TType | undefined {
  return WIRE_TYPE[code];
}

const WIRE_TYPE: readonly (TType | undefined)[] = [
  undefined,
  TType.BOOL,
  TType.BOOL,
  TType.I8,
  TType.I16,
  TType.I32,
  TType.I64,
  TType.DOUBLE,
  TType.STRING,
  TType.LIST,
  TType.SET,
  TType.MAP,
  TType.STRUCT,
  TType.UUID,
];
