/** What all protocols promise of every value: it comes back, nothing shorter is taken for it, and no bytes do harm. */

import { expect } from "chai";
import * as fc from "fast-check";
import { ProtocolError } from "../../../runtime/protocol/protocol-error.js";
import { MessageType, TType, type Protocol } from "../../../runtime/protocol/protocol.js";
import { PROTOCOLS } from "./protocols.js";
import { EVERYTHING, type Sample, samples, type Shape, type Wire, read, write } from "./shapes.js";

const EMPTY: Shape = { type: "struct", fields: [] };

function encode(protocol: Protocol, { shape, value }: Sample): Uint8Array {
  const output = protocol.writer();
  output.writeMessageBegin("method", MessageType.CALL, 7);
  write(output, shape, value);
  output.writeMessageEnd();
  return output.finish();
}

/** One more level than the message has, which our writers would not write. */
function wrapStruct(protocol: Protocol, message: Uint8Array): Uint8Array {
  if (protocol.name === "json") return Buffer.from(Buffer.from(message).toString().replace("{}", '{"1":{"rec":{}}}'));
  const [start, field] =
    protocol.name === "binary"
      ? [4 + 4 + "method".length + 4, Uint8Array.of(TType.STRUCT, 0, 1)]
      : [1 + 1 + 1 + 1 + "method".length, Uint8Array.of(0x1c)];
  return Buffer.concat([message.subarray(0, start), field, message.subarray(start), Uint8Array.of(TType.STOP)]);
}

function decode(protocol: Protocol, shape: Shape, bytes: Uint8Array): Wire {
  const input = protocol.reader(bytes);
  input.readMessageBegin();
  const value = read(input, shape);
  input.readMessageEnd();
  input.assertEnd();
  return value;
}

/** What the bytes are read as; undefined when they are refused. Any other error than a refusal is thrown. */
function tryDecode(protocol: Protocol, shape: Shape, bytes: Uint8Array): Wire | undefined {
  try {
    return decode(protocol, shape, bytes);
  } catch (error) {
    if (error instanceof ProtocolError) return undefined;
    throw error;
  }
}

for (const protocol of PROTOCOLS) {
  describe(`${protocol.name} protocol`, () => {
    it("returns every value as it was written", () => {
      fc.assert(
        fc.property(samples(EVERYTHING), (sample) => {
          expect(decode(protocol, sample.shape, encode(protocol, sample))).to.deep.equal(sample.value);
        }),
        { numRuns: 300 },
      );
    });

    it("returns every struct outside a message", () => {
      fc.assert(
        fc.property(samples(EVERYTHING), ({ shape, value }) => {
          const output = protocol.writer();
          write(output, shape, value);
          const input = protocol.reader(output.finish());
          expect(read(input, shape)).to.deep.equal(value);
          input.assertEnd();
        }),
      );
    });

    it("skips every field it does not know", () => {
      fc.assert(
        fc.property(samples(EVERYTHING), (sample) => {
          expect(decode(protocol, EMPTY, encode(protocol, sample))).to.deep.equal([]);
        }),
      );
    });

    it("refuses a message cut off anywhere, read or skipped", () => {
      fc.assert(
        fc.property(samples(EVERYTHING), (sample) => {
          const bytes = encode(protocol, sample);
          for (let length = 0; length < bytes.length; length++) {
            const cut = bytes.subarray(0, length);
            expect(tryDecode(protocol, sample.shape, cut), `the first ${length} bytes`).to.equal(undefined);
            expect(tryDecode(protocol, EMPTY, cut), `the first ${length} bytes, skipped`).to.equal(undefined);
          }
        }),
        { numRuns: 8 },
      );
    });

    it("reads or refuses a message with a changed byte", () => {
      fc.assert(
        fc.property(samples(EVERYTHING), fc.nat(), fc.nat({ max: 255 }), (sample, where, byte) => {
          const bytes = encode(protocol, sample);
          bytes[where % bytes.length] = byte;
          tryDecode(protocol, sample.shape, bytes);
          tryDecode(protocol, EMPTY, bytes);
        }),
        { numRuns: 1000 },
      );
    });

    it("reads or refuses random bytes", () => {
      const starts = {
        binary: Uint8Array.of(0x80, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
        compact: Uint8Array.of(0x82, 0x21, 0, 0),
        json: Buffer.from('[1,"",1,0,{"1":{'),
      };
      fc.assert(
        fc.property(samples(EVERYTHING), fc.uint8Array({ maxLength: 300 }), ({ shape }, bytes) => {
          tryDecode(protocol, shape, bytes);
          tryDecode(protocol, EMPTY, Buffer.concat([starts[protocol.name], bytes]));
        }),
        { numRuns: 500 },
      );
    });

    it("refuses bytes after the message's end", () => {
      const bytes = Buffer.concat([encode(protocol, { shape: EMPTY, value: [] }), Buffer.from("x")]);
      expect(() => decode(protocol, EMPTY, bytes)).to.throw(ProtocolError, /^1 (bytes|characters) follow/);
    });

    it("reads and writes structs nested as deep as Apache's libraries do, and none deeper", () => {
      const shape = (levels: number): Shape =>
        levels === 1 ? EMPTY : { type: "struct", fields: [[1, shape(levels - 1)]] };
      const value = (levels: number): Wire => (levels === 1 ? [] : [value(levels - 1)]);
      const deep = { shape: shape(64), value: value(64) };
      const tooDeep = wrapStruct(protocol, encode(protocol, deep));
      expect(decode(protocol, deep.shape, encode(protocol, deep))).to.deep.equal(deep.value);
      expect(decode(protocol, EMPTY, encode(protocol, deep))).to.deep.equal([]);
      expect(() => encode(protocol, { shape: shape(65), value: value(65) })).to.throw(RangeError, "64 levels deep");
      expect(() => decode(protocol, shape(65), tooDeep)).to.throw(ProtocolError, "64 levels deep");
      expect(() => decode(protocol, EMPTY, tooDeep)).to.throw(ProtocolError, "64 levels deep");
    });

    it("refuses to skip containers that nest too deep", () => {
      const shape = (levels: number): Shape =>
        levels === 0 ? { type: "i8" } : { type: "list", of: shape(levels - 1) };
      const value = (levels: number): Wire => (levels === 0 ? 1 : [value(levels - 1)]);
      const bytes = encode(protocol, { shape: { type: "struct", fields: [[1, shape(1000)]] }, value: [value(1000)] });
      expect(() => decode(protocol, EMPTY, bytes)).to.throw(ProtocolError, "64 levels deep");
    });

    it("says what a field is and what it should be", () => {
      const bytes = encode(protocol, { shape: { type: "struct", fields: [[1, { type: "i32" }]] }, value: [5] });
      const declared: Shape = { type: "struct", fields: [[1, { type: "string" }]] };
      expect(() => decode(protocol, declared, bytes)).to.throw(
        ProtocolError,
        /^Sample\.field1 is an i32 on the wire, the IDL says string\/binary$/,
      );
    });

    it("keeps emoji, and turns lone surrogates into U+FFFD", () => {
      const shape: Shape = { type: "struct", fields: [[1, { type: "string" }]] };
      const roundTrip = (text: string) => decode(protocol, shape, encode(protocol, { shape, value: [text] }));
      for (const filler of ["", "x".repeat(50), "é".repeat(3000)]) {
        expect(roundTrip(`${filler}😀今日`)).to.deep.equal([`${filler}😀今日`]);
        expect(roundTrip(`${filler}\ud83d`)).to.deep.equal([`${filler}\ufffd`]);
        expect(roundTrip(`\ude00${filler}\ud83d\ud83d\ude00`)).to.deep.equal([`\ufffd${filler}\ufffd😀`]);
      }
    });

    it("finishes once", () => {
      const output = protocol.writer();
      write(output, EMPTY, []);
      output.finish();
      expect(() => output.finish()).to.throw("taken already");
    });
  });
}
