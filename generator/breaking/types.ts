/** Types compared: by what is on the wire, and by what TypeScript sees. */
import type { EnumDeclaration, StructDeclaration, TypeRef } from "../model.js";
import { I64_ANNOTATION } from "../resolve/i64.js";
import { type PlainType, plainType } from "../resolve/plain-type.js";
import { describeType } from "../resolve/underlying.js";
import type { Pair } from "./pairs.js";

/**
 * Whether values of both types are written alike, typedefs looked through. Structs are: what is in them is compared as a
 * pair of its own, which `meet` is told of.
 */
export function isSameOnWire(
  old: TypeRef,
  next: TypeRef,
  meet: (old: StructDeclaration, next: StructDeclaration) => void,
): boolean {
  const [a, b] = [plainType(old), plainType(next)];
  switch (a.kind) {
    case "base":
      if (b.kind === "enum") return a.name === "i32";
      return b.kind === "base" && wireName(a.name) === wireName(b.name);
    case "enum":
      if (b.kind === "enum") return isSameEnum(a.declaration, b.declaration);
      return b.kind === "base" && b.name === "i32";
    case "list":
    case "set":
      return b.kind === a.kind && isSameOnWire(a.element, b.element, meet);
    case "map":
      return b.kind === "map" && isSameOnWire(a.key, b.key, meet) && isSameOnWire(a.value, b.value, meet);
    case "struct":
      if (b.kind !== "struct") return false;
      meet(a.declaration, b.declaration);
      return true;
  }
}

/** Enums of one name are compared by themselves; one of another name has to mean the same by every number. */
function isSameEnum(old: EnumDeclaration, next: EnumDeclaration): boolean {
  if (old.name === next.name) return true;
  return old.members.every(({ name, value }) =>
    next.members.some((each) => each.name === name && each.value === value),
  );
}

/** Strings and binaries are the same bytes. */
function wireName(name: string): string {
  return name === "binary" ? "string" : name;
}

/** Whether code that uses the one compiles with the other. Typedefs are aliases, so they make no difference. */
export function isSameInSource(old: TypeRef, next: TypeRef): boolean {
  const [a, b] = [plainType(old), plainType(next)];
  switch (a.kind) {
    case "base":
      return b.kind === "base" && sourceName(a) === sourceName(b);
    case "enum":
    case "struct":
      return (b.kind === "enum" || b.kind === "struct") && a.declaration.name === b.declaration.name;
    case "list":
    case "set":
      return b.kind === a.kind && isSameInSource(a.element, b.element);
    case "map":
      return b.kind === "map" && isSameInSource(a.key, b.key) && isSameInSource(a.value, b.value);
  }
}

/** What `types.ts` has for it. */
function sourceName({ name, as }: Extract<PlainType, { kind: "base" }>): string {
  if (as !== undefined) return as;
  if (["i8", "i16", "i32", "double"].includes(name)) return "number";
  return name === "uuid" ? "string" : name;
}

/** Two types that differ, as the user would write them; where those are the same words, with what these stand for. */
export function describeChange({ old, new: next }: Pair<TypeRef | undefined>): Pair<string> {
  const describe =
    old !== undefined && next !== undefined && describeType(old) === describeType(next) ? spelledOut : describeType;
  const text = (type: TypeRef | undefined): string => (type === undefined ? "void" : describe(type));
  return { old: text(old), new: text(next) };
}

function spelledOut(type: TypeRef): string {
  const plain = plainType(type);
  switch (plain.kind) {
    case "base":
      return plain.as === "number" ? `${plain.name} (${I64_ANNOTATION} = "number")` : plain.name;
    case "enum":
    case "struct":
      return plain.declaration.name;
    case "list":
    case "set":
      return `${plain.kind}<${spelledOut(plain.element)}>`;
    case "map":
      return `map<${spelledOut(plain.key)}, ${spelledOut(plain.value)}>`;
  }
}

/** The structs that values of a type hold, those in structs included. */
export function structsIn(type: TypeRef, found = new Set<StructDeclaration>()): Set<StructDeclaration> {
  const plain = plainType(type);
  if (plain.kind === "list" || plain.kind === "set") structsIn(plain.element, found);
  if (plain.kind === "map") {
    structsIn(plain.key, found);
    structsIn(plain.value, found);
  }
  if (plain.kind === "struct" && !found.has(plain.declaration)) {
    found.add(plain.declaration);
    for (const { type: inner } of plain.declaration.fields) structsIn(inner, found);
  }
  return found;
}
