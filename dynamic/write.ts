/** From JSON to the wire, by the IDL: what generated `write` functions do, for values that nobody has checked. */

import { didYouMean } from "../generator/diagnostics/suggest.js";
import type { Field, StructDeclaration, TypeRef } from "../generator/model.js";
import { plainType } from "../generator/resolve/plain-type.js";
import { isOptional } from "../generator/resolve/presence.js";
import { UserError } from "../generator/user-error.js";
import { binary } from "../runtime/protocol/binary.js";
import { writeList, writeMap, writeSet } from "../runtime/protocol/containers.js";
import type { ProtocolWriter } from "../runtime/protocol/protocol.js";
import { tagOf } from "../runtime/protocol/tag.js";
import { isObject } from "./json.js";
import { leftOut } from "./left-out.js";
import { type Placed, toEntries } from "./maps.js";
import { toBool, toBytes, toDouble, toEnum, toInteger, toText, toUuid, wrong } from "./scalars.js";
import { fieldsOfStruct, wireType } from "./wire-type.js";

/**
 * Writes a struct, union or exception. A field that is left out gets its default.
 * @param path of the object, such as `$.post`
 * @throws UserError if a value does not fit its type, or a field is missing or unknown, with the path to it
 */
export function writeStruct(output: ProtocolWriter, struct: StructDeclaration, json: unknown, path: string): void {
  if (!isObject(json)) throw wrong(path, `an object (${struct.name})`, json);
  const given = new Map(Object.entries(json));
  checkNames(struct, given.keys(), path);
  output.writeStructBegin(fieldsOfStruct(struct));
  for (const field of struct.fields) {
    const value = given.has(field.name) ? given.get(field.name) : absent(struct, field, path);
    if (value === undefined) continue;
    output.writeTag(tagOf(wireType(field.type), field.id));
    writeValue(output, field.type, { json: value, path: `${path}.${field.name}` });
  }
  output.writeStructEnd();
}

/** @throws UserError */
function checkNames(struct: StructDeclaration, given: Iterable<string>, path: string): void {
  const known = struct.fields.map(({ name }) => name);
  const names = [...given];
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const all = known.length === 0 ? "it has none" : `it has ${known.join(", ")}`;
    throw new UserError(`${path}: ${struct.name} has no field "${unknown}"; ${didYouMean(unknown, known) ?? all}`);
  }
  if (struct.kind === "union" && names.length !== 1)
    throw new UserError(`${path}: the union ${struct.name} has exactly one of the fields ${known.join(", ")}`);
}

/** @throws UserError if the field may not be absent */
function absent(struct: StructDeclaration, field: Field, path: string): unknown {
  // The receiver knows the default of an optional one.
  if (struct.kind === "union" || isOptional(struct, field)) return undefined;
  const value = leftOut(struct, field);
  if (value !== undefined) return value;
  throw new UserError(`${path}.${field.name} is missing, and ${struct.name} needs it`);
}

function writeValue(output: ProtocolWriter, type: TypeRef, { json, path }: Placed): void {
  const plain = plainType(type);
  switch (plain.kind) {
    case "enum":
      return output.writeI32(toEnum(plain.declaration, json, path));
    case "struct":
      return writeStruct(output, plain.declaration, json, path);
    case "list":
    case "set": {
      if (!Array.isArray(json)) throw wrong(path, `an array (a ${plain.kind})`, json);
      const elements = json.map((each: unknown, index): Placed => ({ json: each, path: `${path}[${index}]` }));
      const write = (_: ProtocolWriter, element: Placed): void => writeValue(output, plain.element, element);
      if (plain.kind === "list") return writeList(output, wireType(plain.element), elements, write);
      checkDistinct(plain.element, elements);
      return writeSet(output, wireType(plain.element), new Set(elements), write);
    }
    case "map": {
      const entries = toEntries(plain.key, json, path);
      checkDistinct(
        plain.key,
        entries.map(([key]) => key),
      );
      const write =
        (part: TypeRef) =>
        (_: ProtocolWriter, placed: Placed): void =>
          writeValue(output, part, placed);
      const types = [wireType(plain.key), wireType(plain.value)] as const;
      return writeMap(output, ...types, new Map(entries), write(plain.key), write(plain.value));
    }
    case "base":
      switch (plain.name) {
        case "bool":
          return output.writeBool(toBool(json, path));
        case "i8":
          return output.writeI8(Number(toInteger(json, 8, path)));
        case "i16":
          return output.writeI16(Number(toInteger(json, 16, path)));
        case "i32":
          return output.writeI32(Number(toInteger(json, 32, path)));
        case "i64":
          return output.writeI64(toInteger(json, 64, path));
        case "double":
          return output.writeDouble(toDouble(json, path));
        case "string":
          return output.writeString(toText(json, path));
        case "binary":
          return output.writeBinary(toBytes(json, path));
        case "uuid":
          return output.writeUuid(toUuid(json, path));
      }
  }
}

/**
 * Refuses what a receiver would keep only one of. Equal values are told by their bytes: `1` and `"1"` are the same i32.
 * @throws UserError
 */
function checkDistinct(type: TypeRef, values: readonly Placed[]): void {
  const seen = new Map<string, string>();
  for (const value of values) {
    const output = binary.writer();
    writeValue(output, type, value);
    const bytes = Buffer.from(output.finish()).toString("latin1");
    const before = seen.get(bytes);
    if (before !== undefined) throw new UserError(`${value.path} is the same as ${before}`);
    seen.set(bytes, value.path);
  }
}
