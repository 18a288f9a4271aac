/** What a type is once typedefs are looked through, with enums and structs told apart. */

import type { EnumDeclaration, StructDeclaration, TypeRef } from "../model.js";
import { type UnderlyingType, underlying } from "./underlying.js";

export type PlainType =
  | Exclude<UnderlyingType, { readonly kind: "named" }>
  | { readonly kind: "enum"; readonly declaration: EnumDeclaration }
  /** A struct, union or exception. */
  | { readonly kind: "struct"; readonly declaration: StructDeclaration };

export function plainType(type: TypeRef): PlainType {
  const found = underlying(type);
  if (found.kind !== "named") return found;
  const { declaration } = found;
  return declaration.kind === "enum" ? { kind: "enum", declaration } : { kind: "struct", declaration };
}
