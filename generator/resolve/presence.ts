/** Which fields a value always has, and which types have a value to stand for one that was not sent. */

import type { Field, StructDeclaration, TypeRef } from "../model.js";
import { plainType } from "./plain-type.js";

/** What is known already: structs that share structs would else be looked at again and again. */
const endlessFields = new WeakMap<Field, boolean>();
const structsWithZero = new WeakMap<StructDeclaration, boolean>();

/**
 * Whether a property may be left out. Besides the fields that say so, these are fields without a requiredness whose
 * struct leads back to this one: a value that always had them would have no end.
 */
export function isOptional(struct: StructDeclaration, field: Field): boolean {
  if (struct.kind === "union") return false;
  if (!isFilled(field)) return field.requiredness === "optional";
  const known = endlessFields.get(field);
  if (known !== undefined) return known;
  const found = leadsTo(struct, field.type, new Set());
  endlessFields.set(field, found);
  return found;
}

/** Whether a value of this type exists that nobody had to choose: 0, "", an empty list, a struct of such values ... */
export function hasZero(type: TypeRef): boolean {
  const plain = plainType(type);
  switch (plain.kind) {
    case "base":
    case "list":
    case "set":
    case "map":
      return true;
    case "enum":
      return plain.declaration.members.length > 0;
    case "struct":
      return structHasZero(plain.declaration);
  }
}

function structHasZero(struct: StructDeclaration): boolean {
  if (struct.kind === "union") return false;
  const known = structsWithZero.get(struct);
  if (known !== undefined) return known;
  const found = struct.fields.every(
    (field) =>
      field.requiredness !== "required" &&
      (isOptional(struct, field) || field.defaultValue !== undefined || hasZero(field.type)),
  );
  structsWithZero.set(struct, found);
  return found;
}

/** Whether a reader has to fill the field in when it was not sent. */
function isFilled(field: Field): boolean {
  return field.requiredness === "default" && field.defaultValue === undefined;
}

function leadsTo(target: StructDeclaration, type: TypeRef, seen: Set<StructDeclaration>): boolean {
  const plain = plainType(type);
  if (plain.kind !== "struct" || plain.declaration.kind === "union") return false;
  if (plain.declaration === target) return true;
  if (seen.has(plain.declaration)) return false;
  seen.add(plain.declaration);
  return plain.declaration.fields.some(
    (field) => (isFilled(field) || field.requiredness === "required") && leadsTo(target, field.type, seen),
  );
}
