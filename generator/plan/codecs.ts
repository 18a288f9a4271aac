/** How structs, unions and exceptions are read and written: one view per codec, one entry per field. */

import type { Field, StructDeclaration } from "../model.js";
import { literal } from "./literals.js";
import { isErrorMessage, localNames, propertyOf } from "./names.js";
import { hasZero, isOptional } from "../resolve/presence.js";
import { quote } from "./quote.js";
import { readExpression } from "./read.js";
import { RESERVED_IN_CODECS } from "./reserved.js";
import type { Scope } from "./scope.js";
import { tagOf, typeText, wireType } from "./types.js";
import type { ReadView, StructCodecView, UnionCodecView, WriteView } from "./views/codecs.js";
import { writeExpression } from "./write.js";
import { zeroExpression } from "./zero.js";

/** The codec of a declared struct, union or exception. */
export function codecView(struct: StructDeclaration, scope: Scope): StructCodecView | UnionCodecView {
  const names = { name: scope.codec(struct), type: scope.type(struct), where: struct.name, export: "export " };
  return struct.kind === "union" ? unionCodecView(struct, names, scope) : structCodecView(struct, names, scope);
}

/** What a codec is called and what it is for. */
export interface CodecNames {
  readonly name: string;
  /** The type it reads and writes. */
  readonly type: string;
  /** What error messages put before a field's name. */
  readonly where: string;
  /** "export " or "". */
  readonly export: string;
}

export function structCodecView(struct: StructDeclaration, names: CodecNames, scope: Scope): StructCodecView {
  scope.runtime("StructCodec");
  const constructed = struct.kind === "exception" ? scope.value(struct) : undefined;
  // Local variables get their names after the imports of the same function have theirs, so that none hides one.
  const parts = struct.fields.map((field) => fieldParts(struct, field, names.where, scope));
  const fields = fieldsName(names, scope);
  const locals = localNames(
    parts.map(({ name }) => name),
    RESERVED_IN_CODECS,
    scope.taken,
  );
  const reads: ReadView[] = [];
  const properties: string[] = [];
  const additions: { property: string; local: string }[] = [];
  for (const [index, part] of parts.entries()) {
    const local = locals[index] ?? part.name;
    reads.push(readView(part, local, scope));
    if (part.filled === undefined && constructed === undefined) additions.push({ property: part.property, local });
    else properties.push(assignment(part, local));
  }
  if (additions.length > 0) scope.runtime("Mutable");
  return {
    name: names.name,
    type: names.type,
    export: names.export,
    partial: "struct-codec",
    where: quote(names.where),
    wireName: quote(struct.name),
    fields,
    reads,
    result: result(properties, constructed),
    additions,
    writes: byId(parts).map((part) => writeView(struct, part, scope)),
  };
}

/** What the table of a codec's fields is called. */
function fieldsName({ name }: CodecNames, scope: Scope): string {
  scope.runtime("fieldsOf");
  scope.runtime("skipField");
  return scope.declare(`${name.replace(/Codec$/, "")}Fields`);
}

/** What is said of a field more than once in a codec, or has to be imported before local variables have their names. */
interface FieldParts {
  readonly field: Field;
  readonly name: string;
  readonly property: string;
  readonly tag: string;
  /** The expression that reads it. */
  readonly value: string;
  /** What stands before and after its local variable where the value must not be undefined. */
  readonly filled: readonly [before: string, after: string] | undefined;
}

function fieldParts(struct: StructDeclaration, field: Field, where: string, scope: Scope): FieldParts {
  return {
    field,
    name: field.name,
    property: propertyOf(struct, field),
    tag: tagOf(field),
    value: readExpression(field.type, fieldWhere(where, field), scope),
    filled: filled(struct, field, where, scope),
  };
}

/** What error messages call a field. */
function fieldWhere(where: string, { name }: Field): string {
  return `${where}.${name}`;
}

function readView({ field, tag, value }: FieldParts, local: string, scope: Scope): ReadView {
  return {
    id: field.id,
    tag,
    wireType: wireType(field.type, scope),
    name: quote(field.name),
    local,
    type: typeText(field.type, scope),
    value,
  };
}

function filled(struct: StructDeclaration, field: Field, where: string, scope: Scope): FieldParts["filled"] {
  const { type, requiredness, defaultValue } = field;
  if (requiredness !== "required") {
    if (defaultValue !== undefined) return ["", ` ?? ${literal(type, defaultValue, scope)}`];
    if (isOptional(struct, field)) return undefined;
    if (hasZero(type)) return ["", ` ?? ${zeroExpression(type, scope, (of) => emptyStruct(of, scope))}`];
  }
  return [`${scope.runtime("required")}(`, `, ${quote(fieldWhere(where, field))})`];
}

function emptyStruct(struct: StructDeclaration, scope: Scope): string {
  return `${scope.codec(struct)}.read(${scope.runtime("NOTHING")})`;
}

function result(properties: readonly string[], constructed: string | undefined): string {
  const lines = properties.map((each) => `      ${each},\n`).join("");
  const object = lines === "" ? "" : `{\n${lines}    }`;
  return constructed === undefined ? object || "{}" : `new ${constructed}(${object})`;
}

/** `name: expression` of a field in the result of `read`. */
function assignment({ property, filled: [before, after] = ["", ""] }: FieldParts, local: string): string {
  const value = `${before}${local}${after}`;
  return value === property ? property : `${property}: ${value.replaceAll("\n", "\n      ")}`;
}

/** In the order that Apache's languages write fields in, all but JavaScript: the same value is the same bytes. */
function byId(parts: readonly FieldParts[]): readonly FieldParts[] {
  return parts.toSorted((one, other) => one.field.id - other.field.id);
}

function writeView(struct: StructDeclaration, part: FieldParts, scope: Scope): WriteView {
  const { field, tag, property } = part;
  const value = `value.${property}`;
  return {
    tag,
    condition: isOptional(struct, field) ? isPresent(struct, field, value) : "",
    statement: writeExpression(field.type, value, scope),
  };
}

/** An `Error` always has a message: one without says "". */
function isPresent(struct: StructDeclaration, field: Field, value: string): string {
  return isErrorMessage(struct, field) ? `${value} !== ${quote("")}` : `${value} !== undefined`;
}

function unionCodecView(union: StructDeclaration, names: CodecNames, scope: Scope): UnionCodecView {
  scope.runtime("StructCodec");
  scope.runtime("onlyField");
  return {
    partial: "union-codec",
    name: names.name,
    type: names.type,
    where: quote(names.where),
    wireName: quote(union.name),
    fields: fieldsName(names, scope),
    variants: union.fields.map((field) => ({
      id: field.id,
      tag: tagOf(field),
      wireType: wireType(field.type, scope),
      kind: quote(field.name),
      value: readExpression(field.type, fieldWhere(names.where, field), scope),
      statement: writeExpression(field.type, "value.value", scope),
    })),
  };
}
