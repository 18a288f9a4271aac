/**
 * An i64 that is a number in TypeScript: what a number does not hold exactly is refused, in both directions. From one to the
 * other through eight bytes: `BigInt(number)` and `Number(bigint)` take several times as long.
 */

import { eightBytes } from "../transport/eight-bytes.js";
import { ProtocolError } from "./protocol-error.js";
import type { ProtocolReader, ProtocolWriter } from "./protocol.js";
import { wrongValue } from "./wrong-value.js";

const { words, int64, LOW, HIGH } = eightBytes();

/**
 * @param where the field as the user knows it, such as `Post.post_id`
 * @throws ProtocolError for what is beyond 2^53 - 1
 */
export function readSafeI64(input: ProtocolReader, where: string): number {
  const value = input.readI64();
  int64[0] = value;
  const number = words[HIGH]! * 2 ** 32 + (words[LOW]! >>> 0);
  if (Number.isSafeInteger(number)) return number;
  throw new ProtocolError(
    `${where} is ${value} on the wire, which no number holds exactly: those go to 2^53 - 1. As a bigint ` +
      `(\`faas.i64 = "bigint"\` in the IDL) it can be read`,
  );
}

/** @throws TypeError for what is no number, RangeError for one that is no integer up to 2^53 - 1 */
export function writeSafeI64(output: ProtocolWriter, value: number): void {
  if (typeof value !== "number") throw wrongValue("A value", "a number", value);
  if (!Number.isSafeInteger(value)) throw wrongValue("A value", "an integer from -(2^53 - 1) to 2^53 - 1", value);
  words[LOW] = value;
  words[HIGH] = Math.floor(value / 2 ** 32);
  output.writeI64(int64[0]!);
}
