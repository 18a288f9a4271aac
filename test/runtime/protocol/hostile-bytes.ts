/** Bytes that nobody means well with, protocol by protocol: no writer would write them. */

import { TType } from "../../../runtime/protocol/protocol.js";
import type { PROTOCOLS } from "./protocols.js";

interface Hostile {
  /** What begins a field of a struct, and what begins a value of its type with a value of that type in it. */
  readonly nesting: readonly (readonly [what: string, field: Uint8Array, open: Uint8Array])[];
  /** Lists of 2^31-1 elements, of each type. */
  readonly claims: readonly Uint8Array[];
  readonly endless: readonly (readonly [what: string, bytes: Uint8Array])[];
}

function hex(text: string): Uint8Array {
  return Buffer.from(text.replaceAll(" ", ""), "hex");
}

function repeat(text: string): Uint8Array {
  return Buffer.from(text.repeat(Math.ceil((1024 * 1024) / text.length)), "latin1");
}

const JSON_TYPES = ["tf", "i8", "i16", "i32", "i64", "dbl", "str", "rec", "map", "set", "lst", "uid"];

export const HOSTILE: Readonly<Record<(typeof PROTOCOLS)[number]["name"], Hostile>> = {
  binary: {
    nesting: [
      ["lists", hex("0f 0009"), hex("0f 00000001")],
      ["sets", hex("0e 0009"), hex("0e 00000001")],
      ["maps", hex("0d 0009"), hex("0d 0d 00000001")],
      ["structs", hex("0c 0009"), hex("0c 0001")],
    ],
    claims: Object.values(TType)
      .filter((type) => type !== TType.STOP)
      .map((type) => Buffer.concat([Uint8Array.of(type), hex("7fffffff"), Buffer.alloc(100)])),
    endless: [
      ["zeros", repeat("\0")],
      ["0xff", repeat("\xff")],
      ["empty lists", repeat("\x0f\0\x09\x02\0\0\0\0")],
    ],
  },
  compact: {
    nesting: [
      ["lists", hex("99"), hex("19")],
      ["sets", hex("9a"), hex("1a")],
      ["maps", hex("9b"), hex("01 bb")],
      ["structs", hex("9c"), hex("1c")],
    ],
    claims: Array.from({ length: 13 }, (_, index) =>
      Buffer.concat([Uint8Array.of(0xf1 + index), hex("ffffffff07"), Buffer.alloc(100)]),
    ),
    endless: [
      ["zeros", repeat("\0")],
      ["a varint", repeat("\x80")],
      ["0xff", repeat("\xff")],
      ["lists of bools", repeat("\x19\x11\x01")],
    ],
  },
  json: {
    nesting: [
      ["lists", Buffer.from('{"9":{"lst":'), Buffer.from('["lst",1,')],
      ["sets", Buffer.from('{"9":{"set":'), Buffer.from('["set",1,')],
      ["maps", Buffer.from('{"9":{"map":'), Buffer.from('["map","map",1,{')],
      ["structs", Buffer.from('{"9":{"rec":'), Buffer.from('{"1":{"rec":')],
    ],
    claims: JSON_TYPES.map((type) => Buffer.from(`["${type}",2147483647,1,1,1,1,1,1,1,1]`)),
    endless: [
      ["digits", repeat("1")],
      ["digits and a letter", Buffer.from(`${"1".repeat(1_000_000)}x`)],
      ["brackets", repeat("[")],
      ["whitespace", repeat(" \n")],
      ["a string of backslashes", Buffer.from(`"${"\\".repeat(1_000_000)}`)],
      ["a string of escaped backslashes", Buffer.from(`"${"\\".repeat(1_000_000)}"`)],
      ["a string of unknown escapes", Buffer.from(`"${"\\x".repeat(500_000)}"`)],
      ["a string of lone surrogates", Buffer.from(`"${"\\ud83d".repeat(200_000)}"`)],
      ["a string without an end", Buffer.from(`"${"a".repeat(1_000_000)}`)],
      ["base64 that is none in the end", Buffer.from(`"${"AAAA".repeat(300_000)}!"`)],
      ["base64 of padding", Buffer.from(`"${"=".repeat(1_000_000)}"`)],
      ["empty strings", repeat('"",')],
      ["a name", Buffer.from(`[1,"${"a".repeat(1_000_000)}",1,0,{}]`)],
    ],
  },
};
