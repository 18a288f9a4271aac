/** Codecs of the runtime's own small structs: required fields of three types, numbered from 1 in the order given. */

import { required } from "../protocol/fields.js";
import { type StructCodec, TType } from "../protocol/protocol.js";

interface FlatTypes {
  readonly string: string;
  readonly binary: Uint8Array;
  readonly i64: bigint;
}

type Shape = Readonly<Record<string, keyof FlatTypes>>;
export type Flat<S extends Shape> = { readonly [Field in keyof S]: FlatTypes[S[Field]] };

/** A field that is not in `shape` (the envelope, a later version's) is skipped, as everywhere in Thrift. */
export function flatStruct<const S extends Shape>(name: string, shape: S): StructCodec<Flat<S>> {
  const fields = Object.entries(shape);
  return {
    name,
    read(input) {
      const value: Record<string, string | Uint8Array | bigint> = {};
      input.readStructBegin();
      while (input.readFieldBegin()) {
        const [field, type] = fields[input.fieldId - 1] ?? [];
        if (field === undefined || type === undefined) input.skip();
        else {
          input.expect(type === "i64" ? TType.I64 : TType.STRING, `${name}.${field}`);
          if (type === "i64") value[field] = input.readI64();
          else value[field] = type === "string" ? input.readString() : input.readBinary();
        }
        input.readFieldEnd();
      }
      input.readStructEnd();
      for (const [field] of fields) required(value[field], `${name}.${field}`);
      return value as Flat<S>;
    },
    write(output, value) {
      output.writeStructBegin(name);
      for (const [index, [field, type]] of fields.entries()) {
        const part: string | Uint8Array | bigint = value[field] as FlatTypes[typeof type];
        output.writeFieldBegin(field, type === "i64" ? TType.I64 : TType.STRING, index + 1);
        if (typeof part === "bigint") output.writeI64(part);
        else if (typeof part === "string") output.writeString(part);
        else output.writeBinary(part);
        output.writeFieldEnd();
      }
      output.writeStructEnd();
    },
  };
}
