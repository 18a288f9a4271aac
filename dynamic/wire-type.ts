import type { StructDeclaration, TypeRef } from "../generator/model.js";
import { wireTypeName } from "../generator/plan/types.js";
import { plainType } from "../generator/resolve/plain-type.js";
import { fieldsOf } from "../runtime/protocol/fields.js";
import { type Fields, TType } from "../runtime/protocol/protocol.js";

/** How values of this type are announced on the wire. */
export function wireType(type: TypeRef): TType {
  return TType[wireTypeName(plainType(type))];
}

export function fieldsOfStruct({ name, fields }: StructDeclaration): Fields {
  return fieldsOf(
    name,
    fields.map((field) => [field.id, wireType(field.type), field.name]),
  );
}
