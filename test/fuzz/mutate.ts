/** Makes an input out of valid ones: changes a few places of one, in ways that formats are sensitive to. */

import type { SeededRandom } from "../chaos/seeded-random.js";

/** In bytes: what grows beyond is cut. */
const LONGEST = 100_000;
/** More than half of the inputs have one change: after many, nothing gets far. */
const MOST_CHANGES = 4;
const ONE_CHANGE_PERCENT = 60;

/** Of a hundred inputs so many are random bytes, most of them behind the first bytes of a valid one. */
const RANDOM_PERCENT = 8;

const NUMBERS = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 0xffff_fff0];

/** As varints: the largest of 32 and 64 bits, and some that never end. */
const VARINTS = ["ffffffff07", "ffffffff0f", "ffffffffffffffffff01", "ff".repeat(20), "8080808000"];

const WORDS = [
  ...'{}[]",:\\0-'.split(""),
  ...'"rec" "map" "lst" "str" "i64" "tf" "uid" "\\u" "\\ud800" null true NaN "NaN" "-Infinity" 1e999 -0 1.5'.split(" "),
  "9223372036854775808",
  "2147483648",
  "9".repeat(400),
  " ".repeat(500),
  '{"1":{"rec":',
  '[1,"',
];

/** What goes deeper, in each protocol: a field with a struct, or a field with a list and a list of one list. */
const NESTINGS = (
  [
    ["", "0c0001", "hex"],
    ["", "0c0002", "hex"],
    ["0f0001", "0f00000001", "hex"],
    ["", "1c", "hex"],
    ["", "2c", "hex"],
    ["19", "19", "hex"],
    ["", '"1":{"rec":{', "utf8"],
    ["", '"2":{"rec":{', "utf8"],
    ['"9":{"lst":', '["lst",1,', "utf8"],
  ] as const
).map(([begin, level, encoding]) => ({ begin: Buffer.from(begin, encoding), level: Buffer.from(level, encoding) }));
/** Deep enough for any stack to overflow that nobody looks after. */
const DEEPEST = 20_000;

export function mutate(random: SeededRandom, seeds: readonly Uint8Array[]): Uint8Array {
  const seed = pick(random, seeds);
  if (random.between(1, 100) <= RANDOM_PERCENT)
    return Buffer.concat([seed.subarray(0, random.between(0, 6)), randomBytes(random, random.between(0, 60))]);
  let input = Buffer.from(seed);
  const most = random.between(1, 100) <= ONE_CHANGE_PERCENT ? 1 : MOST_CHANGES;
  for (let changes = random.between(1, most); changes > 0; changes--)
    input = Buffer.from(pick(random, CHANGES)(input, random, seeds).subarray(0, LONGEST));
  return input;
}

type Change = (input: Buffer, random: SeededRandom, seeds: readonly Uint8Array[]) => Buffer;

const CHANGES: readonly Change[] = [
  // A bit, a byte.
  (input, random) => overwrite(input, placeIn(random, input), (byte) => byte ^ (1 << random.between(0, 7))),
  (input, random) => overwrite(input, placeIn(random, input), () => random.between(0, 255)),
  (input, random) => overwrite(input, placeIn(random, input), (byte) => (byte + pick(random, [-1, 1])) & 0xff),
  // A length, or another number, of four bytes.
  (input, random) => {
    const number = Buffer.alloc(4);
    number.writeUInt32BE(pick(random, [...NUMBERS, input.length, input.length + 1]));
    return replace(input, placeIn(random, input), 4, number);
  },
  (input, random) => insert(input, random, Buffer.from(pick(random, VARINTS), "hex")),
  (input, random) => insert(input, random, Buffer.from(pick(random, WORDS))),
  (input, random) => insert(input, random, randomBytes(random, random.between(1, 20))),
  // A piece left away, doubled, or said many times over.
  (input, random) => replace(input, placeIn(random, input), random.between(1, 40), Buffer.alloc(0)),
  (input, random) => insert(input, random, pieceOf(input, random)),
  (input, random) => {
    const piece = pieceOf(input, random);
    return insert(input, random, repeat(piece, random.between(2, 300)));
  },
  (input, random) => input.subarray(0, placeIn(random, input)),
  (input, random) => {
    const depth = random.between(1, 10) === 1 ? DEEPEST : random.between(1, 100);
    const { begin, level } = pick(random, NESTINGS);
    return insert(input, random, Buffer.concat([begin, repeat(level, depth)]));
  },
  // The beginning of one message and the end of another.
  (input, random, seeds) => {
    const other = pick(random, seeds);
    return Buffer.concat([input.subarray(0, placeIn(random, input)), other.subarray(placeIn(random, other))]);
  },
];

function overwrite(input: Buffer, at: number, change: (byte: number) => number): Buffer {
  if (at < input.length) input[at] = change(input[at]!);
  return input;
}

function replace(input: Buffer, at: number, length: number, by: Uint8Array): Buffer {
  return Buffer.concat([input.subarray(0, at), by, input.subarray(at + length)]);
}

function insert(input: Buffer, random: SeededRandom, piece: Uint8Array): Buffer {
  return replace(input, placeIn(random, input), 0, piece);
}

function repeat(piece: Buffer, times: number): Buffer {
  return Buffer.alloc(piece.length * times, piece);
}

function pieceOf(input: Buffer, random: SeededRandom): Buffer {
  const at = placeIn(random, input);
  return input.subarray(at, at + random.between(1, 30));
}

function placeIn(random: SeededRandom, input: Uint8Array): number {
  return random.between(0, input.length);
}

function randomBytes(random: SeededRandom, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => random.between(0, 255)));
}

export function pick<T>(random: SeededRandom, values: readonly T[]): T {
  return values[random.between(0, values.length - 1)]!;
}
