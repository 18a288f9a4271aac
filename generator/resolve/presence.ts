/** Which fields a value always has, and which types have a value to stand for one that was not sent. */

import type { Field, StructDeclaration, TypeRef } from "../model.js";
import { findComponents } from "./components.js";
import { plainType } from "./plain-type.js";

interface Facts {
  /** Structs that lead to each other share it. */
  readonly component: readonly StructDeclaration[];
  readonly hasZero: boolean;
}

/** What is known already: structs that share structs would else be looked at again and again. */
const facts = new WeakMap<StructDeclaration, Facts>();

/**
 * Whether a property may be left out. Besides the fields that say so, these are fields without a requiredness whose
 * struct leads back to this one: a value that always had them would have no end.
 */
export function isOptional(struct: StructDeclaration, field: Field): boolean {
  if (struct.kind === "union") return false;
  if (!isFilled(field)) return field.requiredness === "optional";
  const inner = innerStruct(field);
  return inner !== undefined && factsOf(inner).component === factsOf(struct).component;
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
      return plain.declaration.kind !== "union" && factsOf(plain.declaration).hasZero;
  }
}

function factsOf(struct: StructDeclaration): Facts {
  const known = facts.get(struct);
  if (known !== undefined) return known;
  findComponents(
    struct,
    innerStructs,
    (each) => facts.has(each),
    (component) => {
      // Inside a component nothing depends on the zero of another: such a field is optional, or required.
      for (const each of component) facts.set(each, { component, hasZero: false });
      for (const each of component) facts.set(each, { component, hasZero: everyFieldHasZero(each) });
    },
  );
  return factsOf(struct);
}

function everyFieldHasZero(struct: StructDeclaration): boolean {
  return struct.fields.every(
    (field) =>
      field.requiredness !== "required" &&
      (isOptional(struct, field) || field.defaultValue !== undefined || hasZero(field.type)),
  );
}

/** Whether a reader has to fill the field in when it was not sent. */
function isFilled(field: Field): boolean {
  return field.requiredness === "default" && field.defaultValue === undefined;
}

/** The structs without which there is no value of this one. */
function* innerStructs(struct: StructDeclaration): Iterable<StructDeclaration> {
  for (const field of struct.fields) {
    const inner = isFilled(field) || field.requiredness === "required" ? innerStruct(field) : undefined;
    if (inner !== undefined) yield inner;
  }
}

/** A union has one of its fields only, so none of them has to be there. */
function innerStruct(field: Field): StructDeclaration | undefined {
  const plain = plainType(field.type);
  return plain.kind === "struct" && plain.declaration.kind !== "union" ? plain.declaration : undefined;
}
