/** Apache's binary protocol, read in place. */

import { MemoryInput, shortRead } from "../transport/memory-input.js";
import { messageType } from "./message-type.js";
import { badLength, type Limits, NO_LIMITS, tooDeep, tooManyElements } from "./limits.js";
import { ProtocolError } from "./protocol-error.js";
import { type MessageHeader, type ProtocolReader, TType } from "./protocol.js";
import { skipValue } from "./skip.js";
import * as tags from "./tag.js";
import { uuidFromBytes } from "./uuid.js";

// Own constants, not imported ones: see eightBytes.
const { STOP } = TType;
const { END } = tags;

/** Tags and strings are what most of a message is read by: each in one step, with one store of the position. */
export class BinaryReader extends MemoryInput implements ProtocolReader {
  private readonly limits: Limits;
  private depth = 0;
  /** How many elements its containers have so far. */
  private elements = 0;

  constructor(bytes: Uint8Array, limits: Limits = NO_LIMITS) {
    super(bytes);
    this.limits = limits;
  }

  /** How many bytes have not been read yet. */
  get remaining(): number {
    return this.left;
  }

  readMessageBegin(): MessageHeader {
    const first = this.readI32();
    // An old header begins with the name's length, a strict one with the version, which is negative.
    const strict = first < 0;
    if (strict && (first & 0xffff0000) !== STRICT_VERSION)
      throw new ProtocolError(`Not a Thrift message: it begins with 0x${(first >>> 0).toString(16)}, not 0x8001`);
    const name = strict ? this.readString() : this.readUtf8(first);
    const type = messageType(strict ? first & 0xff : this.readU8());
    return { name, type, seqid: this.readI32() };
  }

  readMessageEnd(): void {}

  readStructBegin(): void {
    if (++this.depth > this.limits.depth) throw tooDeep(this.limits.depth);
  }

  readStructEnd(): void {
    this.depth--;
  }

  readTag(): number {
    const bytes = this.bytes;
    const at = this.position;
    const type = bytes[at]!;
    if (type === STOP) {
      this.position = at + 1;
      return END;
    }
    if (at + 3 > bytes.length) throw shortRead(3, bytes.length - at);
    this.position = at + 3;
    return (type << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!;
  }

  skip(type: TType): void {
    skipValue(this, type, this.limits.depth);
  }

  readMapBegin(): { keyType: TType; valueType: TType; size: number } {
    const key = this.readU8();
    const value = this.readU8();
    const size = this.readI32();
    // An empty map's types mean nothing: some peers write 0 for them.
    if (size === 0) return { keyType: STOP, valueType: STOP, size };
    const keyType = checkType(key);
    const valueType = checkType(value);
    this.checkSize(size, SMALLEST[keyType]! + SMALLEST[valueType]!);
    return { keyType, valueType, size };
  }

  readMapEnd(): void {}

  readListBegin(): { elementType: TType; size: number } {
    const type = this.readU8();
    const size = this.readI32();
    if (size === 0) return { elementType: STOP, size };
    const elementType = checkType(type);
    this.checkSize(size, SMALLEST[elementType]!);
    return { elementType, size };
  }

  readListEnd(): void {}

  readSetBegin(): { elementType: TType; size: number } {
    return this.readListBegin();
  }

  readSetEnd(): void {}

  readBool(): boolean {
    return this.readU8() !== 0;
  }

  readI8(): number {
    return (this.readU8() << 24) >> 24;
  }

  readString(): string {
    const size = this.bytes.length;
    const start = this.position + 4;
    if (start > size) throw shortRead(4, size - start + 4);
    const length = this.i32(start - 4);
    if (length >>> 0 > this.limits.stringBytes) throw badLength(length, this.limits.stringBytes);
    const end = start + length;
    if (end > size) throw shortRead(length, size - start);
    this.position = end;
    return this.text(start, end);
  }

  readBinary(): Uint8Array {
    const length = this.readI32();
    // Seen without its sign, a negative length is larger than every limit: one comparison for both.
    if (length >>> 0 > this.limits.stringBytes) throw badLength(length, this.limits.stringBytes);
    return this.readBytes(length);
  }

  readUuid(): string {
    return uuidFromBytes(this.readBytes(16));
  }

  assertEnd(): void {
    if (this.left > 0) throw new ProtocolError(`${this.left} bytes follow the message's end`);
  }

  /** Refuses a container that cannot be in the bytes left, before anyone makes room for it. */
  private checkSize(size: number, smallest: number): void {
    if (size < 0) throw new ProtocolError(`A container has the negative size ${size}`);
    if (size * smallest > this.left)
      throw new ProtocolError(
        `A container says it has ${size} elements of at least ${smallest} bytes, but only ${this.left} bytes are left`,
      );
    if ((this.elements += size) > this.limits.elements) throw tooManyElements(this.limits.elements);
  }
}

const STRICT_VERSION = 0x80010000 | 0;

/** The fewest bytes a value takes, by wire type. */
const SMALLEST: readonly (number | undefined)[] = [
  undefined,
  undefined,
  1,
  1,
  8,
  undefined,
  2,
  undefined,
  4,
  undefined,
  8,
  4,
  1,
  6,
  5,
  5,
  16, // prettier-ignore
];

function checkType(type: number): TType {
  if (SMALLEST[type] === undefined) throw new ProtocolError(`${type} is not a wire type of Thrift`);
  return type as TType;
}
