/** Keys that JavaScript compares by identity: what is generated for test/generator/keys.thrift, run. */

import { isDeepStrictEqual } from "node:util";
import { expect } from "chai";
import fc from "fast-check";
import { type Protocol, type ProtocolWriter, TType } from "../../runtime/protocol/protocol.js";
import { fieldsOf } from "../../runtime/protocol/fields.js";
import { tagOf } from "../../runtime/protocol/tag.js";
import { KeyedCodec } from "../golden/keys/gen/keys/codecs.js";
import { HOUSES, type Keyed, type Name, PATHS, type Place } from "../golden/keys/gen/keys/types.js";
import { PROTOCOLS } from "../runtime/protocol/protocols.js";

const small = { maxLength: 3 };
const PLAIN = { noNullPrototype: true } as const;

/** By value: the wire tells no objects apart. */
const setOf = <T>(element: fc.Arbitrary<T>): fc.Arbitrary<ReadonlySet<T>> =>
  fc.uniqueArray(element, { ...small, comparator: isDeepStrictEqual }).map((elements) => new Set(elements));
const mapOf = <K, V>(key: fc.Arbitrary<K>, value: fc.Arbitrary<V>): fc.Arbitrary<ReadonlyMap<K, V>> =>
  fc
    .uniqueArray(fc.tuple(key, value), { ...small, selector: ([each]) => each, comparator: isDeepStrictEqual })
    .map((entries) => new Map(entries));

const text = fc.string({ unit: "binary", maxLength: 10 });
const i32 = fc.integer();
const bytes = fc.uint8Array(small);
const path = fc.array(i32, small);
const double = fc.double();
const place: fc.Arbitrary<Place> = fc.record(
  { street: text, number: i32, note: bytes },
  { ...PLAIN, requiredKeys: ["street", "number"] },
);
const name: fc.Arbitrary<Name> = fc.oneof(
  fc.record({ kind: fc.constant("text" as const), value: text }, PLAIN),
  fc.record({ kind: fc.constant("number" as const), value: i32 }, PLAIN),
);

const anyKeyed: fc.Arbitrary<Keyed> = fc.record(
  {
    by_place: mapOf(place, i32),
    by_bytes: mapOf(bytes, text),
    by_path: mapOf(path, place),
    by_name: mapOf(name, fc.boolean()),
    by_set: mapOf(setOf(i32), fc.integer({ min: -128, max: 127 })),
    by_map: mapOf(mapOf(text, i32), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
    by_double: mapOf(double, text),
    places: setOf(place),
    bytes: setOf(bytes),
    paths: setOf(path),
    nested: setOf(mapOf(place, setOf(bytes))),
    doubles: setOf(double),
  },
  PLAIN,
);

const EMPTY: Keyed = {
  by_place: new Map(),
  by_bytes: new Map(),
  by_path: new Map(),
  by_name: new Map(),
  by_set: new Map(),
  by_map: new Map(),
  by_double: new Map(),
  places: new Set(),
  bytes: new Set(),
  paths: new Set(),
  nested: new Set(),
  doubles: new Set(),
};

function roundTrip(protocol: Protocol, value: Keyed): Keyed {
  const output = protocol.writer();
  KeyedCodec.write(output, value);
  return KeyedCodec.read(protocol.reader(output.finish()));
}

/** What is read of one field, written as a peer does that does not mind keys that come twice. */
function readField(protocol: Protocol, type: TType, id: number, write: (output: ProtocolWriter) => void): Keyed {
  const output = protocol.writer();
  output.writeStructBegin(fieldsOf("Keyed", []));
  output.writeTag(tagOf(type, id));
  write(output);
  output.writeStructEnd();
  return KeyedCodec.read(protocol.reader(output.finish()));
}

for (const protocol of PROTOCOLS)
  describe(`keys that are no base types, in ${protocol.name}`, () => {
    it("come as they left, by value", () => {
      fc.assert(fc.property(anyKeyed, (keyed) => isDeepStrictEqual(roundTrip(protocol, keyed), keyed)));
    });

    it("are others than those that left, to JavaScript", () => {
      const [sent] = HOUSES.keys();
      const { by_place } = roundTrip(protocol, { ...EMPTY, by_place: HOUSES });
      expect(by_place).to.deep.equal(HOUSES);
      expect([by_place.size, by_place.has(sent ?? expect.fail())]).to.deep.equal([2, false]);
    });

    it("may come twice: both are kept, and written again", () => {
      const twice = readField(protocol, TType.MAP, 2, (output) => {
        output.writeMapBegin(TType.STRING, TType.STRING, 2);
        for (const value of ["first", "second"]) {
          output.writeBinary(Uint8Array.of(7));
          output.writeString(value);
        }
        output.writeMapEnd();
      });
      const both = [
        [Uint8Array.of(7), "first"],
        [Uint8Array.of(7), "second"],
      ];
      expect([...twice.by_bytes]).to.deep.equal(both);
      expect([...roundTrip(protocol, twice).by_bytes]).to.deep.equal(both);
      expect([...roundTrip(protocol, { ...EMPTY, paths: PATHS }).paths]).to.deep.equal([[1, 2], [], [1, 2]]);
    });

    it("that are doubles and come twice are one key, with the last value; both zeros and all NaNs are one", () => {
      const { by_double } = readField(protocol, TType.MAP, 7, (output) => {
        const entries = [[0, "zero"], [NaN, "none"], [1.5, "a"], [-0, "minus zero"], [1.5, "b"], [NaN, "still none"]] as const; // prettier-ignore
        output.writeMapBegin(TType.DOUBLE, TType.STRING, entries.length);
        for (const [key, value] of entries) {
          output.writeDouble(key);
          output.writeString(value);
        }
        output.writeMapEnd();
      });
      expect([...by_double]).to.deep.equal([
        [0, "minus zero"],
        [NaN, "still none"],
        [1.5, "b"],
      ]);
    });
  });
