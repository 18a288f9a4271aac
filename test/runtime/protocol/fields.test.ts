/** How codecs go through the fields of a struct: tag by tag. */

import { expect } from "chai";
import { fieldsOf, skipField } from "../../../runtime/protocol/fields.js";
import { ProtocolError } from "../../../runtime/protocol/protocol-error.js";
import { type ProtocolReader, type ProtocolWriter, TType } from "../../../runtime/protocol/protocol.js";
import { PROTOCOLS } from "./protocols.js";
import { END, idOf, tagOf, typeOf } from "../../../runtime/protocol/tag.js";

const FIELDS = fieldsOf("Thing", [
  [0, TType.I32, "zeroth"],
  [2, TType.I32, "second"],
  [-7, TType.I32, "negative"],
  [1023, TType.I32, "last_small"],
  [1024, TType.I32, "first_large"],
  [32767, TType.I32, "last"],
]);

function field(output: ProtocolWriter, id: number, type: TType, write: () => void): void {
  output.writeTag(tagOf(type, id));
  write();
}

/** The values by field ID, as a generated codec reads them. */
function readThing(input: ProtocolReader): Map<number, number> {
  const values = new Map<number, number>();
  input.readStructBegin();
  for (let tag = 0; (tag = input.readTag(tag)) !== END;)
    if (FIELDS.byId.has(idOf(tag)) && typeOf(tag) === TType.I32) values.set(idOf(tag), input.readI32());
    else skipField(input, tag, FIELDS);
  input.readStructEnd();
  return values;
}

for (const protocol of PROTOCOLS)
  describe(`fields of a struct, in ${protocol.name}`, () => {
    function struct(write: (output: ProtocolWriter) => void): ProtocolReader {
      const output = protocol.writer();
      output.writeStructBegin(fieldsOf("Thing", []));
      write(output);
      output.writeStructEnd();
      return protocol.reader(output.finish());
    }

    it("are found by their IDs, small, large and negative", () => {
      const ids = [0, 2, -7, 1023, 1024, 32767];
      const input = struct((output) => {
        for (const id of ids) field(output, id, TType.I32, () => output.writeI32(id * 3));
      });
      expect([...readThing(input)]).to.deep.equal(ids.map((id) => [id, id * 3]));
      input.assertEnd();
    });

    it("are passed over when they are none of the struct's, before, between and after those that are", () => {
      const input = struct((output) => {
        field(output, 1, TType.STRING, () => output.writeString("before"));
        field(output, 2, TType.I32, () => output.writeI32(5));
        field(output, 3, TType.STRUCT, () => {
          output.writeStructBegin(fieldsOf("Inner", []));
          field(output, 2, TType.BOOL, () => output.writeBool(true));
          output.writeStructEnd();
        });
        field(output, 1024, TType.I32, () => output.writeI32(6));
        field(output, -8, TType.I64, () => output.writeI64(-1n));
        field(output, 30000, TType.LIST, () => {
          output.writeListBegin(TType.I8, 2);
          output.writeI8(1);
          output.writeI8(2);
          output.writeListEnd();
        });
      });
      expect([...readThing(input)]).to.deep.equal([
        [2, 5],
        [1024, 6],
      ]);
      input.assertEnd();
    });

    for (const [id, name] of [
      [2, "Thing.second"],
      [-7, "Thing.negative"],
      [32767, "Thing.last"],
    ] as const)
      it(`are refused under the name ${name} when their type is another one than the IDL's`, () => {
        const input = struct((output) => field(output, id, TType.I64, () => output.writeI64(1n)));
        expect(() => readThing(input)).to.throw(ProtocolError, `${name} is an i64 on the wire, the IDL says i32`);
      });

    it("may be in structs in each other", () => {
      const input = struct((output) => {
        field(output, 2, TType.STRUCT, () => {
          output.writeStructBegin(fieldsOf("Thing", []));
          field(output, 2, TType.I32, () => output.writeI32(1));
          field(output, 0, TType.I32, () => output.writeI32(2));
          output.writeStructEnd();
        });
        field(output, 1, TType.I32, () => output.writeI32(3));
      });
      input.readStructBegin();
      expect(input.readTag(END)).to.equal(tagOf(TType.STRUCT, 2));
      expect([...readThing(input)]).to.deep.equal([
        [2, 1],
        [0, 2],
      ]);
      expect(input.readTag(tagOf(TType.STRUCT, 2))).to.equal(tagOf(TType.I32, 1));
      expect(input.readI32()).to.equal(3);
      expect(input.readTag(tagOf(TType.I32, 1))).to.equal(END);
      input.readStructEnd();
      input.assertEnd();
    });
  });
