/** A stream of bytes as frames: whatever pieces it comes in, and whatever it claims. */

import { expect } from "chai";
import { frame, FrameReader } from "../../../runtime/framed/frame-reader.js";
import { ProtocolError } from "../../../runtime/protocol/protocol-error.js";

const bytes = (text: string): Uint8Array => Buffer.from(text);
const texts = (frames: Iterable<Uint8Array>): string[] => Array.from(frames, (one) => Buffer.from(one).toString());
const size = (length: number): Buffer => {
  const four = Buffer.alloc(4);
  four.writeInt32BE(length);
  return four;
};

describe("frame reader", () => {
  const STREAM = Buffer.concat(["one", "", "three".repeat(50_000), "four"].map((text) => frame(bytes(text))));
  const FRAMES = ["one", "", "three".repeat(50_000), "four"];

  for (const piece of [1, 3, 4, 5, 7, 1_000, 65_536, STREAM.length])
    it(`gives the same frames whatever pieces they come in: ${piece} bytes`, () => {
      const reader = new FrameReader(1_000_000);
      const found: string[] = [];
      for (let at = 0; at < STREAM.length; at += piece)
        found.push(...texts(reader.push(STREAM.subarray(at, at + piece))));
      expect(found).to.deep.equal(FRAMES);
      expect(reader.isBetweenFrames).to.equal(true);
    });

  it("tells whether it stands in the middle of a frame, or of its length", () => {
    const reader = new FrameReader(100);
    expect(reader.isBetweenFrames).to.equal(true);
    for (const part of [[0, 0], [0, 2], [65]]) {
      expect(texts(reader.push(Uint8Array.from(part)))).to.deep.equal([]);
      expect(reader.isBetweenFrames).to.equal(false);
    }
    expect(texts(reader.push(bytes("B")))).to.deep.equal(["AB"]);
    expect(reader.isBetweenFrames).to.equal(true);
  });

  it("gives an empty frame at once", () => {
    const reader = new FrameReader(5);
    expect(texts(reader.push(frame(bytes(""))))).to.deep.equal([""]);
    expect(reader.isBetweenFrames).to.equal(true);
  });

  it("takes a frame that is just as long as it may be", () => {
    expect(texts(new FrameReader(5).push(frame(bytes("12345"))))).to.deep.equal(["12345"]);
  });

  for (const [what, start, says] of [
    ["one byte too many", size(6), /A frame announces 6 bytes, and 5 are allowed$/],
    ["two gigabytes", size(2 ** 31 - 1), /announces 2147483647 bytes/],
    ["a negative length", size(-1), /announces a negative length$/],
    ["HTTP", bytes("POST / HTTP/1.1\r\n"), /this is HTTP, and no framed Thrift$/],
    ["an unframed binary message", Buffer.from("8001000100000004", "hex"), /without a frame: use a framed transport/],
    ["an unframed compact message", Buffer.from("82210004", "hex"), /without a frame: use a framed transport/],
    ["an unframed JSON message", bytes('[1,"go",1,0,{}]'), /without a frame: use a framed transport/],
  ] as const)
    it(`refuses it before anything is allocated: ${what}`, () => {
      expect(() => texts(new FrameReader(5).push(start))).to.throw(ProtocolError, says);
    });

  it("gives what is whole before it refuses what follows", () => {
    const found = new FrameReader(5).push(Buffer.concat([frame(bytes("whole")), size(-1)]));
    expect(Buffer.from(found.next().value ?? []).toString()).to.equal("whole");
    expect(() => found.next()).to.throw(ProtocolError, /negative/);
  });

  it("makes room as bytes come, not as a length promises", () => {
    const before = process.memoryUsage().arrayBuffers;
    const readers = Array.from({ length: 200 }, () => {
      const reader = new FrameReader(16 * 1024 * 1024);
      expect(texts(reader.push(Buffer.concat([size(16 * 1024 * 1024), bytes("x")])))).to.deep.equal([]);
      return reader;
    });
    // Promised are 3.2 GB.
    expect(process.memoryUsage().arrayBuffers - before).to.be.below(100 * 1024 * 1024);
    expect(readers.every(({ isBetweenFrames }) => !isBetweenFrames)).to.equal(true);
  });
});
