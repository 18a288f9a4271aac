/** The in-memory transport a message is read from: bytes, a position, and an error instead of a short read. */

import { ProtocolError } from "../protocol/protocol-error.js";
import { float64, HIGH, int64, LOW, words } from "./eight-bytes.js";

/**
 * Reads numbers (big-endian unless they say otherwise), bytes and text from given bytes. The bytes are not copied and must not change meanwhile.
 * Every read throws `ProtocolError` when fewer bytes are left than it needs, and then moves nowhere.
 */
export class MemoryInput {
  readonly bytes: Uint8Array;
  readonly words: Int32Array;
  readonly offset: number;
  position = 0;
  /** The text of some bytes around the position, one character per byte; see `readUtf8`. */
  window = "";
  windowStart = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    const offset = bytes.byteOffset;
    this.offset = offset & 3;
    this.words = new Int32Array(bytes.buffer, offset & ~3, (this.offset + bytes.length) >> 2);
  }

  /** How many bytes have not been read yet. */
  get left(): number {
    return this.bytes.length - this.position;
  }

  readU8(): number {
    const at = this.advance(1);
    return this.bytes[at]!;
  }

  readI16(): number {
    const at = this.advance(2);
    const bytes = this.bytes;
    return ((bytes[at]! << 24) >> 16) | bytes[at + 1]!;
  }

  readI32(): number {
    return this.i32(this.advance(4));
  }

  readI64(): bigint {
    this.readWords();
    return int64[0]!;
  }

  readDouble(): number {
    this.readWords();
    return float64[0]!;
  }

  readDoubleLE(): number {
    const at = this.advance(8);
    words[LOW] = this.i32LE(at);
    words[HIGH] = this.i32LE(at + 4);
    return float64[0]!;
  }

  /** Reads a varint of up to 32 bits; of 32 bits it becomes a negative number. */
  readVarint(): number {
    const first = this.readU8();
    return first < 0x80 ? first : this.longVarint(first);
  }

  /** Reads a varint of up to 64 bits that is a zigzagged i64. */
  readZigzagI64(): bigint {
    let low = 0;
    let high = 0;
    let byte = 0x80;
    // Bits 28 to 34 are in both halves.
    for (let shift = 0; shift < 28 && byte > 0x7f; shift += 7) low |= ((byte = this.readU8()) & 0x7f) << shift;
    if (byte > 0x7f) {
      byte = this.readU8();
      low |= byte << 28;
      high = (byte & 0x7f) >> 4;
      for (let shift = 3; byte > 0x7f; shift += 7) {
        byte = this.readU8();
        if (shift === 31 && byte > 1) throw tooLong(64);
        high |= (byte & 0x7f) << shift;
      }
    }
    const sign = -(low & 1);
    words[LOW] = ((low >>> 1) | (high << 31)) ^ sign;
    words[HIGH] = (high >>> 1) ^ sign;
    return int64[0]!;
  }

  /** A copy of the next bytes. */
  readBytes(length: number): Uint8Array {
    const at = this.advance(length);
    return new Uint8Array(this.bytes.subarray(at, at + length));
  }

  /** The next bytes as text; what is not UTF-8 becomes U+FFFD. */
  readUtf8(length: number): string {
    const at = this.advance(length);
    const end = at + length;
    if (length > WINDOW_STRING || !this.isAscii(at, end)) return utf8Slice.call(this.bytes, at, end);
    // One call into Node per window instead of one per string: a sixth of the time a message of short strings takes.
    // A substring keeps its whole window in memory, so windows are small.
    if (end > this.windowStart + this.window.length) {
      this.window = latin1Slice.call(this.bytes, at, Math.min(at + WINDOW, this.bytes.length));
      this.windowStart = at;
    }
    return this.window.substring(at - this.windowStart, end - this.windowStart);
  }

  /** Passes over the next bytes; returns where they begin. */
  advance(length: number): number {
    const at = this.position;
    if (length > this.bytes.length - at) throw shortRead(length, this.bytes.length - at);
    this.position = at + length;
    return at;
  }

  isAscii(at: number, end: number): boolean {
    const { bytes, words } = this;
    const base = this.offset;
    const alignedEnd = end - ((base + end) & 3);
    let index = at;
    while (index < end && ((base + index) & 3) !== 0) if (bytes[index++]! > 0x7f) return false;
    let word = (base + index) >> 2;
    const last = (base + alignedEnd) >> 2;
    for (; word <= last - 4; word += 4)
      if (((words[word]! | words[word + 1]! | words[word + 2]! | words[word + 3]!) & 0x80808080) !== 0) return false;
    for (; word < last; word++) if ((words[word]! & 0x80808080) !== 0) return false;
    for (index = Math.max(index, alignedEnd); index < end; index++) if (bytes[index]! > 0x7f) return false;
    return true;
  }

  i32(at: number): number {
    const bytes = this.bytes;
    return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
  }

  i32LE(at: number): number {
    const bytes = this.bytes;
    return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
  }

  longVarint(first: number): number {
    let value = first & 0x7f;
    for (let shift = 7; ; shift += 7) {
      const byte = this.readU8();
      if (shift === 28 && byte > 0x0f) throw tooLong(32);
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }

  readWords(): void {
    const at = this.advance(8);
    words[HIGH] = this.i32(at);
    words[LOW] = this.i32(at + 4);
  }
}

const { latin1Slice, utf8Slice } = Buffer.prototype as unknown as {
  latin1Slice(this: Uint8Array, start: number, end: number): string;
  utf8Slice(this: Uint8Array, start: number, end: number): string;
};

function shortRead(wanted: number, left: number): ProtocolError {
  return new ProtocolError(`The message ends too early: ${wanted} bytes were wanted, ${left} were left`);
}

function tooLong(bits: number): ProtocolError {
  return new ProtocolError(`A varint has more than ${bits} bits`);
}

/** How many bytes are turned into text at a time, and up to which length a string is cut from them. */
const WINDOW = 2048;
const WINDOW_STRING = 512;
