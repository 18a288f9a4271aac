/** What a type is once typedefs are looked through. */

import type { BaseName, EnumDeclaration, StructDeclaration, TypeRef } from "../model.js";

export type PlainType =
  | { readonly kind: "base"; readonly name: BaseName }
  | { readonly kind: "list" | "set"; readonly element: TypeRef }
  | { readonly kind: "map"; readonly key: TypeRef; readonly value: TypeRef }
  | { readonly kind: "enum"; readonly declaration: EnumDeclaration }
  /** A struct, union or exception. */
  | { readonly kind: "struct"; readonly declaration: StructDeclaration };

export function underlying(type: TypeRef): PlainType {
  if (type.kind !== "named") return type;
  const { declaration } = type;
  switch (declaration.kind) {
    case "typedef":
      return underlying(declaration.type);
    case "enum":
      return { kind: "enum", declaration };
    case "struct":
    case "union":
    case "exception":
      return { kind: "struct", declaration };
  }
}
