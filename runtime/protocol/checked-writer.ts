/** What all writers do before they write: refuse values that do not fit their IDL type, and say what they must be. */

import { MemoryOutput } from "../transport/memory-output.js";
import { MAX_DEPTH } from "./limits.js";
import type { Fields } from "./protocol.js";
import { isUuid } from "./uuid.js";
import { wrongValue } from "./wrong-value.js";

/** Each check throws a TypeError or a RangeError, which does not know of what field the value is: see encode-value.ts. */
export abstract class CheckedWriter extends MemoryOutput {
  private depth = 0;

  /** What nests deeper could be written and never read. */
  protected enterStruct({ struct }: Fields): void {
    if (++this.depth > MAX_DEPTH) throw new RangeError(`${struct} nests more than ${MAX_DEPTH} levels deep`);
  }

  protected leaveStruct(): void {
    this.depth--;
  }

  protected checkBool(value: boolean): void {
    if (typeof value !== "boolean") throw wrongValue("A value", "true or false", value);
  }

  protected checkI8(value: number): void {
    if ((value << 24) >> 24 !== value) throw wrongValue("A value", "an integer that fits i8", value);
  }

  protected checkI16(value: number): void {
    if ((value << 16) >> 16 !== value) throw wrongValue("A value", "an integer that fits i16", value);
  }

  protected checkI32(value: number): void {
    if ((value | 0) !== value) throw wrongValue("A value", "an integer that fits i32", value);
  }

  protected checkI64(value: bigint): void {
    if (typeof value !== "bigint") throw wrongValue("A value", "a bigint", value);
    if (BigInt.asIntN(64, value) !== value) throw wrongValue("A value", "an integer that fits i64", value);
  }

  protected checkDouble(value: number): void {
    if (typeof value !== "number") throw wrongValue("A value", "a number", value);
  }

  protected checkString(value: string): void {
    if (typeof value !== "string") throw wrongValue("A value", "a string", value);
  }

  protected checkBinary(value: Uint8Array): void {
    if (!(value instanceof Uint8Array)) throw wrongValue("A value", "a Uint8Array", value);
  }

  protected checkUuid(value: string): void {
    if (!isUuid(value)) throw wrongValue("A value", "a UUID such as 00000000-0000-0000-0000-000000000000", value);
  }
}
