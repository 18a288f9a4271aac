/** The table of a struct's fields that its codec reads by. */

import { ProtocolError } from "./protocol-error.js";
import type { Fields, TType } from "./protocol.js";
import { typeMismatch } from "./type-names.js";

/** @param struct what error messages put before a field's name */
export function fieldsOf(
  struct: string,
  fields: readonly (readonly [id: number, type: TType, name: string])[],
): Fields {
  const isSmall = ([id]: readonly [number, ...unknown[]]): boolean => id >= 0 && id < SMALL_IDS;
  const small = fields.filter(isSmall);
  const types = new Uint8Array(Math.max(0, ...small.map(([id]) => id + 1)));
  for (const [id, type] of small) types[id] = type;
  return {
    types,
    others: new Map(fields.filter((field) => !isSmall(field)).map(([id, type]) => [id, type])),
    names: new Map(fields.map(([id, , name]) => [id, `${struct}.${name}`])),
  };
}

const SMALL_IDS = 1024;

/**
 * Whether a field is one of these; for those that are not found by a look at `types`.
 * @throws ProtocolError for one that has another type on the wire than the IDL gives it
 */
export function isField({ types, others, names }: Fields, id: number, type: TType): boolean {
  const name = names.get(id);
  if (name === undefined) return false;
  const declared = others.get(id) ?? (types[id] as TType);
  if (type !== declared) throw typeMismatch(name, type, declared);
  return true;
}

/** The value of a required field, or the error that names it. */
export function required<T>(value: T | undefined, where: string): T {
  if (value === undefined) throw new ProtocolError(`The required field ${where} is missing`);
  return value;
}
