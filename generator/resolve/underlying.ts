/** Looks through typedefs. */
import type { TypedefDeclaration, TypeRef, TypeDeclaration } from "../model.js";

/** A type that is no typedef. */
export type UnderlyingType =
  | Exclude<TypeRef, { kind: "named" }>
  | { readonly kind: "named"; readonly declaration: Exclude<TypeDeclaration, TypedefDeclaration> };

/** What a type is in the end, a chain of typedefs followed; typedefs inside containers stay. */
export function underlying(type: TypeRef): UnderlyingType {
  let current = type;
  while (current.kind === "named") {
    const { declaration } = current;
    if (declaration.kind !== "typedef") return { kind: "named", declaration };
    current = declaration.type;
  }
  return current;
}

/** Do both stand for the same type, typedefs looked through? */
export function isSameType(a: TypeRef, b: TypeRef): boolean {
  const [left, right] = [underlying(a), underlying(b)];
  switch (left.kind) {
    case "base":
      return right.kind === "base" && left.name === right.name && left.as === right.as;
    case "named":
      return right.kind === "named" && left.declaration === right.declaration;
    case "map":
      return right.kind === "map" && isSameType(left.key, right.key) && isSameType(left.value, right.value);
    case "list":
    case "set":
      return right.kind === left.kind && isSameType(left.element, right.element);
  }
}

/** The type as the user would write it. */
export function describeType(type: TypeRef): string {
  switch (type.kind) {
    case "base":
      return type.name;
    case "named":
      return type.declaration.name;
    case "map":
      return `map<${describeType(type.key)}, ${describeType(type.value)}>`;
    case "list":
    case "set":
      return `${type.kind}<${describeType(type.element)}>`;
  }
}
