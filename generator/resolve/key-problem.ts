/** Which types can be keys: those of which a value is written in one way only, so that equal keys have equal texts. */
import type { StructDeclaration, TypeRef } from "../model.js";
import { plainType } from "./plain-type.js";
import { describeType } from "./underlying.js";

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
    const found = ambiguous(field.type, seen);
    if (found !== undefined)
      return `\`${struct.name}.${field.name}\` is ${found}, which equal values may write differently`;
  }
  return undefined;
}

function ambiguous(type: TypeRef, seen: Set<StructDeclaration>): string | undefined {
  const plain = plainType(type);
  switch (plain.kind) {
    case "base":
      return plain.name === "double" ? "a double" : undefined;
    case "enum":
      return undefined;
    case "list":
      return ambiguous(plain.element, seen);
    case "set":
    case "map":
      return `a \`${describeType(type)}\``;
    case "struct": {
      const inner = structProblem(plain.declaration, seen);
      return inner === undefined ? undefined : `a \`${plain.declaration.name}\`, of which ${inner}`;
    }
  }
}
