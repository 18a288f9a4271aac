/** What a codec knows of its struct's fields: looked at when one comes that it has no case for, and by error messages. */

import { ProtocolError } from "./protocol-error.js";
import type { Fields, ProtocolReader, TType } from "./protocol.js";
import { idOf, typeOf } from "./tag.js";
import { typeMismatch } from "./type-names.js";

export function fieldsOf(
  struct: string,
  fields: readonly (readonly [id: number, type: TType, name: string])[],
): Fields {
  return { struct, byId: new Map(fields.map(([id, type, name]) => [id, { type, name }])) };
}

/**
 * Passes over a field that the codec does not read.
 * @throws ProtocolError if it is one of these after all, with another wire type than the IDL gives it
 */
export function skipField(input: ProtocolReader, tag: number, { struct, byId }: Fields): void {
  const declared = byId.get(idOf(tag));
  if (declared !== undefined) throw typeMismatch(`${struct}.${declared.name}`, typeOf(tag), declared.type);
  input.skip(typeOf(tag));
}

/** The value of a required field, or the error that names it. */
export function required<T>(value: T | undefined, where: string): T {
  if (value === undefined) throw new ProtocolError(`The required field ${where} is missing`);
  return value;
}
