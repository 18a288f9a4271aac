/** The text of Thrift's JSON as Apache's languages write it, and what becomes of the traps in it. */

import { expect } from "chai";
import { ProtocolError } from "../../../runtime/protocol/protocol-error.js";
import { MessageType, type ProtocolReader, type ProtocolWriter, TType } from "../../../runtime/protocol/protocol.js";
import { json } from "../../../runtime/protocol/json.js";
import { decodeCall, encodeCall } from "./messages.js";
import { END, tagOf, typeOf } from "../../../runtime/protocol/tag.js";
import { fieldsOf } from "../../../runtime/protocol/fields.js";

const MIN = -(2n ** 63n);
const MAX = 2n ** 63n - 1n;

function written(write: (output: ProtocolWriter) => void): string {
  const output = json.writer();
  write(output);
  return Buffer.from(output.finish()).toString();
}

function reader(text: string): ProtocolReader {
  return json.reader(Buffer.from(text));
}

/** Writes a struct that has one field, 1. */
function field(type: TType, write: (output: ProtocolWriter) => void): string {
  return written((output) => {
    output.writeStructBegin(fieldsOf("S", []));
    output.writeTag(tagOf(type, 1));
    write(output);
    output.writeStructEnd();
  });
}

describe("JSON messages", () => {
  const args = { req_id: 9007199254740993n, text: 'a"é\n', scores: [1.5, NaN], carrier: new Map([["1", ""]]) };
  const text =
    '[1,"Do",1,1,{"1":{"i64":9007199254740993},"2":{"str":"a\\"é\\n"},"3":{"lst":["dbl",2,1.5,"NaN"]},' +
    '"4":{"map":["str","str",1,{"1":""}]}}]';

  it("are written as other languages write them", () => {
    expect(Buffer.from(encodeCall(json, args)).toString()).to.equal(text);
    expect(decodeCall(json, Buffer.from(text))).to.deep.equal(args);
  });

  it("may be spread over lines, and end with one", () => {
    const spread = text.replaceAll(/[[{,:\]}]/g, "\r\n$&\t ");
    expect(decodeCall(json, Buffer.from(`\n ${spread}\n`))).to.deep.equal(args);
  });

  it("quote the method's name", () => {
    const message = written((output) => {
      output.writeMessageBegin('a"b\\', MessageType.REPLY, -5);
      output.writeStructBegin(fieldsOf("S", []));
      output.writeStructEnd();
      output.writeMessageEnd();
    });
    expect(message).to.equal('[1,"a\\"b\\\\",2,-5,{}]');
    expect(reader(message).readMessageBegin()).to.deep.equal({ name: 'a"b\\', type: MessageType.REPLY, seqid: -5 });
  });
});

describe("JSON values", () => {
  it("keep every digit of an i64, as values and as keys", () => {
    for (const value of [MIN, MIN + 1n, -9007199254740993n, -1n, 0n, 9007199254740993n, MAX]) {
      const text = field(TType.MAP, (output) => {
        output.writeMapBegin(TType.I64, TType.I64, 1);
        output.writeI64(value);
        output.writeI64(value);
        output.writeMapEnd();
      });
      expect(text).to.equal(`{"1":{"map":["i64","i64",1,{"${value}":${value}}]}}`);
      const input = reader(text);
      input.readStructBegin();
      input.readTag(END);
      input.readMapBegin();
      expect(input.readI64()).to.equal(value);
      expect(input.readI64()).to.equal(value);
    }
  });

  it("are what each scalar's type says", () => {
    expect(field(TType.BOOL, (output) => output.writeBool(true))).to.equal('{"1":{"tf":1}}');
    expect(field(TType.I8, (output) => output.writeI8(-128))).to.equal('{"1":{"i8":-128}}');
    expect(field(TType.DOUBLE, (output) => output.writeDouble(-0))).to.equal('{"1":{"dbl":-0}}');
    expect(field(TType.DOUBLE, (output) => output.writeDouble(-Infinity))).to.equal('{"1":{"dbl":"-Infinity"}}');
    expect(field(TType.STRING, (output) => output.writeString("\u0001\u001f\b/€"))).to.equal(
      '{"1":{"str":"\\u0001\\u001f\\b/€"}}',
    );
    expect(field(TType.STRING, (output) => output.writeBinary(Uint8Array.of(0, 255)))).to.equal('{"1":{"str":"AP8="}}');
    const uuid = "00112233-4455-6677-8899-AABBCCDDEEFF";
    expect(field(TType.UUID, (output) => output.writeUuid(uuid))).to.equal(`{"1":{"uid":"${uuid.toLowerCase()}"}}`);
  });

  it("keep map entries as they come: their order, repeated keys, and the key __proto__", () => {
    const input = reader('["str","i8",4,{"__proto__":1,"b":2,"1":3,"b":4}]');
    const { size } = input.readMapBegin();
    const entries = Array.from({ length: size }, () => [input.readString(), input.readI8()]);
    expect(entries).to.deep.equal([["__proto__", 1], ["b", 2], ["1", 3], ["b", 4]]); // prettier-ignore
  });

  it("are read in every spelling that Apache's languages have", () => {
    expect(reader('"\\u00e9\\ud83d\\ude00\\/\\"\\\\\\n"').readString()).to.equal('é😀/"\\\n');
    expect(reader('"a\u0001\nb"').readString()).to.equal("a\u0001\nb");
    expect(reader('"\\\\"').readString()).to.equal("\\");
    expect(reader('"\u0001\\n\n\u007f\\t\u0085"').readString()).to.equal("\u0001\n\n\u007f\t\u0085");
    for (const spelling of ["NaN", "nan", '"NaN"']) expect(reader(spelling).readDouble()).to.deep.equal(NaN);
    for (const spelling of ["Infinity", "inf", '"Infinity"']) expect(reader(spelling).readDouble()).to.equal(Infinity);
    for (const spelling of ["-Infinity", "-inf", '"-Infinity"'])
      expect(reader(spelling).readDouble()).to.equal(-Infinity);
    expect(reader("1.0E-10").readDouble()).to.equal(1e-10);
    for (const spelling of ['"AP8="', '"AP8"'])
      expect(reader(spelling).readBinary()).to.deep.equal(Uint8Array.of(0, 255));
    expect(reader('["",0]').readListBegin().size).to.equal(0);
  });

  it("are well-formed text, also where an escape is half of a surrogate pair", () => {
    expect(reader('"\\ud83d"').readString()).to.equal("\ufffd");
    expect(reader('"\\ude00\\ud83d\\ud83d\\ude00x"').readString()).to.equal("\ufffd\ufffd😀x");
    expect(reader('"\\ud83d😀"').readString()).to.equal("\ufffd😀");
  });

  it("may be binaries of many megabytes", () => {
    const bytes = Buffer.alloc(24 * 1024 * 1024, 7);
    expect(Buffer.from(reader(`"${bytes.toString("base64")}"`).readBinary()).equals(bytes)).to.equal(true);
  });

  it("take time in proportion to their length, to write and to read", function () {
    this.timeout(60_000);
    const size = 600_000;
    for (const strings of [["a"], ["\\", '"']]) {
      const text = written((output) => {
        output.writeListBegin(TType.STRING, size);
        for (let index = 0; index < size; index++) output.writeString(strings[index % strings.length]!);
        output.writeListEnd();
      });
      const input = reader(text);
      input.readListBegin();
      for (let index = 0; index < size; index++) input.readString();
      input.readListEnd();
      input.assertEnd();
    }
  });
});

describe("the JSON reader", () => {
  const refused: readonly [text: string, read: (input: ProtocolReader) => unknown, message: string][] = [
    ["", (input) => input.readMessageBegin(), 'ends too early: "[" was expected'],
    ["<html>", (input) => input.readMessageBegin(), '"[" was expected, not "<" (at character 0 of the JSON)'],
    ['[2,"a",1,0,{}]', (input) => input.readMessageBegin(), "Thrift JSON of version 2, this reads version 1"],
    ['[1,"a",9,0,{}]', (input) => input.readMessageBegin(), "9 is not a message type"],
    ["[1,5,1,0,{}]", (input) => input.readMessageBegin(), 'a string was expected, not "5"'],
    ['"abc', (input) => input.readString(), "inside a string"],
    ['"abc\\"', (input) => input.readString(), "inside a string"],
    ['"\\x41"', (input) => input.readString(), 'unknown escape "\\\\x"'],
    ['"\\u12"', (input) => input.readString(), "unknown escape"],
    ["128", (input) => input.readI8(), 'An integer from -128 to 127 was expected, not "128"'],
    ["1.5", (input) => input.readI32(), "was expected"],
    ['""', (input) => input.readI32(), "was expected"],
    ["2", (input) => input.readBool(), "An integer from 0 to 1"],
    [`${MAX + 1n}`, (input) => input.readI64(), "does not fit an i64"],
    ["1".repeat(1000), (input) => input.readI64(), "An i64 was expected"],
    ["1e3", (input) => input.readI64(), "An i64 was expected"],
    ['"x"', (input) => input.readDouble(), "A number was expected"],
    ["0x10", (input) => input.readDouble(), "A number was expected"],
    ['"AP8=="', (input) => input.readBinary(), "not in base64"],
    ['"A"', (input) => input.readBinary(), "not in base64"],
    ['"AP8A="', (input) => input.readBinary(), "not in base64"],
    ['"AP==8A=="', (input) => input.readBinary(), "not in base64"],
    ['"AP8-"', (input) => input.readBinary(), "not in base64"],
    ['"AP8A\n"', (input) => input.readBinary(), "not in base64"],
    ['"="', (input) => input.readBinary(), "not in base64"],
    ['"00112233445566778899aabbccddeeff"', (input) => input.readUuid(), "A uuid is not of the form"],
    [
      '["i64",2147483647,1]',
      (input) => input.readListBegin(),
      "has 2147483647 elements, but only 3 characters are left",
    ],
    ['["i64",-1]', (input) => input.readListBegin(), "An integer from 0"],
    ['["i65",1,1]', (input) => input.readListBegin(), '"i65" is not a type'],
    ['["toString",1,1]', (input) => input.readListBegin(), '"toString" is not a type'],
  ];
  for (const [text, read, message] of refused)
    it(`refuses ${text.slice(0, 40) || "nothing"}`, () => {
      expect(() => read(reader(text))).to.throw(ProtocolError, message);
    });

  for (const text of [
    '{"1":{"i8":1},}',
    '{,"1":{"i8":1}}',
    '{"1":{"i8":1}"2":{"i8":1}}',
    '{"1":{"i8":1,"i8":2}}',
    '{"1":{"lst":["i8",1,1,2]}}',
    '{"1":{"map":["i8","i8",1,{"1",1}]}}',
    '{"40000":{"i8":1}}',
    '{"1":1}',
    "{",
  ])
    // prettier-ignore
    it(`refuses ${text}, read as a struct`, () => {
      const input = reader(text);
      expect(() => {
        input.readStructBegin();
        for (let tag = 0; (tag = input.readTag(tag)) !== END; ) input.skip(typeOf(tag));
        input.readStructEnd();
      }).to.throw(ProtocolError);
    });
});
