/** The values of fields that nobody has set, as JSON: those that generated code gives them. */

import type { BaseName, ConstValue, Field, StructDeclaration, TypeRef } from "../generator/model.js";
import { plainType } from "../generator/resolve/plain-type.js";
import { hasZero, isOptional } from "../generator/resolve/presence.js";
import { fromEntries } from "./maps.js";
import { fromBytes, fromEnum, fromNumber } from "./scalars.js";

const ZERO: Readonly<Record<BaseName, unknown>> = {
  bool: false,
  i8: fromNumber(0),
  i16: fromNumber(0),
  i32: fromNumber(0),
  i64: fromNumber(0),
  double: fromNumber(0),
  string: "",
  binary: "",
  uuid: "00000000-0000-0000-0000-000000000000",
};

/** Undefined if the field is then not there, or may not be left out. */
export function leftOut(struct: StructDeclaration, field: Field): unknown {
  if (field.requiredness === "required") return undefined;
  if (field.defaultValue !== undefined) return constant(field.type, field.defaultValue);
  return isOptional(struct, field) || !hasZero(field.type) ? undefined : zero(field.type);
}

function zero(type: TypeRef): unknown {
  const plain = plainType(type);
  switch (plain.kind) {
    case "base":
      return ZERO[plain.name];
    case "list":
    case "set":
      return [];
    case "map":
      return fromEntries(plain.key, []);
    case "enum":
      return plain.declaration.members[0]?.name;
    case "struct":
      return structOf(plain.declaration, []);
  }
}

function constant(type: TypeRef, value: ConstValue): unknown {
  const plain = plainType(type);
  switch (value.kind) {
    case "bool":
      return value.value;
    case "int":
    case "double":
      return fromNumber(value.value);
    case "string":
      return plain.kind === "base" && plain.name === "binary" ? fromBytes(Buffer.from(value.value)) : value.value;
    case "enum":
      return fromEnum(value.declaration, value.member.value);
    case "list":
    case "set":
      if (plain.kind !== "list" && plain.kind !== "set") throw new Error(`a ${plain.kind} has no elements`);
      return value.elements.map((element) => constant(plain.element, element));
    case "map":
      if (plain.kind !== "map") throw new Error(`a ${plain.kind} has no entries`);
      return fromEntries(
        plain.key,
        value.entries.map(([key, each]) => [constant(plain.key, key), constant(plain.value, each)]),
      );
    case "struct":
      return structOf(value.declaration, value.fields);
  }
}

type GivenFields = (ConstValue & { readonly kind: "struct" })["fields"];

/** A union has the one field that is given; the others have all that have a value. */
function structOf(declaration: StructDeclaration, given: GivenFields): unknown {
  const values = new Map(given.map(({ field, value }) => [field.id, value]));
  const fields = declaration.fields.map((field) => {
    const value = values.get(field.id);
    if (value !== undefined) return [field.name, constant(field.type, value)] as const;
    return [field.name, declaration.kind === "union" ? undefined : leftOut(declaration, field)] as const;
  });
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
}
