/** From the wire to JSON, by the IDL: what generated `read` functions do, without generated code. */

import type { Field, StructDeclaration, TypeRef } from "../generator/model.js";
import { plainType } from "../generator/resolve/plain-type.js";
import { isOptional } from "../generator/resolve/presence.js";
import { readList, readMap, readSet } from "../runtime/protocol/containers.js";
import { required, skipField } from "../runtime/protocol/fields.js";
import type { ProtocolReader } from "../runtime/protocol/protocol.js";
import { END, tagOf } from "../runtime/protocol/tag.js";
import { onlyField } from "../runtime/protocol/union.js";
import { leftOut } from "./left-out.js";
import { fromEntries } from "./maps.js";
import { fromBytes, fromEnum, fromNumber } from "./scalars.js";
import { fieldsOfStruct, wireType } from "./wire-type.js";

/**
 * Reads a struct, union or exception: an object with a property for each field that has a value.
 * @throws ProtocolError if the bytes are no such struct
 */
export function readStruct(input: ProtocolReader, struct: StructDeclaration): Readonly<Record<string, unknown>> {
  const came = new Map<Field, unknown>();
  input.readStructBegin();
  for (let tag = 0; (tag = input.readTag(tag)) !== END;) {
    const field = struct.fields.find(({ id, type }) => tagOf(wireType(type), id) === tag);
    if (field === undefined) skipField(input, tag, fieldsOfStruct(struct));
    else {
      // A union's last field counts.
      if (struct.kind === "union") came.clear();
      came.set(field, readValue(input, field.type));
    }
  }
  input.readStructEnd();
  const fields = struct.kind === "union" ? [onlyField([...came.keys()][0], struct.name)] : struct.fields;
  const values = fields.map((field) => [field.name, came.get(field) ?? absent(struct, field)] as const);
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

function absent(struct: StructDeclaration, field: Field): unknown {
  const value = leftOut(struct, field);
  return isOptional(struct, field) ? value : required(value, `${struct.name}.${field.name}`);
}

function readValue(input: ProtocolReader, type: TypeRef): unknown {
  const plain = plainType(type);
  switch (plain.kind) {
    case "enum":
      return fromEnum(plain.declaration, input.readI32());
    case "struct":
      return readStruct(input, plain.declaration);
    case "list":
      return readList(input, wireType(plain.element), () => readValue(input, plain.element));
    case "set":
      return [...readSet(input, wireType(plain.element), () => readValue(input, plain.element))];
    case "map": {
      const key = (): unknown => readValue(input, plain.key);
      const value = (): unknown => readValue(input, plain.value);
      return fromEntries(plain.key, readMap(input, wireType(plain.key), wireType(plain.value), key, value));
    }
    case "base":
      switch (plain.name) {
        case "bool":
          return input.readBool();
        case "i8":
          return fromNumber(input.readI8());
        case "i16":
          return fromNumber(input.readI16());
        case "i32":
          return fromNumber(input.readI32());
        case "i64":
          return fromNumber(input.readI64());
        case "double":
          return fromNumber(input.readDouble());
        case "string":
          return input.readString();
        case "binary":
          return fromBytes(input.readBinary());
        case "uuid":
          return input.readUuid();
      }
  }
}
