/** What a stranger can ask of a reader: no more than its limits allow. */

import { expect } from "chai";
import { type Limits, NO_LIMITS } from "../../../runtime/protocol/limits.js";
import { ProtocolError } from "../../../runtime/protocol/protocol-error.js";
import { type Protocol, type ProtocolReader, type ProtocolWriter, TType } from "../../../runtime/protocol/protocol.js";
import { skipValue } from "../../../runtime/protocol/skip.js";
import { CategoryCodec } from "../../golden/bookshop/gen/bookshop/codecs.js";
import { PROTOCOLS } from "./protocols.js";
import { read, type Shape, type Wire, write } from "./shapes.js";

const I8: Shape = { type: "i8" };
const STRING: Shape = { type: "string" };
const EMPTY: Shape = { type: "struct", fields: [] };
const list = (of: Shape): Shape => ({ type: "list", of });

function encode(protocol: Protocol, write: (output: ProtocolWriter) => void): Uint8Array {
  const output = protocol.writer();
  write(output);
  return output.finish();
}

function within(protocol: Protocol, limits: Partial<Limits>, bytes: Uint8Array): ProtocolReader {
  return protocol.reader(bytes, { ...NO_LIMITS, ...limits });
}

/** Structs in structs, by field 2; what `CategoryCodec` reads as a chain of parents. */
function nested(levels: number): Shape {
  return levels === 1 ? EMPTY : { type: "struct", fields: [[2, nested(levels - 1)]] };
}

function nest(levels: number): Wire {
  return levels === 1 ? [] : [nest(levels - 1)];
}

for (const protocol of PROTOCOLS) {
  const { name } = protocol;

  describe(`limits of the ${name} reader`, () => {
    for (const text of ["12345678", "éééé", "今今ab", "😀😀"])
      it(`take a string of 8 bytes, and none of 9: ${text}`, () => {
        const fits = encode(protocol, (output) => output.writeString(text));
        expect(within(protocol, { stringBytes: 8 }, fits).readString()).to.equal(text);
        const long = encode(protocol, (output) => output.writeString(`${text}!`));
        const message = "A string or binary has the length 9; it may have 0 to 8 bytes";
        expect(() => within(protocol, { stringBytes: 8 }, long).readString()).to.throw(ProtocolError, message);
        expect(() => skipValue(within(protocol, { stringBytes: 8 }, long), TType.STRING)).to.throw(ProtocolError);
      });

    it("take a binary of 8 bytes, and none of 9", () => {
      const binary = (length: number) => encode(protocol, (output) => output.writeBinary(new Uint8Array(length)));
      expect(within(protocol, { stringBytes: 8 }, binary(8)).readBinary()).to.have.lengthOf(8);
      expect(() => within(protocol, { stringBytes: 8 }, binary(9)).readBinary()).to.throw(ProtocolError, "length 9");
    });

    const containers: readonly [what: string, shape: Shape, value: Wire][] = [
      ["of one list", list(I8), [1, 2, 3, 4, 5, 6]],
      ["of one set", { type: "set", of: STRING }, ["a", "b", "c", "d", "e", "f"]],
      ["of one map, by its entries", { type: "map", key: I8, value: I8 }, [1, 2, 3, 4, 5, 6].map((key) => [key, key])],
      ["of lists in a list, which are elements as well", list(list(I8)), [[1, 2], [3, 4]]],
      ["of all containers, one after the other", { type: "struct", fields: [[1, list(I8)], [2, { type: "map", key: I8, value: list(EMPTY) }]] }, [[1, 2], [[1, [[]]], [2, [[]]]]]],
    ]; // prettier-ignore
    for (const [what, shape, value] of containers)
      it(`count the elements ${what}`, () => {
        const bytes = encode(protocol, (output) => write(output, shape, value));
        expect(read(within(protocol, { elements: 6 }, bytes), shape)).to.deep.equal(value);
        const few = () => within(protocol, { elements: 5 }, bytes);
        expect(() => read(few(), shape)).to.throw(ProtocolError, "have more than 5 elements, which is the limit");
        const type = ({ list: TType.LIST, set: TType.SET, map: TType.MAP, struct: TType.STRUCT } as const)[
          shape.type as "list" | "set" | "map" | "struct"
        ];
        expect(() => skipValue(few(), type), "skipped").to.throw(ProtocolError, "more than 5 elements");
      });

    it("count levels, of what is read and of what is skipped", () => {
      const deep = (levels: number) => encode(protocol, (output) => write(output, nested(levels), nest(levels)));
      expect(CategoryCodec.read(within(protocol, { depth: 5 }, deep(5)))).to.have.nested.property("parent.parent.parent.parent"); // prettier-ignore
      expect(() => CategoryCodec.read(within(protocol, { depth: 5 }, deep(6)))).to.throw(ProtocolError, "nests more than 5 levels deep"); // prettier-ignore
      const unknown = (shape: Shape, value: Wire) => {
        const field: Shape = { type: "struct", fields: [[9, shape]] };
        return within(
          protocol,
          { depth: 5 },
          encode(protocol, (output) => write(output, field, [value])),
        );
      };
      expect(read(unknown(nested(4), nest(4)), EMPTY)).to.deep.equal([]);
      expect(() => read(unknown(nested(5), nest(5)), EMPTY)).to.throw(ProtocolError, "nests more than 5 levels deep");
      const lists = (levels: number): Shape => (levels === 0 ? I8 : list(lists(levels - 1)));
      const empty = (levels: number): Wire => (levels === 1 ? [] : [empty(levels - 1)]);
      expect(read(unknown(lists(5), empty(5)), EMPTY)).to.deep.equal([]);
      expect(() => read(unknown(lists(6), empty(6)), EMPTY)).to.throw(ProtocolError, "nests more than 5 levels deep");
      const mixed = (levels: number): Shape =>
        levels === 0 ? I8 : levels % 2 === 0 ? list(mixed(levels - 1)) : { type: "struct", fields: [[1, mixed(levels - 1)]] }; // prettier-ignore
      const one = (levels: number): Wire => (levels === 0 ? 1 : [one(levels - 1)]);
      expect(read(unknown(mixed(4), one(4)), EMPTY)).to.deep.equal([]);
      expect(() => read(unknown(mixed(5), one(5)), EMPTY)).to.throw(ProtocolError, "nests more than 5 levels deep");
    });
  });
}
