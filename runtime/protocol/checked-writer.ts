/** What all writers do before they write: refuse values that do not fit their IDL type, and say where. */

import { MemoryOutput } from "../transport/memory-output.js";
import { MAX_DEPTH } from "./limits.js";
import { isUuid } from "./uuid.js";
import { wrongValue } from "./wrong-value.js";

/** Remembers the field being written, and checks values. Each check throws a TypeError or a RangeError. */
export abstract class CheckedWriter extends MemoryOutput {
  /** Empty where they are not known: after a nested struct, until the next field begins. */
  private struct = "";
  private field = "";
  private depth = 0;

  /** What nests deeper could be written and never read. */
  protected enterStruct(name: string): void {
    if (++this.depth > MAX_DEPTH) throw new RangeError(`${name} nests more than ${MAX_DEPTH} levels deep`);
    this.struct = name;
  }

  protected leaveStruct(): void {
    this.depth--;
    this.struct = "";
    this.field = "";
  }

  protected enterField(name: string): void {
    this.field = name;
  }

  protected checkBool(value: boolean): void {
    if (typeof value !== "boolean") throw this.wrong("true or false", value);
  }

  protected checkI8(value: number): void {
    if ((value << 24) >> 24 !== value) throw this.wrong("an integer that fits i8", value);
  }

  protected checkI16(value: number): void {
    if ((value << 16) >> 16 !== value) throw this.wrong("an integer that fits i16", value);
  }

  protected checkI32(value: number): void {
    if ((value | 0) !== value) throw this.wrong("an integer that fits i32", value);
  }

  protected checkI64(value: bigint): void {
    if (typeof value !== "bigint") throw this.wrong("a bigint", value);
    if (BigInt.asIntN(64, value) !== value) throw this.wrong("an integer that fits i64", value);
  }

  protected checkDouble(value: number): void {
    if (typeof value !== "number") throw this.wrong("a number", value);
  }

  protected checkString(value: string): void {
    if (typeof value !== "string") throw this.wrong("a string", value);
  }

  protected checkBinary(value: Uint8Array): void {
    if (!(value instanceof Uint8Array)) throw this.wrong("a Uint8Array", value);
  }

  protected checkUuid(value: string): void {
    if (!isUuid(value)) throw this.wrong("a UUID such as 00000000-0000-0000-0000-000000000000", value);
  }

  private wrong(expected: string, got: unknown): Error {
    const where = this.struct === "" || this.field === "" ? this.field : `${this.struct}.${this.field}`;
    return wrongValue(where, expected, got);
  }
}
