/** The names of wire types in Thrift's JSON. */

import { TType } from "./protocol.js";

const TYPES: ReadonlyMap<string, TType> = new Map([
  ["tf", TType.BOOL],
  ["i8", TType.I8],
  ["i16", TType.I16],
  ["i32", TType.I32],
  ["i64", TType.I64],
  ["dbl", TType.DOUBLE],
  ["str", TType.STRING],
  ["rec", TType.STRUCT],
  ["map", TType.MAP],
  ["set", TType.SET],
  ["lst", TType.LIST],
  ["uid", TType.UUID],
]);

export function jsonType(name: string): TType | undefined {
  return TYPES.get(name);
}
