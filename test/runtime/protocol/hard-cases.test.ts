/** What is easily got wrong, the same in every protocol: extreme values, odd fields, text that is none, hostile names. */

import { expect } from "chai";
import { ProtocolError } from "../../../runtime/protocol/protocol-error.js";
import { MessageType, type Protocol, type ProtocolWriter, TType } from "../../../runtime/protocol/protocol.js";
import { AuthorCodec, BookCodec } from "../../golden/bookshop/gen/bookshop/codecs.js";
import { ArgsCodec } from "./messages.js";
import { PROTOCOLS } from "./protocols.js";
import { read, type Shape, type Wire, write } from "./shapes.js";
import { tagOf } from "../../../runtime/protocol/tag.js";
import { fieldsOf } from "../../../runtime/protocol/fields.js";

const BOOL: Shape = { type: "bool" };
const I8: Shape = { type: "i8" };
const I64: Shape = { type: "i64" };
const DOUBLE: Shape = { type: "double" };
const STRING: Shape = { type: "string" };
const BINARY: Shape = { type: "binary" };
const UUID: Shape = { type: "uuid" };
const EMPTY: Shape = { type: "struct", fields: [] };

function list(of: Shape): Shape {
  return { type: "list", of };
}

function set(of: Shape): Shape {
  return { type: "set", of };
}

function map(key: Shape, value: Shape): Shape {
  return { type: "map", key, value };
}

const MIN_I64 = -(2n ** 63n);
const MAX_I64 = 2n ** 63n - 1n;
const NAMES = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "valueOf",
  "__defineGetter__",
  "",
];
const ZERO_UUID = "00000000-0000-0000-0000-000000000000";
const FULL_UUID = "ffffffff-ffff-ffff-ffff-ffffffffffff";

const VALUES: readonly [what: string, shape: Shape, value: Wire][] = [
  ["an empty text", STRING, ""],
  ["no bytes", BINARY, new Uint8Array(0)],
  ["an empty list, set and map", { type: "struct", fields: [[1, list(I8)], [2, set(STRING)], [3, map(I8, I8)]] }, [[], [], []]], // prettier-ignore
  ["an empty struct, and one of nothing but empty ones", { type: "struct", fields: [[1, EMPTY], [2, { type: "struct", fields: [[1, EMPTY]] }]] }, [[], [[]]]], // prettier-ignore
  ["a list of empty lists, maps and structs", list({ type: "struct", fields: [[1, list(list(I8))], [2, map(EMPTY, EMPTY)]] }), [[[[], []], [[[], []]]], [[], []]]], // prettier-ignore
  ...[1, 14, 15, 16, 20, 127, 128, 300].flatMap((size): [string, Shape, Wire][] => [
    [`a list of ${size} bools`, list(BOOL), Array.from({ length: size }, (_, index) => index % 3 === 0)],
    [`a set of ${size} i8`, set(I8), Array.from({ length: size }, (_, index) => (index % 256) - 128)],
    [`a list of ${size} empty structs`, list(EMPTY), Array.from({ length: size }, () => [])],
    [`a map of ${size} texts`, map(STRING, BOOL), Array.from({ length: size }, (_, index) => [`${index}`, index % 2 === 0])],
  ]), // prettier-ignore
  [
    "doubles without a number, without an end, of either sign, and the extremes",
    list(DOUBLE),
    [NaN, Infinity, -Infinity, 0, -0, 1, 0.1, -1 / 3, 5e-324, 2.2250738585072014e-308, Number.MAX_VALUE, Number.EPSILON, 1e21, 1e-7, 2 ** 53 + 2], // prettier-ignore
  ],
  ["doubles as keys", map(DOUBLE, DOUBLE), [NaN, Infinity, -Infinity, -0, 1.5].map((value) => [value, value])],
  [
    "i64 to the last digit",
    list(I64),
    [MIN_I64, MIN_I64 + 1n, -(2n ** 53n) - 1n, -(2n ** 32n), -1n, 0n, 2n ** 31n, 2n ** 32n, 2n ** 53n + 1n, MAX_I64],
  ],
  ["i64 as keys", map(I64, I64), [MIN_I64, 2n ** 53n + 1n, MAX_I64].map((value) => [value, value])],
  ["names that JavaScript's objects have", list(STRING), NAMES],
  ["names that JavaScript's objects have, as keys", map(STRING, STRING), NAMES.map((name) => [name, name])],
  ["numeric keys, in their order", map(STRING, I8), ["10", "2", "1", "01", "1.0"].map((key) => [key, 1])],
  ["the same key twice", map(STRING, I8), [["a", 1], ["b", 2], ["a", 3]]], // prettier-ignore
  ["keys of every kind", { type: "struct", fields: [[1, map(BOOL, I8)], [2, map(BINARY, I8)], [3, map(UUID, I8)], [4, map(list(I8), I8)], [5, map(EMPTY, I8)]] }, [[[true, 1], [false, 2]], [[Uint8Array.of(0, 255), 1]], [[FULL_UUID, 1]], [[[1, 2], 1]], [[[], 1]]]], // prettier-ignore
  ["uuids", list(UUID), [ZERO_UUID, FULL_UUID, "00112233-4455-6677-8899-aabbccddeeff"]],
  ["quotes, backslashes, control characters and line separators", list(STRING), ['"', "\\", '\\"', "\0\x01\x1f\x7f", "\r\n\t\b\f", "\u2028\u2029", "</script>", "\\u0041"]], // prettier-ignore
  ["characters of two, three and four bytes", list(STRING), ["é", "今日", "😀", "\ufeffmark", "\uffff", "\u{10ffff}", "e\u0301"]], // prettier-ignore
  ["every byte", BINARY, Uint8Array.from({ length: 256 }, (_, index) => index)],
  ["texts about as long as what is read at once", list(STRING), [79, 80, 81, 2047, 2048, 2049, 5000].map((length) => `${"x".repeat(length - 1)}é`)], // prettier-ignore
];

function inStruct(shape: Shape): Shape {
  return { type: "struct", fields: [[1, shape]] };
}

function encode(protocol: Protocol, write: (output: ProtocolWriter) => void): Uint8Array {
  const output = protocol.writer();
  write(output);
  return output.finish();
}

/** A struct with these fields, in this order, whatever their IDs. */
function struct(protocol: Protocol, fields: readonly [id: number, shape: Shape, value: Wire][]): Uint8Array {
  return encode(protocol, (output) => {
    output.writeStructBegin(fieldsOf("Any", []));
    for (const [id, shape, value] of fields) {
      output.writeTag(tagOf(TYPES[shape.type], id));
      write(output, shape, value);
    }
    output.writeStructEnd();
  });
}

const TYPES = { bool: TType.BOOL, i8: TType.I8, i16: TType.I16, i32: TType.I32, i64: TType.I64, double: TType.DOUBLE, string: TType.STRING, binary: TType.STRING, uuid: TType.UUID, list: TType.LIST, set: TType.SET, map: TType.MAP, struct: TType.STRUCT } as const; // prettier-ignore

/** Fields of every type, none of which `ArgsCodec` has. */
const UNKNOWN: readonly [id: number, shape: Shape, value: Wire][] = [
  [101, BOOL, true],
  [102, BOOL, false],
  [103, I8, -1],
  [104, { type: "i16" }, -2],
  [105, { type: "i32" }, -3],
  [106, I64, MIN_I64],
  [107, DOUBLE, NaN],
  [108, STRING, '"}]'],
  [109, BINARY, Uint8Array.of(0, 255)],
  [110, UUID, FULL_UUID],
  [111, list(BOOL), [true, false]],
  [112, set(list(UUID)), [[ZERO_UUID], []]],
  [113, map(STRING, map(I64, DOUBLE)), [["__proto__", [[1n, -0]]]]],
  [114, map(BOOL, BOOL), [[true, false]]],
  [115, list({ type: "struct", fields: [[1, BOOL], [-5, list(EMPTY)], [900, STRING]] }), [[true, [[], []], "x"]]], // prettier-ignore
  [116, EMPTY, []],
  [0, STRING, ""],
  [-7, map(EMPTY, set(I8)), []],
  [32767, BOOL, true],
  [-32768, BOOL, false],
];

const ARGS: readonly [id: number, shape: Shape, value: Wire][] = [
  [1, I64, 5n],
  [2, STRING, "text"],
  [3, list(DOUBLE), [1.5]],
  [4, map(STRING, STRING), [["k", "v"]]],
];
const READ = { req_id: 5n, text: "text", scores: [1.5], carrier: new Map([["k", "v"]]) };

/** A string or binary in the protocol's own framing, of bytes that no writer would write as a string. */
const RAW: Readonly<Record<(typeof PROTOCOLS)[number]["name"], (bytes: readonly number[]) => Uint8Array>> = {
  binary: (bytes) => Uint8Array.of(0, 0, 0, bytes.length, ...bytes),
  compact: (bytes) => Uint8Array.of(bytes.length, ...bytes),
  json: (bytes) => Uint8Array.of(0x22, ...bytes, 0x22),
};

const NOT_UTF8: readonly (readonly [what: string, bytes: readonly number[], text: string])[] = [
  ["a byte that is never in UTF-8", [0x61, 0xff, 0x62], "a\ufffdb"],
  ["a character that is cut off", [0x61, 0xe4, 0xbb], "a\ufffd"],
  ["half of a surrogate pair", [0xed, 0xa0, 0xbd], "\ufffd\ufffd\ufffd"],
  ["a character in too many bytes", [0xc0, 0x80], "\ufffd\ufffd"],
  ["a number beyond Unicode", [0xf5, 0x80, 0x80, 0x80], "\ufffd\ufffd\ufffd\ufffd"],
  ["Latin-1", [0x47, 0x72, 0xfc, 0xdf, 0x65], "Gr\ufffd\ufffde"],
];

for (const protocol of PROTOCOLS) {
  describe(`hard cases in the ${protocol.name} protocol`, () => {
    for (const [what, shape, value] of VALUES)
      it(`brings back ${what}`, () => {
        const bytes = struct(protocol, [[1, shape, value], [2, BOOL, true]]); // prettier-ignore
        const input = protocol.reader(bytes);
        expect(read(input, { type: "struct", fields: [[1, shape], [2, BOOL]] })).to.deep.equal([value, true]); // prettier-ignore
        input.assertEnd();
        const skipping = protocol.reader(bytes);
        expect(read(skipping, { type: "struct", fields: [[2, BOOL]] })).to.deep.equal([true]);
        skipping.assertEnd();
      });

    for (const field of UNKNOWN)
      it(`skips an unknown ${field[1].type}, field ${field[0]}, wherever it is`, () => {
        for (let at = 0; at <= ARGS.length; at++) {
          const input = protocol.reader(struct(protocol, [...ARGS.slice(0, at), field, ...ARGS.slice(at)]));
          expect(ArgsCodec.read(input)).to.deep.equal(READ);
          input.assertEnd();
        }
      });

    it("skips many unknown fields in a row", () => {
      const input = protocol.reader(struct(protocol, [...UNKNOWN, ...ARGS, ...UNKNOWN]));
      expect(ArgsCodec.read(input)).to.deep.equal(READ);
      input.assertEnd();
    });

    it("reads fields in any order", () => {
      for (const order of [[3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1]]) {
        const fields = order.map((index) => ARGS[index]!);
        expect(ArgsCodec.read(protocol.reader(struct(protocol, fields)))).to.deep.equal(READ);
      }
    }); // prettier-ignore

    it("takes the last of a field that comes twice, as Apache's do", () => {
      const twice = struct(protocol, [[1, I64, 1n], [4, map(STRING, STRING), [["old", ""]]], ...ARGS]); // prettier-ignore
      expect(ArgsCodec.read(protocol.reader(twice))).to.deep.equal(READ);
    });

    it("names the struct and the field that is required and missing", () => {
      const untitled = struct(protocol, [[1, STRING, "9780141439518"]]);
      expect(() => BookCodec.read(protocol.reader(untitled))).to.throw(ProtocolError, "The required field Book.title is missing"); // prettier-ignore
      const nameless = struct(protocol, [[1, STRING, "isbn"], [2, STRING, "title"], [3, list(EMPTY), [[]]]]); // prettier-ignore
      expect(() => BookCodec.read(protocol.reader(nameless))).to.throw(ProtocolError, "The required field Author.name is missing"); // prettier-ignore
      expect(AuthorCodec.read(protocol.reader(struct(protocol, [[1, STRING, ""]]))).name).to.equal("");
    });

    for (const [what, bytes, text] of NOT_UTF8)
      it(`reads ${what} as text with U+FFFD in it`, () => {
        const raw = RAW[protocol.name](bytes);
        const input = protocol.reader(raw);
        expect(input.readString()).to.equal(text);
        input.assertEnd();
      });

    it("brings bytes that are not UTF-8 back as they are, where they are a binary", () => {
      for (const [, bytes] of NOT_UTF8) {
        const binary = Uint8Array.from(bytes);
        const written = encode(protocol, (output) => output.writeBinary(binary));
        expect(protocol.reader(written).readBinary()).to.deep.equal(binary);
      }
    });

    it("has any name and any sequence ID in a header", () => {
      for (const name of ["", "a", 'a"b\\', "Service:method", "é😀", "__proto__", "x".repeat(300)])
        for (const seqid of [0, 1, -1, 2 ** 31 - 1, -(2 ** 31)])
          for (const type of Object.values(MessageType)) {
            const message = encode(protocol, (output) => {
              output.writeMessageBegin(name, type, seqid);
              write(output, EMPTY, []);
              output.writeMessageEnd();
            });
            const input = protocol.reader(message);
            expect(input.readMessageBegin()).to.deep.equal({ name, type, seqid });
            read(input, inStruct(I8));
            input.readMessageEnd();
            input.assertEnd();
          }
    });
  });
}
