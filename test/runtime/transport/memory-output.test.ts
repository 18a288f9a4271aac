import { expect } from "chai";
import { MemoryOutput } from "../../../runtime/transport/memory-output.js";

describe("MemoryOutput", () => {
  it("writes big-endian numbers, bytes and text", () => {
    const output = new MemoryOutput();
    output.putI8(-1);
    output.putI16(-32767);
    output.putI32(-2147483646);
    output.putI64(-81985529216486896n);
    output.putDouble(-2.5);
    output.putBytes(Uint8Array.of(1, 2));
    output.putUtf8("é");
    output.putSizedUtf8("😀!");
    expect(Buffer.from(output.take()).toString("hex")).to.equal(
      "ff" + "8001" + "80000002" + "fedcba9876543210" + "c004000000000000" + "0102" + "c3a9" + "00000005f09f988021",
    );
  });

  it("gives its bytes away once, and takes nothing more, not even nothing", () => {
    const output = new MemoryOutput();
    output.putI8(1);
    expect(output.take()).to.deep.equal(Uint8Array.of(1));
    expect(() => output.take()).to.throw("taken already");
    expect(() => output.putI8(1)).to.throw("taken already");
    expect(() => output.putBytes(new Uint8Array(0))).to.throw("taken already");
    expect(() => output.putUtf8("")).to.throw("taken already");
  });

  it("is empty when nothing was written", () => {
    expect(new MemoryOutput().take()).to.have.lengthOf(0);
  });

  it("grows to any size and stays exact", () => {
    for (const length of [1023, 1024, 16 * 1024, 16 * 1024 + 1, 5_000_000]) {
      const output = new MemoryOutput();
      output.putUtf8("a".repeat(length));
      for (let index = 0; index < 100; index++) output.putI8(index);
      const bytes = output.take();
      expect(bytes).to.have.lengthOf(length + 100);
      expect(Buffer.from(bytes).toString("latin1", 0, length)).to.equal("a".repeat(length));
      expect(bytes[length + 99]).to.equal(99);
    }
  });

  it("writes varints and little-endian doubles", () => {
    const output = new MemoryOutput();
    output.putVarint(300);
    output.putVarint(-1);
    output.putZigzagI64(-300n);
    output.putDoubleLE(-2.5);
    output.putVarintSizedUtf8("é!");
    expect(Buffer.from(output.take()).toString("hex")).to.equal(
      "ac02" + "ffffffff0f" + "d704" + "00000000000004c0" + "03c3a921",
    );
  });

  const writes: readonly [what: string, write: (output: MemoryOutput) => void][] = [
    ["an i8", (output) => output.putI8(1)],
    ["an i16", (output) => output.putI16(-2)],
    ["an i32", (output) => output.putI32(-2)],
    ["an i64", (output) => output.putI64(-2n)],
    ["a double", (output) => output.putDouble(-2.5)],
    ["a little-endian double", (output) => output.putDoubleLE(-2.5)],
    ["the longest varint of 32 bits", (output) => output.putVarint(-1)],
    ["the longest varint of 64 bits", (output) => output.putZigzagI64(-(2n ** 63n))],
    ["a text", (output) => output.putUtf8("今")],
    ["a text and its length", (output) => output.putSizedUtf8("今")],
    ["a text and its length as a varint", (output) => output.putVarintSizedUtf8("今")],
    ["a text whose length takes more bytes than it seems", (output) => output.putVarintSizedUtf8("今".repeat(43))],
    ["bytes", (output) => output.putBytes(Uint8Array.of(1, 2, 3, 4, 5, 6, 7))],
  ];
  for (const [what, write] of writes)
    it(`writes ${what} wherever the buffer ends`, () => {
      const once = new MemoryOutput();
      write(once);
      const expected = Buffer.from(once.take());
      for (let offset = 0; offset < expected.length; offset++) {
        const output = new MemoryOutput();
        output.putBytes(new Uint8Array(offset));
        const count = Math.ceil(40_000 / expected.length);
        for (let index = 0; index < count; index++) write(output);
        const wanted = Buffer.concat([Buffer.alloc(offset), ...Array<Buffer>(count).fill(expected)]);
        expect(Buffer.from(output.take()).equals(wanted), `${offset} bytes on`).to.equal(true);
      }
    });

  it("writes text of three bytes a character wherever the buffer ends", () => {
    for (let length = 0; length < 6000; length += 7) {
      const output = new MemoryOutput();
      output.putUtf8("今".repeat(length));
      expect(Buffer.from(output.take()).equals(Buffer.from("今".repeat(length))), `${length}`).to.equal(true);
    }
  });

  it("never shares bytes with another output, whether open at the same time or later", () => {
    const open: { readonly output: MemoryOutput; readonly expected: Uint8Array }[] = [];
    const taken: { readonly bytes: Uint8Array; readonly expected: Uint8Array }[] = [];
    for (let round = 0; round < 500; round++) {
      // Small ones share a slab, and large ones what they are put together in.
      const size = round % 4 < 2 ? 20_000 + 100 * round : (round * 37) % 3000;
      const expected = new Uint8Array(size).fill(round);
      const output = new MemoryOutput();
      output.putBytes(expected);
      open.push({ output, expected });
      // Some are taken late and out of order, some never.
      const ready = round % 3 === 0 ? open.pop() : open.length > 5 ? open.shift() : undefined;
      if (ready !== undefined) taken.push({ bytes: ready.output.take(), expected: ready.expected });
    }
    expect(taken.length).to.be.greaterThan(400);
    for (const { bytes, expected } of taken) expect(bytes).to.deep.equal(expected);
  });
});
