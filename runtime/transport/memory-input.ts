/** The in-memory transport a message is read from: bytes, a position, and an error instead of a short read. */

import { ProtocolError } from "../protocol/protocol-error.js";
import { eightBytes } from "./eight-bytes.js";
import { nativeText } from "./native-text.js";

// Own constants, not imported ones: see eightBytes.
const { words, int64, float64, LOW, HIGH } = eightBytes();
const { latin1Slice, utf8Slice } = nativeText;

/**
 * Reads numbers (big-endian unless they say otherwise), bytes and text from given bytes. The bytes are not copied and must
 * not change meanwhile. Every read throws `ProtocolError` when fewer bytes are left than it needs, and then moves nowhere.
 *
 * It is a base class, and not a part, of the readers: one object less on the way to each byte is a fifth of their time.
 */
export class MemoryInput {
  protected readonly bytes: Uint8Array;
  protected position = 0;
  /** The text of some bytes around the position, one character per byte; see `text`. */
  private window = "";
  private windowStart = 0;
  /** Which filling of `windowBytes` are the bytes of the window. */
  private filling = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
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
    const bytes = this.bytes;
    let at = this.position;
    // Past the end there are no bytes, which reads as a last one: whether all were there is seen at the end.
    let byte = bytes[at++]!;
    let low = byte & 0x7f;
    let high = 0;
    for (let shift = 7; byte > 0x7f && shift < 35; shift += 7) {
      byte = bytes[at++]!;
      low |= (byte & 0x7f) << shift;
      // Of the bits 28 to 34, four are in the lower half.
      if (shift === 28) high = (byte & 0x7f) >> 4;
    }
    for (let shift = 3; byte > 0x7f; shift += 7) {
      byte = bytes[at++]!;
      if (shift === 31 && byte > 1) throw tooLong(64);
      high |= (byte & 0x7f) << shift;
    }
    this.advance(at - this.position);
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
    return this.text(at, at + length);
  }

  /** The text of some bytes that are there. */
  protected text(at: number, end: number): string {
    if (end - at > WINDOW_STRING) return utf8Slice.call(this.bytes, at, end);
    if (this.filling !== filling || end > this.windowStart + this.window.length) this.openWindow(at);
    const from = at - this.windowStart;
    const to = end - this.windowStart;
    return isAscii(from, to) ? this.window.substring(from, to) : utf8Slice.call(this.bytes, at, end);
  }

  /**
   * One call into Node per window instead of one per string: a sixth of the time a message of short strings takes.
   * A substring keeps its whole window in memory, so windows are small.
   */
  private openWindow(at: number): void {
    const { bytes } = this;
    const whole = bytes.length <= WINDOW;
    const start = whole ? 0 : at;
    const end = Math.min(start + WINDOW, bytes.length);
    windowBytes.set(whole ? bytes : bytes.subarray(start, end));
    this.window = latin1Slice.call(bytes, start, end);
    this.windowStart = start;
    this.filling = filling = (filling + 1) | 0;
  }

  /** Passes over the next bytes; returns where they begin. */
  advance(length: number): number {
    const at = this.position;
    if (length > this.bytes.length - at) throw shortRead(length, this.bytes.length - at);
    this.position = at + length;
    return at;
  }

  /** Of the next four bytes from there, without moving. */
  protected i32(at: number): number {
    const bytes = this.bytes;
    return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
  }

  private i32LE(at: number): number {
    const bytes = this.bytes;
    return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
  }

  private longVarint(first: number): number {
    let value = first & 0x7f;
    for (let shift = 7; ; shift += 7) {
      const byte = this.readU8();
      if (shift === 28 && byte > 0x0f) throw tooLong(32);
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }

  private readWords(): void {
    const at = this.advance(8);
    words[HIGH] = this.i32(at);
    words[LOW] = this.i32(at + 4);
  }
}

export function shortRead(wanted: number, left: number): ProtocolError {
  return new ProtocolError(`The message ends too early: ${wanted} bytes were wanted, ${left} were left`);
}

function tooLong(bits: number): ProtocolError {
  return new ProtocolError(`A varint has more than ${bits} bits`);
}

/** How many bytes are turned into text at a time, and up to which length a string is cut from them. */
const WINDOW = 2048;
const WINDOW_STRING = 512;

/**
 * A copy of the window that was opened last, for `isAscii`: four bytes at a time, always at the same address. The message's
 * own bytes seen so would take an array per message, which takes longer to make than this copy.
 */
const quads = new Int32Array(WINDOW / 4 + 1);
const windowBytes = new Uint8Array(quads.buffer);
/** How often the copy was made: readers that take turns find out whose it is. */
let filling = 0;

/** Looks at four bytes of the window at a time: byte by byte, this is a third of all reading. */
function isAscii(from: number, to: number): boolean {
  const last = to >> 2;
  let index = from >> 2;
  let mask = FROM[from & 3]!;
  if (index < last) {
    if ((quads[index++]! & mask) !== 0) return false;
    mask = HIGH_BITS;
  }
  for (; index + 4 <= last; index += 4)
    if (((quads[index]! | quads[index + 1]! | quads[index + 2]! | quads[index + 3]!) & HIGH_BITS) !== 0) return false;
  for (; index < last; index++) if ((quads[index]! & HIGH_BITS) !== 0) return false;
  return (quads[last]! & mask & BEFORE[to & 3]!) === 0;
}

/** What is set in four bytes that are not all ASCII. */
const HIGH_BITS = 0x80808080 | 0;

/** What is set, in four bytes, in those that are not ASCII from the first, second ... one on, and before it. */
const FROM = [0, 1, 2, 3].map((first) => highBits((index) => index >= first));
const BEFORE = [0, 1, 2, 3].map((end) => highBits((index) => index < end));

function highBits(of: (index: number) => boolean): number {
  return new Int32Array(Uint8Array.from([0, 1, 2, 3], (index) => (of(index) ? 0x80 : 0)).buffer)[0]!;
}
