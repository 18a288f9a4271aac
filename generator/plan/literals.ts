/** Constants and default values of the IDL as TypeScript literals. */

import type { ConstValue, Field, StructDeclaration, TypeRef } from "../model.js";
import { brackets } from "./brackets.js";
import { enumMember } from "./enums.js";
import { propertyOf } from "./names.js";
import { plainType } from "../resolve/plain-type.js";
import { isOptional } from "../resolve/presence.js";
import { quote } from "./quote.js";
import type { Scope } from "./scope.js";
import { typeText } from "./types.js";
import { zeroExpression } from "./zero.js";

/** The literal for a value of this type. */
export function literal(type: TypeRef, value: ConstValue, scope: Scope): string {
  switch (value.kind) {
    case "bool":
      return String(value.value);
    case "int":
      return integer(type, value.value);
    case "double":
      return Object.is(value.value, -0) ? "-0" : String(value.value);
    case "string":
      return text(type, value.value);
    case "enum":
      return enumMember(value.declaration, value.member.name, scope);
    case "list":
    case "set":
      return collection(type, value.elements, scope);
    case "map":
      return map(type, value.entries, scope);
    case "struct":
      return struct(value.declaration, value.fields, scope);
  }
}

function integer(type: TypeRef, value: bigint): string {
  const plain = plainType(type);
  return plain.kind === "base" && plain.name === "i64" && plain.as === undefined ? `${value}n` : String(value);
}

function text(type: TypeRef, value: string): string {
  const plain = plainType(type);
  if (plain.kind !== "base" || plain.name !== "binary") return quote(value);
  const bytes = [...Buffer.from(value)].map((byte) => `0x${byte.toString(16).padStart(2, "0")}`);
  return `new Uint8Array(${brackets("[", bytes, "]")})`;
}

function collection(type: TypeRef, values: readonly ConstValue[], scope: Scope): string {
  const plain = plainType(type);
  if (plain.kind !== "list" && plain.kind !== "set") throw new Error(`a ${plain.kind} has no elements`);
  const literals = values.map((each) => literal(plain.element, each, scope));
  const elements = brackets("[", literals, "]");
  return plain.kind === "list" ? elements : `new Set<${typeText(plain.element, scope)}>(${elements})`;
}

function map(type: TypeRef, entries: readonly (readonly [ConstValue, ConstValue])[], scope: Scope): string {
  const plain = plainType(type);
  if (plain.kind !== "map") throw new Error(`a ${plain.kind} has no entries`);
  const pairs = entries.map(([key, value]) =>
    brackets("[", [literal(plain.key, key, scope), literal(plain.value, value, scope)], "]"),
  );
  const types = `${typeText(plain.key, scope)}, ${typeText(plain.value, scope)}`;
  return `new Map<${types}>(${brackets("[", pairs, "]")})`;
}

type GivenFields = (ConstValue & { readonly kind: "struct" })["fields"];

function struct(declaration: StructDeclaration, given: GivenFields, scope: Scope): string {
  if (declaration.kind === "union") return union(declaration, given, scope);
  const values = new Map(given.map(({ field, value }) => [field.id, value]));
  const properties = declaration.fields.flatMap((field) => {
    const value = values.get(field.id) ?? field.defaultValue;
    if (value === undefined && isOptional(declaration, field)) return [];
    return [`${propertyOf(declaration, field)}: ${fieldValue(field, value, scope)}`];
  });
  const fields = brackets("{ ", properties, " }");
  if (declaration.kind === "struct") return fields;
  return `new ${scope.value(declaration)}(${properties.length === 0 ? "" : fields})`;
}

/** A value that the constant leaves open is the same as one that a peer does not send. */
function fieldValue(field: Field, value: ConstValue | undefined, scope: Scope): string {
  if (value !== undefined) return literal(field.type, value, scope);
  return zeroExpression(field.type, scope, (declaration) => struct(declaration, [], scope));
}

function union(declaration: StructDeclaration, given: GivenFields, scope: Scope): string {
  const [chosen] = given;
  if (chosen === undefined) throw new Error(`a constant of the union ${declaration.name} sets none of its fields`);
  return `{ kind: ${quote(chosen.field.name)}, value: ${literal(chosen.field.type, chosen.value, scope)} }`;
}
