/** Messages made to take long, to take memory, or to break something: each is read or refused, in time linear in its length. */

import { expect } from "chai";
import { DEFAULT_LIMITS, type Limits, NO_LIMITS } from "../../../runtime/protocol/limits.js";
import { ProtocolError } from "../../../runtime/protocol/protocol-error.js";
import { type ProtocolReader, type ProtocolWriter, TType } from "../../../runtime/protocol/protocol.js";
import { skipValue } from "../../../runtime/protocol/skip.js";
import { HOSTILE } from "./hostile-bytes.js";
import { ArgsCodec } from "./messages.js";
import { PROTOCOLS } from "./protocols.js";
import { tagOf } from "../../../runtime/protocol/tag.js";
import { fieldsOf } from "../../../runtime/protocol/fields.js";

const CONSUME: readonly ((input: ProtocolReader) => unknown)[] = [
  ArgsCodec.read,
  (input) => skipValue(input, TType.STRUCT),
  (input) => input.readMessageBegin(),
  (input) => input.readListBegin(),
  (input) => input.readMapBegin(),
  (input) => input.readString(),
  (input) => input.readBinary(),
  (input) => input.readI32(),
  (input) => input.readI64(),
  (input) => input.readDouble(),
  (input) => input.readUuid(),
];

type Write = (output: ProtocolWriter) => void;

/** A map whose entries all have this key. */
function mapOf(size: number, key: string): Write {
  return (output) => {
    output.writeMapBegin(TType.STRING, TType.STRING, size);
    for (let index = 0; index < size; index++) {
      output.writeString(key);
      output.writeString("");
    }
    output.writeMapEnd();
  };
}

function writeEmpty(output: ProtocolWriter): void {
  output.writeStructBegin(fieldsOf("Empty", []));
  output.writeStructEnd();
}

for (const protocol of PROTOCOLS) {
  const { name } = protocol;
  const hostile = HOSTILE[name];
  describe(`a hostile message in the ${name} protocol`, function () {
    // None of these takes a second; what grew with the square of their length would take many minutes.
    this.timeout(120_000);

    /** Ends in a value or in a ProtocolError; tells which. */
    function ends(bytes: Uint8Array, consume: (input: ProtocolReader) => unknown, limits: Limits): "read" | "refused" {
      try {
        consume(protocol.reader(bytes, limits));
        return "read";
      } catch (error) {
        expect(error).to.be.instanceOf(ProtocolError);
        return "refused";
      }
    }

    /** Reads it as a struct, and skips it. */
    function expectStruct(bytes: Uint8Array, end: "read" | "refused"): void {
      for (const limits of [NO_LIMITS, DEFAULT_LIMITS])
        for (const consume of [ArgsCodec.read, (input: ProtocolReader) => skipValue(input, TType.STRUCT)])
          expect(ends(bytes, consume, limits)).to.equal(end);
    }

    function written(write: Write): Uint8Array {
      const output = protocol.writer();
      write(output);
      return output.finish();
    }

    /** A struct of so many fields, with these IDs in turn. */
    function fields(count: number, ids: readonly number[], type: TType, value: Write): Uint8Array {
      return written((output) => {
        output.writeStructBegin(fieldsOf("Bomb", []));
        for (let index = 0; index < count; index++) {
          output.writeTag(tagOf(type, ids[index % ids.length]!));
          value(output);
        }
        output.writeStructEnd();
      });
    }

    it("repeats a field 300,000 times", () => {
      expectStruct(fields(300_000, [2], TType.STRING, (output) => output.writeString("x")), "read"); // prettier-ignore
    });

    it("has 300,000 unknown fields, up and down", () => {
      expectStruct(fields(300_000, [32767, -32768], TType.BOOL, (output) => output.writeBool(true)), "read"); // prettier-ignore
    });

    it("repeats a map of one key 100,000 times", () => {
      expectStruct(fields(100_000, [4], TType.MAP, mapOf(1, "k")), "read");
    });

    it("has a map in which one key comes 300,000 times", () => {
      expectStruct(fields(1, [4], TType.MAP, mapOf(300_000, "__proto__")), "read");
    });

    it("has a list of 300,000 empty structs", () => {
      const list: Write = (output) => {
        output.writeListBegin(TType.STRUCT, 300_000);
        for (let index = 0; index < 300_000; index++) writeEmpty(output);
        output.writeListEnd();
      };
      expectStruct(fields(1, [9], TType.LIST, list), "read");
    });

    it("has a map from 150,000 empty structs to as many", () => {
      const map: Write = (output) => {
        output.writeMapBegin(TType.STRUCT, TType.STRUCT, 150_000);
        for (let index = 0; index < 300_000; index++) writeEmpty(output);
        output.writeMapEnd();
      };
      expectStruct(fields(1, [9], TType.MAP, map), "read");
    });

    for (const [what, field, open] of hostile.nesting)
      it(`opens 200,000 ${what} in each other`, () => {
        expectStruct(Buffer.concat([field, ...Array<Uint8Array>(200_000).fill(open)]), "refused");
      });

    it("claims the largest size of a container, of elements of every type", () => {
      for (const bytes of hostile.claims) {
        const input = protocol.reader(bytes);
        expect(() => input.readListBegin()).to.throw(ProtocolError, "2147483647 elements");
      }
    });

    for (const [what, bytes] of hostile.endless)
      it(`is ${what}, megabytes of it`, () => {
        for (const consume of CONSUME) ends(bytes, consume, NO_LIMITS);
      });
  });
}
