/**
 * Thrift's JSON, written by the `thrift` package's TJSONProtocol on our in-memory transport.
 *
 * The package nests and joins; values that it would write wrongly are handed to it as finished JSON: a name with
 * quotes in it, control characters (it leaves them bare), an i64 that is a bigint, NaN and the infinities (bare), -0 (as
 * 0), bytes that are no Buffer. It takes a struct outside a message for a message's end, and needs time quadratic in a
 * list's length; see the constructor and `#writeElementsEnd`.
 */

// The file itself, not the package's index: that would load its servers and WebSockets, 40 ms of a cold start.
import TJSONProtocol from "thrift/lib/nodejs/lib/thrift/json_protocol.js";
import { CheckedWriter } from "./checked-writer.js";
import type { Fields, MessageType, ProtocolWriter, TType } from "./protocol.js";
import { idOf, typeOf } from "./tag.js";

export class JsonWriter extends CheckedWriter implements ProtocolWriter {
  /** Whether a field of the current struct has begun: the package wants to hear of its end. */
  #inField = false;
  /** `#inField` of the structs around the current one. */
  readonly #outer: boolean[] = [];
  readonly #protocol = new TJSONProtocol({ write: (text) => this.putUtf8(text) });

  constructor() {
    super();
    // The package flushes whenever its stack holds one piece, which a struct outside a message does too early.
    // With one piece too many below, only the end of a message flushes.
    this.#put("");
  }

  writeMessageBegin(name: string, type: MessageType, seqid: number): void {
    this.checkString(name);
    this.checkI32(seqid);
    this.#protocol.writeMessageBegin(quote(name).slice(1, -1), type, seqid);
  }

  writeMessageEnd(): void {
    this.#protocol.writeMessageEnd();
  }

  writeStructBegin(fields: Fields): void {
    this.enterStruct(fields);
    this.#protocol.writeStructBegin(fields.struct);
    this.#outer.push(this.#inField);
    this.#inField = false;
  }

  writeStructEnd(): void {
    this.leaveStruct();
    this.#endField();
    this.#inField = this.#outer.pop() ?? false;
    this.#protocol.writeStructEnd();
  }

  writeTag(tag: number): void {
    this.#endField();
    this.#inField = true;
    this.#protocol.writeFieldBegin("", typeOf(tag), idOf(tag));
  }

  writeMapBegin(keyType: TType, valueType: TType, size: number): void {
    this.#protocol.writeMapBegin(keyType, valueType, size);
  }

  writeMapEnd(): void {
    this.#protocol.writeMapEnd();
  }

  writeListBegin(elementType: TType, size: number): void {
    this.#protocol.writeListBegin(elementType, size);
  }

  writeListEnd(): void {
    this.#writeElementsEnd();
  }

  writeSetBegin(elementType: TType, size: number): void {
    this.#protocol.writeSetBegin(elementType, size);
  }

  writeSetEnd(): void {
    this.#writeElementsEnd();
  }

  writeBool(value: boolean): void {
    this.checkBool(value);
    this.#protocol.writeBool(value);
  }

  writeI8(value: number): void {
    this.checkI8(value);
    this.#protocol.writeByte(value);
  }

  writeI16(value: number): void {
    this.checkI16(value);
    this.#protocol.writeI16(value);
  }

  writeI32(value: number): void {
    this.checkI32(value);
    this.#protocol.writeI32(value);
  }

  writeI64(value: bigint): void {
    this.checkI64(value);
    this.#put(value.toString());
  }

  writeDouble(value: number): void {
    this.checkDouble(value);
    if (Object.is(value, -0)) this.#put("-0");
    else this.#put(Number.isFinite(value) ? String(value) : `"${value}"`);
  }

  writeString(value: string): void {
    this.checkString(value);
    this.#put(quote(value));
  }

  writeBinary(value: Uint8Array): void {
    this.checkBinary(value);
    this.#put(`"${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64")}"`);
  }

  writeUuid(value: string): void {
    this.checkUuid(value);
    this.#put(`"${value.toLowerCase()}"`);
  }

  finish(): Uint8Array {
    // A message has been flushed at its end; a struct outside one is still on the stack.
    const { tstack } = this.#protocol;
    if (tstack.length > 1) this.putUtf8(String(tstack.pop()));
    return this.take();
  }

  #endField(): void {
    if (this.#inField) this.#protocol.writeFieldEnd();
  }

  /** Adds a piece of JSON that needs nothing more from the package. */
  #put(json: string): void {
    this.#protocol.tstack.push(json);
  }

  /** Joins the elements of a list or set in linear time. */
  #writeElementsEnd(): void {
    const { tstack, tpos } = this.#protocol;
    const [begin, ...elements] = tstack.splice(tpos.pop()!);
    this.#put(`[${[begin, ...elements].join(",")}]`);
  }
}

/** A text as JSON, with characters beyond ASCII as they are; a lone surrogate becomes U+FFFD as in UTF-8. */
function quote(text: string): string {
  return JSON.stringify(text.replace(LONE_SURROGATES, "\ufffd"));
}

const LONE_SURROGATES = /\p{Surrogate}/gu;
