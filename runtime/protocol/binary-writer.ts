/** Apache's binary protocol, written straight into one growing buffer. */

import { CheckedWriter } from "./checked-writer.js";
import { type Fields, type MessageType, type ProtocolWriter, TType } from "./protocol.js";
import { uuidToBytes } from "./uuid.js";

// Own constants, not imported ones: see eightBytes.
const { STOP } = TType;

/** Headers are written in the strict form, which every peer reads that is not very old. */
export class BinaryWriter extends CheckedWriter implements ProtocolWriter {
  writeMessageBegin(name: string, type: MessageType, seqid: number): void {
    this.putI32(STRICT_VERSION | type);
    this.writeString(name);
    this.writeI32(seqid);
  }

  writeMessageEnd(): void {}

  writeStructBegin(fields: Fields): void {
    this.enterStruct(fields);
  }

  writeStructEnd(): void {
    this.putI8(STOP);
    this.leaveStruct();
  }

  writeTag(tag: number): void {
    const at = this.reserve(3);
    const bytes = this.bytes;
    bytes[at] = tag >> 16;
    bytes[at + 1] = tag >> 8;
    bytes[at + 2] = tag;
    this.position = at + 3;
  }

  writeMapBegin(keyType: TType, valueType: TType, size: number): void {
    this.putI8(keyType);
    this.putI8(valueType);
    this.putI32(size);
  }

  writeMapEnd(): void {}

  writeListBegin(elementType: TType, size: number): void {
    this.putI8(elementType);
    this.putI32(size);
  }

  writeListEnd(): void {}

  writeSetBegin(elementType: TType, size: number): void {
    this.writeListBegin(elementType, size);
  }

  writeSetEnd(): void {}

  writeBool(value: boolean): void {
    this.checkBool(value);
    this.putI8(value ? 1 : 0);
  }

  writeI8(value: number): void {
    this.checkI8(value);
    this.putI8(value);
  }

  writeI16(value: number): void {
    this.checkI16(value);
    this.putI16(value);
  }

  writeI32(value: number): void {
    this.checkI32(value);
    this.putI32(value);
  }

  writeI64(value: bigint): void {
    this.checkI64(value);
    this.putI64(value);
  }

  writeDouble(value: number): void {
    this.checkDouble(value);
    this.putDouble(value);
  }

  writeString(value: string): void {
    this.checkString(value);
    this.putSizedUtf8(value);
  }

  writeBinary(value: Uint8Array): void {
    this.checkBinary(value);
    this.putI32(value.length);
    this.putBytes(value);
  }

  writeUuid(value: string): void {
    this.checkUuid(value);
    this.putBytes(uuidToBytes(value));
  }

  finish(): Uint8Array {
    return this.take();
  }
}

/** Headers without a version. A class of its own, so that who never meets such a peer pays nothing for it. */
export class OldBinaryWriter extends BinaryWriter {
  override writeMessageBegin(name: string, type: MessageType, seqid: number): void {
    this.writeString(name);
    this.putI8(type);
    this.writeI32(seqid);
  }
}

/** The version in the upper half; the message's type goes into the lowest byte. */
const STRICT_VERSION = 0x80010000 | 0;
