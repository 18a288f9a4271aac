/**
 * Thrift's JSON, read token by token from its text.
 *
 * Reading is not left to the `thrift` package: its TJSONProtocol loses the map key `__proto__`, reorders map entries, takes
 * field -1 for a struct's end, refuses repeated keys and struct keys, wants a message around every struct, and checks
 * neither types nor sizes. Working around that takes more code than reading.
 */

import { MemoryInput } from "../transport/memory-input.js";
import { JsonTokens } from "./json-tokens.js";
import { jsonType } from "./json-types.js";
import { badLength, type Limits, NO_LIMITS, tooDeep, tooManyElements } from "./limits.js";
import { messageType } from "./message-type.js";
import { type MessageHeader, type ProtocolReader, TType } from "./protocol.js";
import { skipValue } from "./skip.js";
import { END, tagOf } from "./tag.js";
import { isUuid } from "./uuid.js";

/** What stands between the value read last and the next one. */
const Before = { NOTHING: 0, ELEMENT: 1, FIRST_KEY: 2, VALUE: 3, KEY: 4, FIRST_FIELD: 5, FIELD: 6 } as const;
type Before = (typeof Before)[keyof typeof Before];

export class JsonReader implements ProtocolReader {
  readonly #tokens: JsonTokens;
  readonly #limits: Limits;
  #before: Before = Before.NOTHING;
  /** `#before` of the structs and containers around the current one. */
  readonly #outer: Before[] = [];
  #depth = 0;
  #elements = 0;

  constructor(bytes: Uint8Array, limits: Limits = NO_LIMITS) {
    const input = new MemoryInput(bytes);
    this.#tokens = new JsonTokens(input.readUtf8(input.left));
    this.#limits = limits;
  }

  readMessageBegin(): MessageHeader {
    this.#tokens.punctuation("[");
    const version = this.readI32();
    if (version !== VERSION)
      throw this.#tokens.error(`Thrift JSON of version ${version}, this reads version ${VERSION}`);
    this.#before = Before.ELEMENT;
    const name = this.readString();
    const type = messageType(this.readI32());
    return { name, type, seqid: this.readI32() };
  }

  readMessageEnd(): void {
    this.#tokens.punctuation("]");
    this.#before = Before.NOTHING;
  }

  readStructBegin(): void {
    if (++this.#depth > this.#limits.depth) throw tooDeep(this.#limits.depth);
    this.#begin("{");
    this.#before = Before.FIRST_FIELD;
  }

  readStructEnd(): void {
    this.#depth--;
    this.#tokens.punctuation("}");
    this.#end();
  }

  readTag(): number {
    const tokens = this.#tokens;
    const isFirst = this.#before === Before.FIRST_FIELD;
    if (!isFirst) tokens.punctuation("}");
    if (tokens.startsWith("}")) return END;
    if (!isFirst) tokens.punctuation(",");
    this.#before = Before.FIELD;
    const id = tokens.integer(-0x8000, 0x7fff);
    tokens.punctuation(":");
    tokens.punctuation("{");
    const type = this.#type();
    tokens.punctuation(":");
    return tagOf(type, id);
  }

  skip(type: TType): void {
    skipValue(this, type, this.#limits.depth);
  }

  readMapBegin(): { keyType: TType; valueType: TType; size: number } {
    this.#begin("[");
    const key = this.#tokens.string();
    this.#tokens.punctuation(",");
    const value = this.#tokens.string();
    const size = this.#size();
    this.#tokens.punctuation(",");
    this.#tokens.punctuation("{");
    this.#before = Before.FIRST_KEY;
    // An empty container's types mean nothing: some peers write none.
    if (size === 0) return { keyType: TType.STOP, valueType: TType.STOP, size };
    return { keyType: this.#known(key), valueType: this.#known(value), size };
  }

  readMapEnd(): void {
    this.#tokens.punctuation("}");
    this.#tokens.punctuation("]");
    this.#end();
  }

  readListBegin(): { elementType: TType; size: number } {
    this.#begin("[");
    const type = this.#tokens.string();
    const size = this.#size();
    this.#before = Before.ELEMENT;
    return { elementType: size === 0 ? TType.STOP : this.#known(type), size };
  }

  readListEnd(): void {
    this.#tokens.punctuation("]");
    this.#end();
  }

  readSetBegin(): { elementType: TType; size: number } {
    return this.readListBegin();
  }

  readSetEnd(): void {
    this.readListEnd();
  }

  readBool(): boolean {
    return this.#integer(0, 1) === 1;
  }

  readI8(): number {
    return this.#integer(-0x80, 0x7f);
  }

  readI16(): number {
    return this.#integer(-0x8000, 0x7fff);
  }

  readI32(): number {
    return this.#integer(-0x80000000, 0x7fffffff);
  }

  readI64(): bigint {
    this.#separator();
    return this.#tokens.bigint();
  }

  readDouble(): number {
    this.#separator();
    return this.#tokens.double();
  }

  readString(): string {
    this.#separator();
    const text = this.#tokens.string();
    // A character is three bytes at most: what is shorter need not be counted.
    const { stringBytes } = this.#limits;
    if (text.length > stringBytes / 3) this.#checkLength(Buffer.byteLength(text));
    return text;
  }

  readBinary(): Uint8Array {
    this.#separator();
    const text = this.#tokens.string();
    if (!isBase64(text)) throw this.#tokens.error("A binary is not in base64");
    const bytes = Buffer.from(text, "base64");
    this.#checkLength(bytes.length);
    return new Uint8Array(bytes);
  }

  readUuid(): string {
    const text = this.readString();
    if (!isUuid(text)) throw this.#tokens.error("A uuid is not of the form 00000000-0000-0000-0000-000000000000");
    return text.toLowerCase();
  }

  assertEnd(): void {
    this.#tokens.end();
  }

  #integer(smallest: number, largest: number): number {
    this.#separator();
    return this.#tokens.integer(smallest, largest);
  }

  /** Reads what stands between the last value and the next. */
  #separator(): void {
    switch (this.#before) {
      case Before.ELEMENT:
        this.#tokens.punctuation(",");
        break;
      case Before.FIRST_KEY:
        this.#before = Before.VALUE;
        break;
      case Before.VALUE:
        this.#tokens.punctuation(":");
        this.#before = Before.KEY;
        break;
      case Before.KEY:
        this.#tokens.punctuation(",");
        this.#before = Before.VALUE;
        break;
      case Before.NOTHING:
      case Before.FIRST_FIELD:
      case Before.FIELD:
        break;
    }
  }

  #begin(bracket: string): void {
    this.#separator();
    this.#tokens.punctuation(bracket);
    this.#outer.push(this.#before);
    this.#before = Before.NOTHING;
  }

  #end(): void {
    this.#before = this.#outer.pop() ?? Before.NOTHING;
  }

  #type(): TType {
    return this.#known(this.#tokens.string());
  }

  #known(name: string): TType {
    const type = jsonType(name);
    if (type === undefined) throw this.#tokens.error(`"${name.slice(0, 20)}" is not a type of Thrift's JSON`);
    return type;
  }

  #checkLength(bytes: number): void {
    if (bytes > this.#limits.stringBytes) throw badLength(bytes, this.#limits.stringBytes);
  }

  /** A container's size; refused when the text left cannot hold so many elements, before anyone makes room for them. */
  #size(): number {
    this.#tokens.punctuation(",");
    const size = this.#tokens.integer(0, 0x7fffffff);
    if (size > this.#tokens.left)
      throw this.#tokens.error(
        `A container says it has ${size} elements, but only ${this.#tokens.left} characters are left`,
      );
    if ((this.#elements += size) > this.#limits.elements) throw tooManyElements(this.#limits.elements);
    return size;
  }
}

const VERSION = 1;

/**
 * Whether this is base64, in which padding may be missing, as some peers leave it away, but not part of it, and no single
 * character is left over. An expression for groups of four would run out of stack on long ones.
 */
function isBase64(text: string): boolean {
  const padding = /^[A-Za-z0-9+/]*(={0,2})$/.exec(text)?.[1];
  if (padding === undefined) return false;
  return padding === "" ? text.length % 4 !== 1 : text.length % 4 === 0;
}
