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
import type { ReadView, StructCodecView, UnionCodecView, WriteView } from "./views.js";
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
  const { where } = names;
  const isException = struct.kind === "exception";
  const constructed = isException ? scope.value(struct) : undefined;
  importWhatIsRead(struct, where, scope);
  const fields = fieldsName(names, scope);
  const localOf = localVariables(struct, scope);
  const [added, always] = partition(struct.fields, (field) => !isException && isAdded(struct, field));
  if (added.length > 0) scope.runtime("Mutable");
  return {
    ...names,
    partial: "struct-codec",
    where: quote(where),
    wireName: quote(struct.name),
    fields,
    reads: struct.fields.map((field) => readView(field, where, localOf(field), scope)),
    result: result(
      always.map((field) => property(struct, field, where, localOf(field), scope)),
      constructed,
    ),
    additions: added.map((field) => ({ property: propertyOf(struct, field), local: localOf(field) })),
    writes: byId(struct.fields).map((field) => writeView(struct, field, scope)),
  };
}

/** What the table of a codec's fields is called. */
function fieldsName({ name }: CodecNames, scope: Scope): string {
  scope.runtime("fieldsOf");
  scope.runtime("skipField");
  return scope.declare(`${name.replace(/Codec$/, "")}Fields`);
}

/** Local variables get their names after the imports of the same function have theirs, so that none hides one. */
function importWhatIsRead(struct: StructDeclaration, where: string, scope: Scope): void {
  for (const field of struct.fields) {
    readExpression(field.type, fieldWhere(where, field), scope);
    property(struct, field, where, field.name, scope);
  }
}

function localVariables(struct: StructDeclaration, scope: Scope): (field: Field) => string {
  const names = struct.fields.map((field) => field.name);
  const locals = localNames(names, RESERVED_IN_CODECS, scope.taken);
  const byField = new Map(struct.fields.map((field, index) => [field, locals[index]]));
  return (field) => byField.get(field) ?? field.name;
}

/** What error messages call a field. */
function fieldWhere(where: string, { name }: Field): string {
  return `${where}.${name}`;
}

function readView(field: Field, where: string, local: string, scope: Scope): ReadView {
  return {
    id: field.id,
    tag: tagOf(field),
    wireType: wireType(field.type, scope),
    name: quote(field.name),
    local,
    type: typeText(field.type, scope),
    value: readExpression(field.type, fieldWhere(where, field), scope),
  };
}

function result(properties: readonly string[], constructed: string | undefined): string {
  const lines = properties.map((each) => `      ${each},\n`).join("");
  const object = lines === "" ? "" : `{\n${lines}    }`;
  return constructed === undefined ? object || "{}" : `new ${constructed}(${object})`;
}

/** Whether a field has no value of its own when it was not sent. */
function isAdded(struct: StructDeclaration, field: Field): boolean {
  return isOptional(struct, field) && field.defaultValue === undefined;
}

/** `name: expression` of a field in the result of `read`. */
function property(struct: StructDeclaration, field: Field, where: string, local: string, scope: Scope): string {
  const name = propertyOf(struct, field);
  const value = valueRead(struct, field, where, local, scope);
  return value === name ? name : `${name}: ${value.replaceAll("\n", "\n      ")}`;
}

function valueRead(struct: StructDeclaration, field: Field, where: string, local: string, scope: Scope): string {
  if (isAdded(struct, field)) return local;
  if (field.requiredness !== "required") {
    if (field.defaultValue !== undefined) return `${local} ?? ${literal(field.type, field.defaultValue, scope)}`;
    if (hasZero(field.type)) return `${local} ?? ${zeroExpression(field.type, scope, (of) => emptyStruct(of, scope))}`;
  }
  return `${scope.runtime("required")}(${local}, ${quote(fieldWhere(where, field))})`;
}

function emptyStruct(struct: StructDeclaration, scope: Scope): string {
  return `${scope.codec(struct)}.read(${scope.runtime("NOTHING")})`;
}

/** In the order that Apache's languages write fields in, all but JavaScript: the same value is the same bytes. */
function byId(fields: readonly Field[]): readonly Field[] {
  return fields.toSorted((one, other) => one.id - other.id);
}

function writeView(struct: StructDeclaration, field: Field, scope: Scope): WriteView {
  const value = `value.${propertyOf(struct, field)}`;
  return {
    tag: tagOf(field),
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

function partition<T>(values: readonly T[], test: (value: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [values.filter(test), values.filter((value) => !test(value))];
}
