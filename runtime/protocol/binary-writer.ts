/** Apache's binary protocol, written straight into one growing buffer. */

import { MemoryOutput } from "../transport/memory-output.js";
import type { MessageType, ProtocolWriter, TType } from "./protocol.js";
import { isUuid, uuidToBytes } from "./uuid.js";
import { wrongValue } from "./wrong-value.js";

export class BinaryWriter implements ProtocolWriter {
  readonly #output = new MemoryOutput();
  /** Where the writer is, for error messages; empty where it cannot know. */
  #struct = "";
  #field = "";

  writeMessageBegin(name: string, type: MessageType, seqid: number): void {
    this.#field = "The method's name";
    this.#output.writeI32(STRICT_VERSION | type);
    this.writeString(name);
    this.#field = "The sequence ID";
    this.writeI32(seqid);
  }

  writeMessageEnd(): void {}

  writeStructBegin(name: string): void {
    this.#struct = name;
  }

  writeStructEnd(): void {
    this.#output.writeI8(0);
    this.#struct = "";
    this.#field = "";
  }

  writeFieldBegin(name: string, type: TType, id: number): void {
    this.#field = name;
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
    if (typeof value !== "boolean") throw this.#wrong("true or false", value);
    this.#output.writeI8(value ? 1 : 0);
  }

  writeI8(value: number): void {
    if ((value << 24) >> 24 !== value) throw this.#wrong("an integer that fits i8", value);
    this.#output.writeI8(value);
  }

  writeI16(value: number): void {
    if ((value << 16) >> 16 !== value) throw this.#wrong("an integer that fits i16", value);
    this.#output.writeI16(value);
  }

  writeI32(value: number): void {
    if ((value | 0) !== value) throw this.#wrong("an integer that fits i32", value);
    this.#output.writeI32(value);
  }

  writeI64(value: bigint): void {
    if (typeof value !== "bigint" || BigInt.asIntN(64, value) !== value)
      throw this.#wrong("a bigint, an integer that fits i64", value);
    this.#output.writeI64(value);
  }

  writeDouble(value: number): void {
    if (typeof value !== "number") throw this.#wrong("a number", value);
    this.#output.writeDouble(value);
  }

  writeString(value: string): void {
    if (typeof value !== "string") throw this.#wrong("a string", value);
    this.#output.writeSizedUtf8(value);
  }

  writeBinary(value: Uint8Array): void {
    if (!(value instanceof Uint8Array)) throw this.#wrong("a Uint8Array", value);
    this.#output.writeI32(value.length);
    this.#output.writeBytes(value);
  }

  writeUuid(value: string): void {
    if (!isUuid(value)) throw this.#wrong("a UUID of 36 characters", value);
    this.#output.writeBytes(uuidToBytes(value));
  }

  finish(): Uint8Array {
    return this.#output.take();
  }

  #wrong(expected: string, got: unknown): Error {
    return wrongValue(this.#struct === "" ? this.#field : `${this.#struct}.${this.#field}`, expected, got);
  }
}

/** The message's type is in the lowest byte of this word. */
const STRICT_VERSION = 0x80010000 | 0;
