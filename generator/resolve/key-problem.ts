/** Which types can be keys: those of which a value is written in one way only, so that equal keys have equal texts. */
import type { StructDeclaration, TypeRef } from "../model.js";
import { plainType } from "./plain-type.js";

/** Why the type cannot be a key of durable state; undefined when it can. */
export function keyProblem(type: TypeRef): string | undefined {
  const plain = plainType(type);
  switch (plain.kind) {
    case "base":
      return plain.name === "double" ? "a double is not exact" : undefined;
    case "enum":
      return undefined;
    case "list":
    case "set":
    case "map":
      return `a ${plain.kind} is no key`;
    case "struct":
      return structProblem(plain.declaration, new Set());
  }
}

function structProblem(struct: StructDeclaration, seen: Set<StructDeclaration>): string | undefined {
  if (seen.has(struct)) return undefined;
  seen.add(struct);
  for (const field of struct.fields) {
    const found = fieldProblem(`${struct.name}.${field.name}`, field.type, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

function fieldProblem(where: string, type: TypeRef, seen: Set<StructDeclaration>): string | undefined {
  const plain = plainType(type);
  switch (plain.kind) {
    case "base":
      return plain.name === "double" ? `\`${where}\` is a double, which is not exact` : undefined;
    case "enum":
      return undefined;
    case "list":
      return fieldProblem(where, plain.element, seen);
    case "set":
    case "map":
      return `\`${where}\` holds a ${plain.kind}, which equal values may write in another order`;
    case "struct":
      return structProblem(plain.declaration, seen);
  }
}
