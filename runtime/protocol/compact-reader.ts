/** Apache's compact protocol, read in place. */

import { MemoryInput, shortRead } from "../transport/memory-input.js";
import * as codes from "./compact-types.js";
import { badLength, type Limits, NO_LIMITS, tooDeep, tooManyElements } from "./limits.js";
import { messageType } from "./message-type.js";
import { ProtocolError } from "./protocol-error.js";
import { type MessageHeader, type ProtocolReader, TType } from "./protocol.js";
import { skipValue } from "./skip.js";
import * as tags from "./tag.js";
import { uuidFromBytes } from "./uuid.js";

// Own constants, not imported ones: see eightBytes.
const { STOP } = TType;
const { END, idOf, tagOf } = tags;
const { FALSE, LONG_SIZE, PROTOCOL_ID, TRUE, VERSION, wireType } = codes;

export class CompactReader extends MemoryInput implements ProtocolReader {
  private readonly limits: Limits;
  private depth = 0;
  /** The value of a bool field that has begun, as its header's type code; 0 if there is none, or it has been read. */
  private bool = 0;
  private elements = 0;

  constructor(bytes: Uint8Array, limits: Limits = NO_LIMITS) {
    super(bytes);
    this.limits = limits;
  }

  readMessageBegin(): MessageHeader {
    const first = this.readU8();
    if (first !== PROTOCOL_ID)
      throw new ProtocolError(`Not a compact Thrift message: it begins with 0x${first.toString(16)}, not 0x82`);
    const second = this.readU8();
    if ((second & 0x1f) !== VERSION)
      throw new ProtocolError(`Compact Thrift of version ${second & 0x1f}, this reads version ${VERSION}`);
    const type = messageType(second >> 5);
    const seqid = this.readVarint();
    return { name: this.readString(), type, seqid };
  }

  readMessageEnd(): void {}

  readStructBegin(): void {
    if (++this.depth > this.limits.depth) throw tooDeep(this.limits.depth);
  }

  readStructEnd(): void {
    this.depth--;
  }

  readTag(previous: number): number {
    const header = this.readU8();
    if (header === STOP) return END;
    const code = header & 0x0f;
    if (code <= FALSE) this.bool = code;
    const delta = header >> 4;
    const id = delta === 0 ? this.readI16() : idOf(previous) + delta;
    if (id > 0x7fff) throw new ProtocolError(`${id} is no ID of a field`);
    return tagOf(checkType(code), id);
  }

  skip(type: TType): void {
    skipValue(this, type, this.limits.depth);
  }

  readMapBegin(): { keyType: TType; valueType: TType; size: number } {
    const size = this.readVarint();
    if (size === 0) return { keyType: STOP, valueType: STOP, size };
    const types = this.readU8();
    const keyType = checkType(types >> 4);
    const valueType = checkType(types & 0x0f);
    this.checkSize(size, SMALLEST[keyType]! + SMALLEST[valueType]!);
    return { keyType, valueType, size };
  }

  readMapEnd(): void {}

  readListBegin(): { elementType: TType; size: number } {
    const header = this.readU8();
    const short = header >> 4;
    const size = short === LONG_SIZE ? this.readVarint() : short;
    // An empty list's type means nothing: some peers write 0 for it.
    if (size === 0) return { elementType: STOP, size };
    const elementType = checkType(header & 0x0f);
    this.checkSize(size, SMALLEST[elementType]!);
    return { elementType, size };
  }

  readListEnd(): void {}

  readSetBegin(): { elementType: TType; size: number } {
    return this.readListBegin();
  }

  readSetEnd(): void {}

  readBool(): boolean {
    const code = this.bool === 0 ? this.readU8() : this.bool;
    this.bool = 0;
    // As an element, false is 2 in Apache's libraries, and 0 where it is written as in the binary protocol.
    if (code > FALSE) throw new ProtocolError(`A bool is ${code}; it is 1 for true, 2 or 0 for false`);
    return code === TRUE;
  }

  readI8(): number {
    return (this.readU8() << 24) >> 24;
  }

  override readI16(): number {
    const value = this.readI32();
    if ((value << 16) >> 16 !== value) throw new ProtocolError(`${value} does not fit an i16`);
    return value;
  }

  override readI32(): number {
    const value = this.readVarint();
    return (value >>> 1) ^ -(value & 1);
  }

  override readI64(): bigint {
    return this.readZigzagI64();
  }

  override readDouble(): number {
    return this.readDoubleLE();
  }

  readString(): string {
    // A length is nearly always one byte: then the position is stored once.
    const length = this.bytes[this.position]!;
    if (!(length < 0x80)) return this.readUtf8(this.readLength());
    const start = this.position + 1;
    const end = start + length;
    if (length > this.limits.stringBytes) throw badLength(length, this.limits.stringBytes);
    if (end > this.bytes.length) throw shortRead(length, this.bytes.length - start);
    this.position = end;
    return this.text(start, end);
  }

  readBinary(): Uint8Array {
    return this.readBytes(this.readLength());
  }

  readUuid(): string {
    return uuidFromBytes(this.readBytes(16));
  }

  assertEnd(): void {
    if (this.left > 0) throw new ProtocolError(`${this.left} bytes follow the message's end`);
  }

  /** The length of a string or binary. */
  private readLength(): number {
    const length = this.readVarint();
    // Of 32 bits a length has become negative: seen without its sign, it is larger than every limit.
    if (length >>> 0 > this.limits.stringBytes) throw badLength(length >>> 0, this.limits.stringBytes);
    return length;
  }

  /** Refuses a container that cannot be in the bytes left, before anyone makes room for it. */
  private checkSize(size: number, smallest: number): void {
    if (size < 0) throw new ProtocolError(`A container has the size ${size >>> 0}, more than 2^31-1`);
    if (size * smallest > this.left)
      throw new ProtocolError(
        `A container says it has ${size} elements of at least ${smallest} bytes, but only ${this.left} bytes are left`,
      );
    if ((this.elements += size) > this.limits.elements) throw tooManyElements(this.limits.elements);
  }
}

/** The fewest bytes an element takes, by wire type: an empty struct is its stop byte. */
const SMALLEST: readonly number[] = [0, 0, 1, 1, 8, 0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1, 16];

function checkType(code: number): TType {
  const type = wireType(code);
  if (type === undefined) throw new ProtocolError(`${code} is not a type of compact Thrift`);
  return type;
}
