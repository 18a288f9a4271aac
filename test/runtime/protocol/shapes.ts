/** Random Thrift types with random values of them, written and read without generated code. */

import * as fc from "fast-check";
import { type ProtocolReader, type ProtocolWriter, TType } from "../../../runtime/protocol/protocol.js";
import { END, tagOf } from "../../../runtime/protocol/tag.js";
import { fieldsOf, skipField } from "../../../runtime/protocol/fields.js";

const SCALARS = ["bool", "i8", "i16", "i32", "i64", "double", "string", "binary", "uuid"] as const;
type Scalar = (typeof SCALARS)[number];

/** A Thrift type. */
export type Shape =
  | { readonly type: Scalar }
  | { readonly type: "list" | "set"; readonly of: Shape }
  | { readonly type: "map"; readonly key: Shape; readonly value: Shape }
  | { readonly type: "struct"; readonly fields: readonly (readonly [id: number, shape: Shape])[] };

/** A value as it stands on the wire: a list, a set or a struct is an array, a map an array of pairs. */
export type Wire = boolean | number | bigint | string | Uint8Array | readonly Wire[];

export interface Sample {
  readonly shape: Shape;
  readonly value: Wire;
}

/** What of the scalars to make: all that there is, or what every language writes with the same bytes in JSON. */
export interface Scalars {
  readonly types: readonly Scalar[];
  readonly strings: fc.Arbitrary<string>;
  readonly doubles: fc.Arbitrary<number>;
}

export const EVERYTHING: Scalars = {
  types: SCALARS,
  strings: fc.oneof(
    fc.string({ unit: "binary", maxLength: 100 }),
    fc
      .array(fc.constantFrom("\0", "\x01", "\b", "\t", "\n", "\v", "\x1f", '"', "\\", "/", "u", "é", "€", "😀"))
      .map((all) => all.join("")),
  ),
  doubles: fc.double(),
};

/** A struct of random fields, down to a few levels. */
export function samples(scalars: Scalars): fc.Arbitrary<Sample> {
  return structs(scalars).chain((shape) => values(shape, scalars).map((value) => ({ shape, value })));
}

function structs(scalars: Scalars): fc.Arbitrary<Shape> {
  const { struct } = fc.letrec<{ shape: Shape; struct: Shape }>((tie) => ({
    shape: fc.oneof(
      { maxDepth: 4 },
      fc.record({ type: fc.constantFrom(...scalars.types) }),
      fc.record({ type: fc.constantFrom("list", "set"), of: tie("shape") }),
      fc.record({ type: fc.constant("map" as const), key: tie("shape"), value: tie("shape") }),
      tie("struct"),
    ),
    struct: fc.record({
      type: fc.constant("struct" as const),
      fields: fc.uniqueArray(fc.tuple(fc.integer({ min: -0x8000, max: 0x7fff }), tie("shape")), {
        selector: ([id]) => id,
        maxLength: 6,
      }),
    }),
  }));
  return struct;
}

function values(shape: Shape, scalars: Scalars): fc.Arbitrary<Wire> {
  switch (shape.type) {
    case "bool": return fc.boolean(); // prettier-ignore
    case "i8": return fc.integer({ min: -0x80, max: 0x7f }); // prettier-ignore
    case "i16": return fc.integer({ min: -0x8000, max: 0x7fff }); // prettier-ignore
    case "i32": return fc.integer(); // prettier-ignore
    case "i64": return fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }); // prettier-ignore
    case "double": return scalars.doubles; // prettier-ignore
    case "string": return scalars.strings; // prettier-ignore
    case "binary": return fc.uint8Array(); // prettier-ignore
    case "uuid": return fc.uuid(); // prettier-ignore
    case "list":
    case "set": return fc.array(values(shape.of, scalars), { maxLength: 20, size: "small" }); // prettier-ignore
    case "map": return fc.array(fc.tuple(values(shape.key, scalars), values(shape.value, scalars)), { maxLength: 5 }); // prettier-ignore
    case "struct": return fc.tuple(...shape.fields.map(([, field]) => values(field, scalars))); // prettier-ignore
  }
}

const TYPES = {
  bool: TType.BOOL,
  i8: TType.I8,
  i16: TType.I16,
  i32: TType.I32,
  i64: TType.I64,
  double: TType.DOUBLE,
  string: TType.STRING,
  binary: TType.STRING,
  uuid: TType.UUID,
  list: TType.LIST,
  set: TType.SET,
  map: TType.MAP,
  struct: TType.STRUCT,
} as const;

export function write(output: ProtocolWriter, shape: Shape, value: Wire): void {
  switch (shape.type) {
    case "bool": output.writeBool(value as boolean); break; // prettier-ignore
    case "i8": output.writeI8(value as number); break; // prettier-ignore
    case "i16": output.writeI16(value as number); break; // prettier-ignore
    case "i32": output.writeI32(value as number); break; // prettier-ignore
    case "i64": output.writeI64(value as bigint); break; // prettier-ignore
    case "double": output.writeDouble(value as number); break; // prettier-ignore
    case "string": output.writeString(value as string); break; // prettier-ignore
    case "binary": output.writeBinary(value as Uint8Array); break; // prettier-ignore
    case "uuid": output.writeUuid(value as string); break; // prettier-ignore
    case "list":
      output.writeListBegin(TYPES[shape.of.type], (value as Wire[]).length);
      for (const element of value as Wire[]) write(output, shape.of, element);
      output.writeListEnd();
      break;
    case "set":
      output.writeSetBegin(TYPES[shape.of.type], (value as Wire[]).length);
      for (const element of value as Wire[]) write(output, shape.of, element);
      output.writeSetEnd();
      break;
    case "map":
      output.writeMapBegin(TYPES[shape.key.type], TYPES[shape.value.type], (value as Wire[]).length);
      for (const [key, mapped] of value as [Wire, Wire][]) {
        write(output, shape.key, key);
        write(output, shape.value, mapped);
      }
      output.writeMapEnd();
      break;
    case "struct":
      output.writeStructBegin(fieldsOf("Sample", []));
      for (const [index, [id, field]] of shape.fields.entries()) {
        output.writeTag(tagOf(TYPES[field.type], id));
        write(output, field, (value as Wire[])[index]!);
      }
      output.writeStructEnd();
  }
}

/** Reads the value of a shape; fields it does not have are skipped, and fields that are missing are left away. */
export function read(input: ProtocolReader, shape: Shape): Wire {
  switch (shape.type) {
    case "bool": return input.readBool(); // prettier-ignore
    case "i8": return input.readI8(); // prettier-ignore
    case "i16": return input.readI16(); // prettier-ignore
    case "i32": return input.readI32(); // prettier-ignore
    case "i64": return input.readI64(); // prettier-ignore
    case "double": return input.readDouble(); // prettier-ignore
    case "string": return input.readString(); // prettier-ignore
    case "binary": return input.readBinary(); // prettier-ignore
    case "uuid": return input.readUuid(); // prettier-ignore
    case "list": {
      const { size } = input.readListBegin();
      const elements = Array.from({ length: size }, () => read(input, shape.of));
      input.readListEnd();
      return elements;
    }
    case "set": {
      const { size } = input.readSetBegin();
      const elements = Array.from({ length: size }, () => read(input, shape.of));
      input.readSetEnd();
      return elements;
    }
    case "map": {
      const { size } = input.readMapBegin();
      const entries = Array.from({ length: size }, () => [read(input, shape.key), read(input, shape.value)]);
      input.readMapEnd();
      return entries;
    }
    case "struct":
      return readStruct(input, shape.fields);
  }
}

function readStruct(input: ProtocolReader, fields: readonly (readonly [id: number, shape: Shape])[]): Wire {
  const table = fieldsOf(
    "Sample",
    fields.map(([id, { type }]) => [id, TYPES[type], `field${id}`]),
  );
  const byId = new Map<number, Wire>();
  input.readStructBegin();
  for (let tag = 0; (tag = input.readTag(tag)) !== END;) {
    const field = fields.find(([id, { type }]) => tagOf(TYPES[type], id) === tag);
    if (field === undefined) skipField(input, tag, table);
    else byId.set(field[0], read(input, field[1]));
  }
  input.readStructEnd();
  return fields.flatMap(([id]) => (byId.has(id) ? [byId.get(id)!] : []));
}
