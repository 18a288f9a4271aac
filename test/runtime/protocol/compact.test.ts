/** The bytes of the compact protocol, as its specification and Apache's libraries have them, and what is refused. */

import { expect } from "chai";
import { compact } from "../../../runtime/protocol/compact.js";
import { ProtocolError } from "../../../runtime/protocol/protocol-error.js";
import { MessageType, type ProtocolReader, type ProtocolWriter, TType } from "../../../runtime/protocol/protocol.js";
import { decodeCall, encodeCall } from "./messages.js";
import { END, idOf, tagOf, typeOf } from "../../../runtime/protocol/tag.js";
import { fieldsOf } from "../../../runtime/protocol/fields.js";

/** Hex with spaces and line ends for people. */
function bytes(hex: string): Uint8Array {
  return Buffer.from(hex.replaceAll(/\s/g, ""), "hex");
}

function reader(hex: string): ProtocolReader {
  return compact.reader(bytes(hex));
}

function written(write: (output: ProtocolWriter) => void): string {
  const output = compact.writer();
  write(output);
  return Buffer.from(output.finish()).toString("hex");
}

/** Writes a struct of fields; each is its ID, its type and what writes its value. */
function struct(...fields: readonly [id: number, type: TType, write: (output: ProtocolWriter) => void][]): string {
  return written((output) => {
    output.writeStructBegin(fieldsOf("S", []));
    for (const [id, type, write] of fields) {
      output.writeTag(tagOf(type, id));
      write(output);
    }
    output.writeStructEnd();
  });
}

/** The fields of a struct whose values are all bools. */
function bools(hex: string): [id: number, value: boolean][] {
  const input = reader(hex);
  const fields: [number, boolean][] = [];
  input.readStructBegin();
  for (let tag = 0; (tag = input.readTag(tag)) !== END;) {
    expect(typeOf(tag)).to.equal(TType.BOOL);
    fields.push([idOf(tag), input.readBool()]);
  }
  input.readStructEnd();
  input.assertEnd();
  return fields;
}

const yes = (output: ProtocolWriter) => output.writeBool(true);
const no = (output: ProtocolWriter) => output.writeBool(false);

describe("compact messages", () => {
  it("are a header of ID, version and type, sequence ID and name, and a struct", () => {
    const args = { req_id: -2n, text: "aé", scores: [1.5], carrier: new Map([["k", ""]]) };
    const message = `82 21 01 02 446f  16 03  18 03 61c3a9  19 17 000000000000f83f  1b 01 88 01 6b 00  00`;
    expect(Buffer.from(encodeCall(compact, args))).to.deep.equal(bytes(message));
    expect(decodeCall(compact, bytes(message))).to.deep.equal(args);
  });

  it("hold every type and every sequence ID, negative ones as 32 bits without a sign", () => {
    const headers: readonly [MessageType, number, string][] = [
      [MessageType.CALL, 0, "8221" + "00"],
      [MessageType.REPLY, 127, "8241" + "7f"],
      [MessageType.EXCEPTION, 128, "8261" + "8001"],
      [MessageType.ONEWAY, 2147483647, "8281" + "ffffffff07"],
      [MessageType.CALL, -1, "8221" + "ffffffff0f"],
      [MessageType.CALL, -2147483648, "8221" + "8080808008"],
    ];
    for (const [type, seqid, hex] of headers) {
      expect(written((output) => output.writeMessageBegin("", type, seqid))).to.equal(`${hex}00`);
      expect(reader(`${hex}00`).readMessageBegin()).to.deep.equal({ name: "", type, seqid });
    }
  });
});

describe("compact fields", () => {
  it("have their ID as a distance of 1 to 15 from the one before, and else in full", () => {
    const ids: readonly [before: number, id: number, header: string][] = [
      [0, 1, "11"],
      [0, 15, "f1"],
      [0, 16, "0120"],
      [1, 16, "f1"],
      [1, 17, "0122"],
      [32752, 32767, "f1"],
      [5, 5, "010a"],
      [5, 4, "0108"],
      [5, 0, "0100"],
      [5, -1, "0101"],
      [-3, 0, "31"],
      [-20, -5, "f1"],
      [0, 32767, "01feff03"],
      [0, -32768, "01ffff03"],
    ];
    for (const [before, id, header] of ids) {
      const hex = struct([before, TType.BOOL, yes], [id, TType.BOOL, yes]);
      expect(hex.slice(-2 - header.length), `${before}, then ${id}`).to.equal(`${header}00`);
      expect(bools(hex), `${before}, then ${id}`).to.deep.equal([[before, true], [id, true]]); // prettier-ignore
    }
  });

  it("count on after a struct from its own ID, not from the IDs in it", () => {
    const inner = (output: ProtocolWriter) => {
      output.writeStructBegin(fieldsOf("T", []));
      output.writeTag(tagOf(TType.BOOL, 7));
      output.writeBool(false);
      output.writeStructEnd();
    };
    expect(struct([2, TType.STRUCT, inner], [3, TType.BOOL, yes])).to.equal("2c" + "7200" + "11" + "00");
    const input = reader("2c 7200 11 00");
    input.readStructBegin();
    expect(input.readTag(END)).to.equal(tagOf(TType.STRUCT, 2));
    input.skip(TType.STRUCT);
    expect(input.readTag(tagOf(TType.STRUCT, 2))).to.equal(tagOf(TType.BOOL, 3));
    expect(input.readBool()).to.equal(true);
  });

  it("that are bools have their value in the type", () => {
    expect(struct([1, TType.BOOL, yes], [2, TType.BOOL, no], [-1, TType.BOOL, no])).to.equal("1112020100");
    expect(bools("1112020100")).to.deep.equal([[1, true], [2, false], [-1, false]]); // prettier-ignore
  });

  it("that are structs of a bool keep the bools apart", () => {
    const list = (output: ProtocolWriter) => {
      output.writeListBegin(TType.BOOL, 2);
      output.writeBool(false);
      output.writeBool(true);
      output.writeListEnd();
    };
    expect(struct([1, TType.BOOL, yes], [2, TType.LIST, list], [3, TType.BOOL, no])).to.equal(
      "11" + "19210201" + "1200",
    );
  });
});

describe("compact values", () => {
  const I32: readonly [number, string][] = [
    [0, "00"],
    [-1, "01"],
    [1, "02"],
    [63, "7e"],
    [-64, "7f"],
    [64, "8001"],
    [-65, "8101"],
    [8191, "fe7f"],
    [8192, "808001"],
    [32767, "feff03"],
    [-32768, "ffff03"],
    [2147483647, "feffffff0f"],
    [-2147483648, "ffffffff0f"],
  ];
  for (const [value, hex] of I32)
    it(`has the i32 ${value} as ${hex}`, () => {
      expect(written((output) => output.writeI32(value))).to.equal(hex);
      expect(reader(hex).readI32()).to.equal(value);
    });

  it("has an i16 as an i32, and an i8 as its byte", () => {
    expect(written((output) => output.writeI16(-32768))).to.equal("ffff03");
    expect(reader("ffff03").readI16()).to.equal(-32768);
    expect(written((output) => output.writeI8(-128))).to.equal("80");
    expect(reader("80").readI8()).to.equal(-128);
  });

  it("has an i64 of every length, of either sign", () => {
    for (let bits = 0n; bits < 64n; bits++)
      for (const zigzagged of [1n << bits, (1n << bits) - 1n, (1n << bits) | 1n, (1n << (bits + 1n)) - 1n]) {
        // The specification's own words for it: a varint of (n << 1) ^ (n >> 63).
        const value = BigInt.asIntN(64, (zigzagged >> 1n) ^ -(zigzagged & 1n));
        let hex = "";
        let rest = zigzagged;
        for (; rest > 0x7fn; rest >>= 7n) hex += ((rest & 0x7fn) | 0x80n).toString(16).padStart(2, "0");
        hex += rest.toString(16).padStart(2, "0");
        expect(
          written((output) => output.writeI64(value)),
          `${value}`,
        ).to.equal(hex);
        expect(reader(hex).readI64(), hex).to.equal(value);
      }
  });

  it("has a double with its lowest byte first", () => {
    expect(written((output) => output.writeDouble(-2.5))).to.equal("00000000000004c0");
    expect(reader("00000000000004c0").readDouble()).to.equal(-2.5);
  });

  it("has a uuid as its 16 bytes", () => {
    const uuid = "00112233-4455-6677-8899-aabbccddeeff";
    expect(struct([1, TType.UUID, (output) => output.writeUuid(uuid)])).to.equal(
      "1d00112233445566778899aabbccddeeff00",
    );
    expect(reader("00112233445566778899aabbccddeeff").readUuid()).to.equal(uuid);
  });

  it("has the length of a text in bytes, also where it takes more of them than that of its characters", () => {
    for (const unit of ["a", "é", "今", "😀"])
      for (const count of [0, 1, 31, 42, 43, 63, 64, 126, 127, 128, 5461, 5462, 8191, 8192, 16383, 16384, 700_000]) {
        const text = unit.repeat(count);
        const output = compact.writer();
        output.writeString(text);
        const whole = Buffer.from(output.finish());
        const size = Buffer.byteLength(text);
        const prefix = size < 0x80 ? 1 : size < 0x4000 ? 2 : size < 0x200000 ? 3 : 4;
        expect(whole.length, `${count} ${unit}`).to.equal(prefix + size);
        expect(whole.toString("utf8", prefix) === text, `${count} ${unit}`).to.equal(true);
        expect(compact.reader(whole).readString() === text, `${count} ${unit}`).to.equal(true);
      }
  });

  it("has up to 14 elements counted beside their type, and more behind it", () => {
    for (const [size, header] of [
      [0, "03"],
      [14, "e3"],
      [15, "f30f"],
      [20, "f314"],
      [128, "f38001"],
    ] as const) {
      // prettier-ignore
      const list = (output: ProtocolWriter) => {
        output.writeListBegin(TType.I8, size);
        for (let index = 0; index < size; index++) output.writeI8(1);
        output.writeListEnd();
      };
      const hex = header + "01".repeat(size);
      expect(written(list)).to.equal(hex);
      expect(reader(hex).readListBegin()).to.deep.equal({ elementType: size === 0 ? TType.STOP : TType.I8, size });
      expect(reader(hex).readSetBegin().size).to.equal(size);
    }
  });

  it("has a small size read where it was written as a large one", () => {
    expect(reader("f302 0101").readListBegin()).to.deep.equal({ elementType: TType.I8, size: 2 });
    expect(reader("f300").readListBegin().size).to.equal(0);
  });

  it("has an empty map as one byte, and the types of others behind their size", () => {
    const map = (size: number) => (output: ProtocolWriter) => output.writeMapBegin(TType.BOOL, TType.UUID, size);
    expect(written(map(0))).to.equal("00");
    expect(reader("00").readMapBegin()).to.include({ size: 0 });
    expect(written(map(1))).to.equal("011d");
    expect(written(map(300))).to.equal("ac021d");
    const input = reader("01 8d 016b 00112233445566778899aabbccddeeff");
    expect(input.readMapBegin()).to.deep.equal({ keyType: TType.STRING, valueType: TType.UUID, size: 1 });
  });

  it("has bools in a container as 1 and 2, of type 1 as Apache's libraries write it", () => {
    const list = (output: ProtocolWriter) => {
      output.writeListBegin(TType.BOOL, 2);
      output.writeBool(true);
      output.writeBool(false);
      output.writeListEnd();
    };
    expect(written(list)).to.equal("210102");
  });

  it("has bools in a container read in every variant: of type 1 or 2, false as 2 or 0", () => {
    for (const hex of ["31010200", "32010200", "f103010200"]) {
      const input = reader(hex);
      expect(input.readListBegin(), hex).to.deep.equal({ elementType: TType.BOOL, size: 3 });
      expect([input.readBool(), input.readBool(), input.readBool()], hex).to.deep.equal([true, false, false]);
    }
    for (const hex of ["01110102", "01220102", "01120102"]) {
      const input = reader(hex);
      expect(input.readMapBegin(), hex).to.deep.equal({ keyType: TType.BOOL, valueType: TType.BOOL, size: 1 });
      expect([input.readBool(), input.readBool()], hex).to.deep.equal([true, false]);
    }
  });
});

describe("the compact reader", () => {
  const header = (input: ProtocolReader) => input.readMessageBegin();
  const field = (input: ProtocolReader) => {
    input.readStructBegin();
    for (let tag = END; (tag = input.readTag(tag)) !== END;) input.readBool();
  };
  const list = (input: ProtocolReader) => input.readListBegin();
  const map = (input: ProtocolReader) => input.readMapBegin();
  const text = (input: ProtocolReader) => input.readString();
  const i16 = (input: ProtocolReader) => input.readI16();
  const i32 = (input: ProtocolReader) => input.readI32();
  const i64 = (input: ProtocolReader) => input.readI64();

  const refused: readonly [what: string, hex: string, (input: ProtocolReader) => unknown, message: string][] = [
    ["another protocol", "80 01 00 01", header, "it begins with 0x80, not 0x82"],
    ["another version", "82 22 00 00", header, "Compact Thrift of version 2, this reads version 1"],
    ["message type 0", "82 01 00 00", header, "0 is not a message type"],
    ["message type 5", "82 a1 00 00", header, "5 is not a message type"],
    ["a name longer than the message", "82 21 00 05 61", header, "5 bytes were wanted, 1 were left"],
    ["a field of type 14", "1e", field, "14 is not a type"],
    ["a field of type 15", "1f", field, "15 is not a type"],
    ["a stop with a distance", "10", field, "0 is not a type"],
    ["a field ID over 32767", "01feff03 11", field, "32768 is no ID of a field"],
    ["a field ID that does not fit an i16", "01808004", field, "32768 does not fit an i16"],
    ["an i16 over 32767", "808004", i16, "32768 does not fit an i16"],
    ["an i16 under -32768", "818004", i16, "-32769 does not fit an i16"],
    ["an i32 of six bytes", "808080808001", i32, "A varint has more than 32 bits"],
    ["an i32 of 33 bits", "ffffffff1f", i32, "A varint has more than 32 bits"],
    ["an i32 without an end", "ff", i32, "ends too early"],
    ["an i64 of eleven bytes", "8080808080808080808001", i64, "A varint has more than 64 bits"],
    ["an i64 of 65 bits", "ffffffffffffffffff02", i64, "A varint has more than 64 bits"],
    ["an i64 without an end", "ffffffffff", i64, "ends too early"],
    ["a string of 2^31 bytes", "8080808008", text, "has the length 2147483648; it may have"],
    ["a string longer than its bytes", "02 61", text, "2 bytes were wanted, 1 were left"],
    ["a list of 2^31 elements", "f3 8080808008 00", list, "has the size 2147483648, more than 2^31-1"],
    ["a list of unknown type", "1e 00", list, "14 is not a type"],
    ["a list of stops", "10 00", list, "0 is not a type"],
    ["2^31-1 bools", "f1 ffffffff07 0101", list, "2147483647 elements of at least 1 bytes, but only 2 bytes are left"],
    ["2^31-1 empty structs", "fc ffffffff07 00", list, "but only 1 bytes are left"],
    ["three doubles in 23 bytes", `37 ${"00".repeat(23)}`, list, "at least 8 bytes, but only 23 bytes are left"],
    ["a uuid in 15 bytes", `1d ${"00".repeat(15)}`, list, "at least 16 bytes, but only 15 bytes are left"],
    ["a map of 2^31 entries", "8080808008 33 00", map, "has the size 2147483648"],
    ["a map of unknown type", "01 3e 00", map, "14 is not a type"],
    ["a map larger than its bytes", "02 33 000000", map, "2 elements of at least 2 bytes, but only 3 bytes are left"],
    ["a bool that is 3", "11 03", (input) => (list(input), input.readBool()), "A bool is 3"],
  ];
  for (const [what, hex, read, message] of refused)
    it(`refuses ${what}`, () => {
      expect(() => read(reader(hex))).to.throw(ProtocolError, message);
    });

  it("reads numbers that take more bytes than they need", () => {
    expect(reader("8200").readI32()).to.equal(1);
    expect(reader("8280808000").readI32()).to.equal(1);
    expect(reader("82808080808080808000").readI64()).to.equal(1n);
  });
});
