/** IDL types as TypeScript types and as wire types. */

import type { BaseName, TypeRef } from "../model.js";
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

/** The name of a wire type in `TType`. */
export type WireTypeName = (typeof BASE_WIRE_TYPES)[BaseName] | "LIST" | "SET" | "MAP" | "STRUCT";

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
