import { expect } from "chai";
import { ProtocolError } from "../../../runtime/protocol/protocol-error.js";
import { MemoryInput } from "../../../runtime/transport/memory-input.js";

describe("MemoryInput", () => {
  it("reads big-endian numbers and knows what is left", () => {
    const input = new MemoryInput(
      Buffer.from("ff" + "8001" + "80000002" + "fedcba9876543210" + "c004000000000000", "hex"),
    );
    expect(input.left).to.equal(23);
    expect(input.readU8()).to.equal(255);
    expect(input.readI16()).to.equal(-32767);
    expect(input.readI32()).to.equal(-2147483646);
    expect(input.readI64()).to.equal(-81985529216486896n);
    expect(input.readDouble()).to.equal(-2.5);
    expect(input.left).to.equal(0);
  });

  it("reads varints and little-endian doubles", () => {
    const input = new MemoryInput(Buffer.from("ac02" + "ffffffff0f" + "d704" + "00000000000004c0", "hex"));
    expect(input.readVarint()).to.equal(300);
    expect(input.readVarint()).to.equal(-1);
    expect(input.readZigzagI64()).to.equal(-300n);
    expect(input.readDoubleLE()).to.equal(-2.5);
    expect(input.left).to.equal(0);
  });

  it("says how many bytes a short read wanted and how many were left, and stays where it is", () => {
    const input = new MemoryInput(Uint8Array.of(1, 2, 3));
    const message = "The message ends too early: 4 bytes were wanted, 3 were left";
    expect(() => input.readI32()).to.throw(ProtocolError, message);
    expect(() => input.readUtf8(4)).to.throw(ProtocolError, message);
    expect(() => input.readBytes(4)).to.throw(ProtocolError, message);
    expect(() => input.advance(4)).to.throw(ProtocolError, message);
    expect(input.left).to.equal(3);
    expect(input.readI16()).to.equal(0x0102);
  });

  it("begins where the bytes it was given begin", () => {
    const whole = Buffer.from("--abc--");
    const input = new MemoryInput(whole.subarray(2, 5));
    expect(input.readUtf8(input.left)).to.equal("abc");
    expect(() => input.readU8()).to.throw(ProtocolError, "1 bytes were wanted, 0 were left");
  });

  it("copies bytes, so that they outlive a reused buffer", () => {
    const bytes = Uint8Array.of(1, 2, 3);
    const copy = new MemoryInput(bytes).readBytes(3);
    bytes.fill(9);
    expect(copy).to.deep.equal(Uint8Array.of(1, 2, 3));
  });

  it("reads many short texts of all kinds in one long message", () => {
    const texts = Array.from({ length: 2000 }, (_, index) => (index % 7 === 0 ? `é${index}` : "x".repeat(index % 90)));
    const input = new MemoryInput(Buffer.from(texts.join("")));
    for (const text of texts) expect(input.readUtf8(Buffer.byteLength(text))).to.equal(text);
    expect(input.left).to.equal(0);
  });

  it("finds what is not ASCII wherever it stands, and wherever the text begins in the message", () => {
    for (let offset = 0; offset < 5; offset++)
      for (let length = 2; length < 45; length++)
        for (let at = 0; at < length - 1; at++) {
          const text = "a".repeat(at) + "é" + "b".repeat(length - at - 2);
          const bytes = new Uint8Array(offset + length + 3).fill(0xff);
          bytes.set(Buffer.from(text), offset);
          const input = new MemoryInput(bytes);
          input.advance(offset);
          expect(input.readUtf8(length), `${offset} ${length} ${at}`).to.equal(text);
          expect(input.left).to.equal(3);
        }
  });

  it("finds a single byte that is not ASCII, and belongs to nothing, in every place of a text", () => {
    const bytes = new Uint8Array(64);
    for (let offset = 0; offset < 4; offset++)
      for (let length = 1; length <= 24; length++)
        for (let place = 0; place < length; place++) {
          bytes.fill(0x61);
          bytes[offset + place] = 0xff;
          const input = new MemoryInput(bytes);
          input.advance(offset);
          const text = `${"a".repeat(place)}\ufffd${"a".repeat(length - place - 1)}`;
          expect(input.readUtf8(length), `${offset}, ${length}, ${place}`).to.equal(text);
        }
  });

  it("takes text for ASCII whatever stands before and behind it", () => {
    for (let offset = 0; offset < 5; offset++)
      for (let length = 0; length < 45; length++) {
        const bytes = new Uint8Array(offset + length + 8).fill(0xff);
        bytes.fill(0x7f, offset, offset + length);
        const input = new MemoryInput(bytes);
        input.advance(offset);
        expect(input.readUtf8(length)).to.equal("\x7f".repeat(length));
      }
  });

  it("reads texts up to the last byte of what it looks at as a whole", () => {
    for (const length of [2046, 2047, 2048, 2049, 2050]) {
      const texts = Array.from({ length: 27 }, (_, index) => (index === 13 ? "é" : "x").repeat(index));
      const bytes = new Uint8Array(length).fill(0xff);
      const end = Buffer.from(texts.join(""));
      bytes.set(end, length - end.length);
      const input = new MemoryInput(bytes);
      input.advance(length - end.length);
      for (const text of texts) expect(input.readUtf8(Buffer.byteLength(text))).to.equal(text);
    }
  });

  it("reads messages that take turns, each from its own bytes", () => {
    const ascii = new MemoryInput(Buffer.from("abcd".repeat(1000)));
    const cyrillic = new MemoryInput(Buffer.from("дбвг".repeat(500)));
    const short = new MemoryInput(Buffer.from("aдbб"));
    for (let turn = 0; turn < 500; turn++) {
      expect(cyrillic.readUtf8(8)).to.equal("дбвг");
      expect(ascii.readUtf8(8)).to.equal("abcdabcd");
      if (turn < 4) expect(short.readUtf8(turn % 2 === 0 ? 1 : 2)).to.equal("aдbб"[turn]);
    }
  });
});
