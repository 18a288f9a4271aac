/** What a fuzz target is, and how much an input may cost it. */

import type { SeededRandom } from "../chaos/seeded-random.js";
import { ProtocolError } from "../../runtime/protocol/protocol-error.js";
import type { ProtocolReader, TType } from "../../runtime/protocol/protocol.js";
import { skipValue } from "../../runtime/protocol/skip.js";

export interface Target {
  readonly name: string;
  /** Valid inputs, from which others are made. */
  readonly seeds: readonly Uint8Array[];
  /** Throws what is wrong; bytes that are refused as they should be are not. */
  run(input: Uint8Array, random: SeededRandom): void | Promise<void>;
}

/** Runs what may refuse its input; undefined if it did so by a ProtocolError, or by one of the errors named. */
export function unlessRefused<T>(work: () => T, isExpected: (error: unknown) => boolean = () => false): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof ProtocolError || isExpected(error)) return undefined;
    throw error;
  }
}

/** Calls of a reader that an input of no bytes may cost, and each byte of others: an empty struct is one byte, and takes four. */
const CALLS = 50;
const CALLS_PER_BYTE = 8;

/** The reader, counting: work is bounded by the input's length, whatever the input says of itself. */
export function counted(reader: ProtocolReader, length: number): ProtocolReader {
  let left = CALLS + CALLS_PER_BYTE * length;
  const counting: ProtocolReader = new Proxy(reader, {
    get(target, name) {
      if (--left < 0) throw new Error(`reading ${length} bytes takes more than ${CALLS_PER_BYTE} steps a byte`);
      if (name === "skip") return (type: TType) => skipValue(counting, type);
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === "function" ? (member.bind(target) as unknown) : member;
    },
  });
  return counting;
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
