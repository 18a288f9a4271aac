/** Apache's compact protocol, written straight into one growing buffer. */

import { CheckedWriter } from "./checked-writer.js";
import * as codes from "./compact-types.js";
import { type Fields, type MessageType, type ProtocolWriter, TType } from "./protocol.js";
import { idOf, typeOf } from "./tag.js";
import { uuidToBytes } from "./uuid.js";

// Own constants, not imported ones: see eightBytes.
const { BOOL, STOP } = TType;
const { COMPACT_TYPE, FALSE, LONG_SIZE, PROTOCOL_ID, TRUE, VERSION } = codes;

export class CompactWriter extends CheckedWriter implements ProtocolWriter {
  /** The ID of the struct's last field: the next one is written as its distance from it. */
  private lastId = 0;
  /** `lastId` of the structs around the current one. */
  private readonly outerIds: number[] = [];
  /** The bool field that has begun: its value is part of its header, which waits for it. */
  private boolId = NO_FIELD;

  writeMessageBegin(name: string, type: MessageType, seqid: number): void {
    this.checkI32(seqid);
    this.putI8(PROTOCOL_ID);
    this.putI8((type << 5) | VERSION);
    this.putVarint(seqid);
    this.writeString(name);
  }

  writeMessageEnd(): void {}

  writeStructBegin(fields: Fields): void {
    this.enterStruct(fields);
    this.outerIds.push(this.lastId);
    this.lastId = 0;
  }

  writeStructEnd(): void {
    this.putI8(STOP);
    this.lastId = this.outerIds.pop() ?? 0;
    this.leaveStruct();
  }

  writeTag(tag: number): void {
    const type = typeOf(tag);
    if (type === BOOL) this.boolId = idOf(tag);
    else this.writeFieldHeader(COMPACT_TYPE[type]!, idOf(tag));
  }

  writeMapBegin(keyType: TType, valueType: TType, size: number): void {
    this.putVarint(size);
    // An empty map has no types.
    if (size > 0) this.putI8((COMPACT_TYPE[keyType]! << 4) | COMPACT_TYPE[valueType]!);
  }

  writeMapEnd(): void {}

  writeListBegin(elementType: TType, size: number): void {
    if (size < LONG_SIZE) {
      this.putI8((size << 4) | COMPACT_TYPE[elementType]!);
    } else {
      this.putI8((LONG_SIZE << 4) | COMPACT_TYPE[elementType]!);
      this.putVarint(size);
    }
  }

  writeListEnd(): void {}

  writeSetBegin(elementType: TType, size: number): void {
    this.writeListBegin(elementType, size);
  }

  writeSetEnd(): void {}

  writeBool(value: boolean): void {
    this.checkBool(value);
    const code = value ? TRUE : FALSE;
    if (this.boolId === NO_FIELD) {
      this.putI8(code);
    } else {
      this.writeFieldHeader(code, this.boolId);
      this.boolId = NO_FIELD;
    }
  }

  writeI8(value: number): void {
    this.checkI8(value);
    this.putI8(value);
  }

  writeI16(value: number): void {
    this.checkI16(value);
    this.putVarint(zigzag(value));
  }

  writeI32(value: number): void {
    this.checkI32(value);
    this.putVarint(zigzag(value));
  }

  writeI64(value: bigint): void {
    this.checkI64(value);
    this.putZigzagI64(value);
  }

  writeDouble(value: number): void {
    this.checkDouble(value);
    this.putDoubleLE(value);
  }

  writeString(value: string): void {
    this.checkString(value);
    this.putVarintSizedUtf8(value);
  }

  writeBinary(value: Uint8Array): void {
    this.checkBinary(value);
    this.putVarint(value.length);
    this.putBytes(value);
  }

  writeUuid(value: string): void {
    this.checkUuid(value);
    this.putBytes(uuidToBytes(value));
  }

  finish(): Uint8Array {
    return this.take();
  }

  private writeFieldHeader(type: number, id: number): void {
    const delta = id - this.lastId;
    if (delta > 0 && delta <= LONGEST_DELTA) {
      this.putI8((delta << 4) | type);
    } else {
      this.putI8(type);
      this.putVarint(zigzag(id));
    }
    this.lastId = id;
  }
}

const LONGEST_DELTA = 15;

/** No field has this ID: it does not fit an i16. */
const NO_FIELD = 0x8000;

/** Small numbers of either sign become small positive ones. */
function zigzag(value: number): number {
  return (value << 1) ^ (value >> 31);
}
