/**
 * What every Thrift protocol offers to generated codecs. The method names are those of Apache's `TProtocol`, so that
 * a reader who knows one knows the other; what differs is stated at each method.
 */

import type { Limits } from "./limits.js";

/** Wire types, with the numbers of the binary protocol. */
export const TType = {
  STOP: 0,
  BOOL: 2,
  I8: 3,
  DOUBLE: 4,
  I16: 6,
  I32: 8,
  I64: 10,
  /** Both `string` and `binary`: the wire does not tell them apart. */
  STRING: 11,
  STRUCT: 12,
  MAP: 13,
  SET: 14,
  LIST: 15,
  UUID: 16,
} as const;
export type TType = (typeof TType)[keyof typeof TType];

/** What a message is, with the numbers of the binary protocol. */
export const MessageType = { CALL: 1, REPLY: 2, EXCEPTION: 3, ONEWAY: 4 } as const;
export type MessageType = (typeof MessageType)[keyof typeof MessageType];

export interface MessageHeader {
  readonly name: string;
  readonly type: MessageType;
  /** Sequence ID: echoed in the reply, otherwise meaningless (Python always sends 0). */
  readonly seqid: number;
}

/** What is known of a struct's fields; made by `fieldsOf`. */
export interface Fields {
  /** What error messages put before a field's name. */
  readonly struct: string;
  readonly byId: ReadonlyMap<number, { readonly type: TType; readonly name: string }>;
}

/** Writes one message (or one bare struct) into a buffer of its own. */
export interface ProtocolWriter {
  writeMessageBegin(name: string, type: MessageType, seqid: number): void;
  writeMessageEnd(): void;
  writeStructBegin(fields: Fields): void;
  /** Writes the stop field as well: one call fewer per struct than in `TProtocol`. */
  writeStructEnd(): void;
  /** Begins a field, whose value has to follow; nothing ends one. See tag.ts. */
  writeTag(tag: number): void;
  writeMapBegin(keyType: TType, valueType: TType, size: number): void;
  writeMapEnd(): void;
  writeListBegin(elementType: TType, size: number): void;
  writeListEnd(): void;
  writeSetBegin(elementType: TType, size: number): void;
  writeSetEnd(): void;
  writeBool(value: boolean): void;
  writeI8(value: number): void;
  writeI16(value: number): void;
  writeI32(value: number): void;
  writeI64(value: bigint): void;
  writeDouble(value: number): void;
  writeString(value: string): void;
  writeBinary(value: Uint8Array): void;
  /** Takes the canonical 36-character form. */
  writeUuid(value: string): void;
  /** The bytes written so far, exact and owned by the caller; the writer must not be used afterwards. */
  finish(): Uint8Array;
}

/**
 * Reads one message (or one bare struct) from the bytes it was made with.
 *
 * Every method throws `ProtocolError` on bytes that are not what was asked for, and on input that ends too early.
 */
export interface ProtocolReader {
  readMessageBegin(): MessageHeader;
  readMessageEnd(): void;
  readStructBegin(): void;
  readStructEnd(): void;
  /**
   * Moves to the next field of the struct, whose value has to be read or skipped before the next call.
   * @param previous the tag of the field before it, `END` in front of the first: some protocols count on from there
   * @returns `END` at the end of the struct
   */
  readTag(previous: number): number;
  /** Passes over a value. */
  skip(type: TType): void;
  readMapBegin(): { readonly keyType: TType; readonly valueType: TType; readonly size: number };
  readMapEnd(): void;
  readListBegin(): { readonly elementType: TType; readonly size: number };
  readListEnd(): void;
  readSetBegin(): { readonly elementType: TType; readonly size: number };
  readSetEnd(): void;
  readBool(): boolean;
  readI8(): number;
  readI16(): number;
  readI32(): number;
  readI64(): bigint;
  readDouble(): number;
  readString(): string;
  /** A copy: it stays valid when the message's buffer is reused. */
  readBinary(): Uint8Array;
  readUuid(): string;
  /** Throws `ProtocolError` if bytes are left: one body holds one message. */
  assertEnd(): void;
}

/**
 * Reads and writes the values of one IDL struct, union or exception; generated, one per struct. Neither function uses
 * `this`: containers take them as they are.
 */
export interface StructCodec<T> {
  /** The IDL's name for it. */
  readonly name: string;
  /** Reads the struct from its begin to its end. */
  read(this: void, input: ProtocolReader): T;
  write(this: void, output: ProtocolWriter, value: T): void;
}

/** One of the protocols a body can be written in. */
export interface Protocol {
  readonly name: "binary" | "binary-old" | "compact" | "json";
  /** The Content-Type of a body in this protocol. */
  readonly contentType: string;
  /** @param limits absent: the bytes are none of a stranger's, and only what they cannot hold is refused */
  reader(bytes: Uint8Array, limits?: Limits): ProtocolReader;
  writer(): ProtocolWriter;
}
