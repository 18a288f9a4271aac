/** The in-memory transport a message is written to: one contiguous growing buffer, taken exactly once. */

import { float64, HIGH, int64, LOW, words } from "./eight-bytes.js";

/** Writes numbers (big-endian unless they say otherwise), bytes and text. A write after `take` throws. */
export class MemoryOutput {
  /** Small messages share a slab, one after the other: the next output begins where the last one was taken. */
  bytes: Buffer;
  start: number;
  position: number;

  constructor() {
    this.bytes = slab ?? Buffer.allocUnsafeSlow(SLAB_SIZE);
    this.start = slab === undefined ? 0 : slabUsed;
    this.position = this.start;
    // While this output grows, nobody else may write into its slab.
    slab = undefined;
  }

  putI8(value: number): void {
    const at = this.reserve(1);
    this.bytes[at] = value;
    this.position = at + 1;
  }

  putI16(value: number): void {
    const at = this.reserve(2);
    const bytes = this.bytes;
    bytes[at] = value >> 8;
    bytes[at + 1] = value;
    this.position = at + 2;
  }

  putI32(value: number): void {
    const at = this.reserve(4);
    this.placeI32(at, value);
    this.position = at + 4;
  }

  putI64(value: bigint): void {
    int64[0] = value;
    this.placeWords();
  }

  putDouble(value: number): void {
    float64[0] = value;
    this.placeWords();
  }

  putDoubleLE(value: number): void {
    float64[0] = value;
    const at = this.reserve(8);
    this.placeI32LE(at, words[LOW]!);
    this.placeI32LE(at + 4, words[HIGH]!);
    this.position = at + 8;
  }

  /** Writes the 32 bits of an integer as a varint, a negative one's as those of an unsigned integer. */
  putVarint(value: number): void {
    this.position = this.placeVarint(this.reserve(LONGEST_VARINT), value);
  }

  /** Writes an i64 zigzagged, as a varint. */
  putZigzagI64(value: bigint): void {
    int64[0] = value;
    const sign = words[HIGH]! >> 31;
    let low = (words[LOW]! << 1) ^ sign;
    let high = ((words[HIGH]! << 1) | (words[LOW]! >>> 31)) ^ sign;
    let at = this.reserve(2 * LONGEST_VARINT);
    while (high !== 0) {
      this.bytes[at++] = low | 0x80;
      low = (low >>> 7) | (high << 25);
      high >>>= 7;
    }
    this.position = this.placeVarint(at, low);
  }

  putBytes(value: Uint8Array): void {
    const at = this.reserve(value.length);
    this.bytes.set(value, at);
    this.position = at + value.length;
  }

  /** Writes text as UTF-8; a lone surrogate becomes U+FFFD. */
  putUtf8(text: string): void {
    const at = this.reserve(utf8Bound(text));
    this.position = at + this.placeUtf8(text, at);
  }

  /** Writes the length of the text in bytes as an i32, then the text as `putUtf8` does. */
  putSizedUtf8(text: string): void {
    const at = this.reserve(4 + utf8Bound(text));
    // The length is patched in afterwards: asking for it first would encode the text twice.
    const length = this.placeUtf8(text, at + 4);
    this.placeI32(at, length);
    this.position = at + 4 + length;
  }

  /** Writes the length of the text in bytes as a varint, then the text as `putUtf8` does. */
  putVarintSizedUtf8(text: string): void {
    const at = this.reserve(LONGEST_VARINT + utf8Bound(text));
    // Room is left for the length of ASCII; text of other characters may have to move.
    const start = at + varintSize(text.length);
    const length = this.placeUtf8(text, start);
    const moved = at + varintSize(length);
    if (moved !== start) this.bytes.copyWithin(moved, start, start + length);
    this.placeVarint(at, length);
    this.position = moved + length;
  }

  /**
   * The bytes written so far: exactly those, and nobody else's.
   * @throws Error on the second call
   */
  take(): Uint8Array {
    if (this.bytes === TAKEN) throw new Error("The output has been taken already: it holds one message");
    const bytes = this.bytes;
    const start = this.start;
    const end = this.position;
    // Past the end of no bytes: every later write, even of nothing, ends in grow, which refuses it.
    this.bytes = TAKEN;
    this.position = 1;
    if (bytes.length === SLAB_SIZE) {
      if (SLAB_SIZE - end >= SMALLEST_ROOM) {
        slab = bytes;
        slabUsed = end;
      }
      return new Uint8Array(bytes.buffer, start, end - start);
    }
    const taken = Buffer.allocUnsafeSlow(end - start);
    bytes.copy(taken, 0, start, end);
    if (bytes.length <= LARGEST_SPARE) spare = bytes;
    return taken;
  }

  /** Makes room for so many bytes; returns where they go. */
  reserve(length: number): number {
    if (length > this.bytes.length - this.position) this.grow(length);
    return this.position;
  }

  grow(length: number): void {
    if (this.bytes === TAKEN) throw new Error("The output has been taken already: nothing can be added to it");
    const bytes = this.bytes;
    const start = this.start;
    const needed = this.position - start + length;
    this.bytes = needed <= SLAB_SIZE ? Buffer.allocUnsafeSlow(SLAB_SIZE) : takeSpare(2 * needed);
    bytes.copy(this.bytes, 0, start, this.position);
    this.position -= start;
    this.start = 0;
    if (bytes.length === SLAB_SIZE && needed > SLAB_SIZE) {
      slab = bytes;
      slabUsed = start;
    }
  }

  placeUtf8(text: string, at: number): number {
    const length = text.length;
    if (length > LOOP_LENGTH) return utf8Write.call(this.bytes, text, at);
    // Short ASCII is written faster here than by a call into Node.
    const bytes = this.bytes;
    for (let index = 0; index < length; index++) {
      const code = text.charCodeAt(index);
      if (code > 0x7f) return utf8Write.call(bytes, text, at);
      bytes[at + index] = code;
    }
    return length;
  }

  placeI32(at: number, value: number): void {
    const bytes = this.bytes;
    bytes[at] = value >> 24;
    bytes[at + 1] = value >> 16;
    bytes[at + 2] = value >> 8;
    bytes[at + 3] = value;
  }

  placeI32LE(at: number, value: number): void {
    const bytes = this.bytes;
    bytes[at] = value;
    bytes[at + 1] = value >> 8;
    bytes[at + 2] = value >> 16;
    bytes[at + 3] = value >> 24;
  }

  /** Puts a varint there; returns where it ends. */
  placeVarint(at: number, value: number): number {
    const bytes = this.bytes;
    while ((value & ~0x7f) !== 0) {
      bytes[at++] = value | 0x80;
      value >>>= 7;
    }
    bytes[at] = value;
    return at + 1;
  }

  placeWords(): void {
    const at = this.reserve(8);
    this.placeI32(at, words[HIGH]!);
    this.placeI32(at + 4, words[LOW]!);
    this.position = at + 8;
  }
}

const { utf8Write } = Buffer.prototype as unknown as { utf8Write(this: Uint8Array, text: string, at: number): number };

/** An upper bound of a text's length in bytes; exact where a bound would waste much memory. */
function utf8Bound(text: string): number {
  return text.length > 4096 ? Buffer.byteLength(text) : text.length * 3;
}

/** Of 32 bits, in bytes. */
const LONGEST_VARINT = 5;

/** How many bytes a number of up to 31 bits takes as a varint. */
function varintSize(value: number): number {
  return value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x200000 ? 3 : value < 0x10000000 ? 4 : 5;
}

/** Short text up to this length is written by a loop here. */
const LOOP_LENGTH = 64;

/** A kept message keeps its slab in memory, so slabs are small; larger messages get memory of their own. */
const SLAB_SIZE = 16 * 1024;
const SMALLEST_ROOM = 1024;

/** The slab that the next output may use, from `slabUsed` on. An output that is given up takes its slab along. */
let slab: Buffer | undefined;
let slabUsed = 0;

/** Messages that are too large for a slab are put together here, one at a time, and copied. */
let spare: Buffer | undefined;
const SMALLEST_SPARE = 64 * 1024;
const LARGEST_SPARE = 1024 * 1024;

function takeSpare(size: number): Buffer {
  const bytes = spare;
  spare = undefined;
  return bytes !== undefined && bytes.length >= size
    ? bytes
    : Buffer.allocUnsafeSlow(Math.max(SMALLEST_SPARE, size));
}

/** Stands for the bytes of an output that has been taken. */
const TAKEN = Buffer.alloc(0);
