/** What wire types are called in messages for people, and the check that a field has the type the IDL gives it. */

import { ProtocolError } from "./protocol-error.js";
import { TType } from "./protocol.js";

const NAMES: ReadonlyMap<TType, string> = new Map([
  [TType.STOP, "a stop"],
  [TType.BOOL, "bool"],
  [TType.I8, "i8"],
  [TType.DOUBLE, "double"],
  [TType.I16, "i16"],
  [TType.I32, "i32"],
  [TType.I64, "i64"],
  [TType.STRING, "string/binary"],
  [TType.STRUCT, "struct"],
  [TType.MAP, "map"],
  [TType.SET, "set"],
  [TType.LIST, "list"],
  [TType.UUID, "uuid"],
]);

/** The IDL's word for a wire type, such as `string/binary`. */
export function typeName(type: TType): string {
  return NAMES.get(type) ?? `type ${type}`;
}

/** The error for a value whose type on the wire is not the IDL's. */
export function typeMismatch(where: string, onTheWire: TType, declared: TType): ProtocolError {
  const name = typeName(onTheWire);
  const article = /^[aeiou]/.test(name) ? "an" : "a";
  return new ProtocolError(`${where} is ${article} ${name} on the wire, the IDL says ${typeName(declared)}`);
}
