/** Apache's binary protocol, written straight into one growing buffer. */

import { MemoryOutput } from "../transport/memory-output.js";
import { CheckedWriter } from "./checked-writer.js";
import { type MessageType, type ProtocolWriter, TType } from "./protocol.js";
import { uuidToBytes } from "./uuid.js";

/** Headers are written in the strict form, which every peer reads. */
export class BinaryWriter extends CheckedWriter implements ProtocolWriter {
  readonly #output = new MemoryOutput();

  writeMessageBegin(name: string, type: MessageType, seqid: number): void {
    this.#output.writeI32(STRICT_VERSION | type);
    this.writeString(name);
    this.writeI32(seqid);
  }

  writeMessageEnd(): void {}

  writeStructBegin(name: string): void {
    this.enterStruct(name);
  }

  writeStructEnd(): void {
    this.#output.writeI8(TType.STOP);
    this.leaveStruct();
  }

  writeFieldBegin(name: string, type: TType, id: number): void {
    this.enterField(name);
    this.#output.writeI8(type);
    this.#output.writeI16(id);
  }

  writeFieldEnd(): void {}

  writeMapBegin(keyType: TType, valueType: TType, size: number): void {
    this.#output.writeI8(keyType);
    this.#output.writeI8(valueType);
    this.#output.writeI32(size);
  }

  writeMapEnd(): void {}

  writeListBegin(elementType: TType, size: number): void {
    this.#output.writeI8(elementType);
    this.#output.writeI32(size);
  }

  writeListEnd(): void {}

  writeSetBegin(elementType: TType, size: number): void {
    this.writeListBegin(elementType, size);
  }

  writeSetEnd(): void {}

  writeBool(value: boolean): void {
    this.checkBool(value);
    this.#output.writeI8(value ? 1 : 0);
  }

  writeI8(value: number): void {
    this.checkI8(value);
    this.#output.writeI8(value);
  }

  writeI16(value: number): void {
    this.checkI16(value);
    this.#output.writeI16(value);
  }

  writeI32(value: number): void {
    this.checkI32(value);
    this.#output.writeI32(value);
  }

  writeI64(value: bigint): void {
    this.checkI64(value);
    this.#output.writeI64(value);
  }

  writeDouble(value: number): void {
    this.checkDouble(value);
    this.#output.writeDouble(value);
  }

  writeString(value: string): void {
    this.checkString(value);
    this.#output.writeSizedUtf8(value);
  }

  writeBinary(value: Uint8Array): void {
    this.checkBinary(value);
    this.#output.writeI32(value.length);
    this.#output.writeBytes(value);
  }

  writeUuid(value: string): void {
    this.checkUuid(value);
    this.#output.writeBytes(uuidToBytes(value));
  }

  finish(): Uint8Array {
    return this.#output.take();
  }
}

/** The version in the upper half; the message's type goes into the lowest byte. */
const STRICT_VERSION = 0x80010000 | 0;
