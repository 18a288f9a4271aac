/** IDL types as TypeScript types and as wire types. */

import type { BaseName, Field, TypeRef } from "../model.js";
import type { Scope } from "./scope.js";
import { type PlainType, plainType } from "../resolve/plain-type.js";

const BASE_TYPES: Readonly<Record<BaseName, string>> = {
  bool: "boolean",
  i8: "number",
  i16: "number",
  i32: "number",
  i64: "bigint",
  double: "number",
  string: "string",
  binary: "Uint8Array",
  uuid: "string",
};

const BASE_WIRE_TYPES = {
  bool: "BOOL",
  i8: "I8",
  i16: "I16",
  i32: "I32",
  i64: "I64",
  double: "DOUBLE",
  string: "STRING",
  binary: "STRING",
  uuid: "UUID",
} as const satisfies Readonly<Record<BaseName, string>>;

/** Of the binary protocol; `TType` in the runtime has the same. */
const WIRE_TYPE_NUMBERS = {
  BOOL: 2,
  I8: 3,
  DOUBLE: 4,
  I16: 6,
  I32: 8,
  I64: 10,
  STRING: 11,
  STRUCT: 12,
  MAP: 13,
  SET: 14,
  LIST: 15,
  UUID: 16,
} as const;

/** The name of a wire type in `TType`. */
export type WireTypeName = keyof typeof WIRE_TYPE_NUMBERS;

/** The type as it is written in the generated code; typedefs keep their names. */
export function typeText(type: TypeRef, scope: Scope): string {
  switch (type.kind) {
    case "base":
      return type.as ?? BASE_TYPES[type.name];
    case "list": {
      const element = typeText(type.element, scope);
      return element.startsWith("readonly ") ? `readonly (${element})[]` : `readonly ${element}[]`;
    }
    case "set":
      return `ReadonlySet<${typeText(type.element, scope)}>`;
    case "map":
      return `ReadonlyMap<${typeText(type.key, scope)}, ${typeText(type.value, scope)}>`;
    case "named":
      return scope.type(type.declaration);
  }
}

/** The `TType` of a value of this type, such as `TType.STRING`; typedefs are looked through. */
export function wireType(type: TypeRef, scope: Scope): string {
  return `${scope.runtime("TType")}.${wireTypeName(plainType(type))}`;
}

/** A field's tag in hexadecimal, such as `0x0b0002` for field 2, a string: what `runtime/protocol/tag.ts` calls so. */
export function tagOf({ type, id }: Field): string {
  const number = (WIRE_TYPE_NUMBERS[wireTypeName(plainType(type))] << 16) | (id & 0xffff);
  return `0x${number.toString(16).padStart(6, "0")}`;
}

export function wireTypeName(type: PlainType): WireTypeName {
  switch (type.kind) {
    case "base":
      return BASE_WIRE_TYPES[type.name];
    case "list":
      return "LIST";
    case "set":
      return "SET";
    case "map":
      return "MAP";
    case "enum":
      return "I32";
    case "struct":
      return "STRUCT";
  }
}
