/** The in-memory transport a message is written to: one contiguous growing buffer, taken exactly once. */

import { eightBytes } from "./eight-bytes.js";
import { nativeText } from "./native-text.js";

// Own constants, not imported ones: see eightBytes.
const { words, int64, float64, LOW, HIGH } = eightBytes();
const { utf8Write } = nativeText;

/**
 * Puts numbers (big-endian unless they say otherwise), bytes and text one after the other. A put after `take` throws.
 *
 * It is a base class, and not a part, of the writers: one object less on the way to each byte is a sixth of their time.
 */
export class MemoryOutput {
  protected bytes: Buffer;
  protected position: number;
  /** Where the message begins in `bytes`. */
  private start: number;
  /** What `bytes` are part of; undefined once the message is too large for that. */
  private slab: Slab | undefined;

  constructor() {
    const slab = freeSlab ?? newSlab();
    // While this output grows, nobody else may write into its slab.
    freeSlab = undefined;
    this.slab = slab;
    this.bytes = slab.bytes;
    this.start = slab.used;
    this.position = slab.used;
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

  /** Puts the 32 bits of an integer as a varint, a negative one's as those of an unsigned integer. */
  putVarint(value: number): void {
    this.position = this.placeVarint(this.reserve(LONGEST_VARINT), value);
  }

  /** Puts an i64 zigzagged, as a varint. */
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

  /** Puts text as UTF-8; a lone surrogate becomes U+FFFD. */
  putUtf8(text: string): void {
    this.reserveText(0, text);
    this.position += this.placeUtf8(text, this.position);
  }

  /** Puts the length of the text in bytes as an i32, then the text as `putUtf8` does. */
  putSizedUtf8(text: string): void {
    // Of a text's characters each takes up to three bytes. (To ask here saves two calls per string, a twentieth of all time.)
    if (this.position + 4 + 3 * text.length > this.bytes.length) this.reserveText(4, text);
    const at = this.position;
    // The length is patched in afterwards: asking for it first would encode the text twice.
    const length = this.placeUtf8(text, at + 4);
    this.placeI32(at, length);
    this.position = at + 4 + length;
  }

  /** Puts the length of the text in bytes as a varint, then the text as `putUtf8` does. */
  putVarintSizedUtf8(text: string): void {
    if (this.position + LONGEST_VARINT + 3 * text.length > this.bytes.length) this.reserveText(LONGEST_VARINT, text);
    const at = this.position;
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
    const { bytes, slab, start, position: end } = this;
    // Past the end of no bytes: every later put, even of nothing, ends in `grow`, which refuses it.
    this.bytes = TAKEN;
    this.position = 1;
    if (slab === undefined) {
      if (bytes.length <= LARGEST_SPARE) spare = bytes;
      const taken = Buffer.allocUnsafeSlow(end - start);
      bytes.copy(taken, 0, start, end);
      return taken;
    }
    if (SLAB_SIZE - end >= SMALLEST_ROOM) {
      slab.used = end;
      freeSlab = slab;
    }
    return new Uint8Array(slab.buffer, start, end - start);
  }

  /** Makes room for so many bytes; returns where they go. */
  protected reserve(length: number): number {
    const at = this.position;
    return at + length > this.bytes.length ? this.grow(length) : at;
  }

  /** Makes room for so many bytes and a text: a bound of its bytes, or just them where a bound would waste much memory. */
  private reserveText(before: number, text: string): void {
    this.reserve(before + (text.length > 4096 ? Buffer.byteLength(text) : 3 * text.length));
  }

  private grow(length: number): number {
    if (this.bytes === TAKEN) throw new Error("The output has been taken already: nothing can be added to it");
    const { bytes, slab, start, position: end } = this;
    const needed = end - start + length;
    if (needed <= SLAB_SIZE) {
      this.slab = newSlab();
      this.bytes = this.slab.bytes;
    } else {
      this.slab = undefined;
      this.bytes = takeSpare(2 * needed);
      // What has been written into the slab moves, so the next output may have it back as it was.
      freeSlab = slab ?? freeSlab;
    }
    bytes.copy(this.bytes, 0, start, end);
    this.start = 0;
    return (this.position = end - start);
  }

  private placeUtf8(text: string, at: number): number {
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

  private placeI32(at: number, value: number): void {
    const bytes = this.bytes;
    bytes[at] = value >> 24;
    bytes[at + 1] = value >> 16;
    bytes[at + 2] = value >> 8;
    bytes[at + 3] = value;
  }

  private placeI32LE(at: number, value: number): void {
    const bytes = this.bytes;
    bytes[at] = value;
    bytes[at + 1] = value >> 8;
    bytes[at + 2] = value >> 16;
    bytes[at + 3] = value >> 24;
  }

  /** Puts a varint there; returns where it ends. */
  private placeVarint(at: number, value: number): number {
    const bytes = this.bytes;
    while ((value & ~0x7f) !== 0) {
      bytes[at++] = value | 0x80;
      value >>>= 7;
    }
    bytes[at] = value;
    return at + 1;
  }

  private placeWords(): void {
    const at = this.reserve(8);
    this.placeI32(at, words[HIGH]!);
    this.placeI32(at + 4, words[LOW]!);
    this.position = at + 8;
  }
}

/** Of 32 bits, in bytes. */
const LONGEST_VARINT = 5;

/** How many bytes a number of up to 31 bits takes as a varint. */
function varintSize(value: number): number {
  return value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x200000 ? 3 : value < 0x10000000 ? 4 : 5;
}

/** Short text up to this length is written by a loop here. */
const LOOP_LENGTH = 32;

/** Memory that small messages share, one after the other: a new output begins where the last one was taken. */
interface Slab {
  readonly bytes: Buffer;
  /** `bytes.buffer`: to ask for it every time is a tenth of what a small message costs. */
  readonly buffer: ArrayBuffer;
  used: number;
}

/** A kept message keeps its slab in memory, so slabs are small. */
const SLAB_SIZE = 16 * 1024;
const SMALLEST_ROOM = 1024;

/** The slab for the next output. An output that is given up takes its slab along. */
let freeSlab: Slab | undefined;

function newSlab(): Slab {
  const bytes = Buffer.allocUnsafeSlow(SLAB_SIZE);
  return { bytes, buffer: bytes.buffer, used: 0 };
}

/** Where the next message is put together that is too large for a slab. It is copied then, to memory of just its size. */
let spare: Buffer | undefined;
const SMALLEST_SPARE = 64 * 1024;
const LARGEST_SPARE = 1024 * 1024;

function takeSpare(size: number): Buffer {
  const bytes = spare;
  spare = undefined;
  if (bytes !== undefined && bytes.length >= size) return bytes;
  return Buffer.allocUnsafeSlow(Math.max(SMALLEST_SPARE, size));
}

/** Stands for the bytes of an output that has been taken. */
const TAKEN = Buffer.alloc(0);
