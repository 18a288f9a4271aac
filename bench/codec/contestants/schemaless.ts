/** JSON and MessagePack, which take objects as they are. */

import { type Contestant, type Subject, subject } from "../contestant.js";
import { foreign } from "../foreign.js";
import { header, MESSAGES } from "../messages.js";
import { loadPeer } from "../peers.js";

/** JSON as JavaScript has it; an i64 is a string, for JSON.parse would round it. */
export function plainJson(): Contestant {
  return schemaless(
    (int64) => `${int64}`,
    (value) => Buffer.from(JSON.stringify(value)),
    (bytes) => JSON.parse((bytes as Buffer).toString()) as unknown,
  );
}

interface Msgpackr {
  readonly Packr: new (options: { structures: unknown[]; int64AsType: "bigint"; useBigIntExtension: false }) => {
    pack(value: unknown): Uint8Array;
    unpack(bytes: Uint8Array): unknown;
  };
}

/** With the keys of records known to both sides, its fastest form. */
export function msgpackr(): Contestant {
  const { Packr }: Msgpackr = loadPeer("msgpackr");
  const packr = new Packr({ structures: [], int64AsType: "bigint", useBigIntExtension: false });
  return schemaless(
    (int64) => int64,
    (value) => packr.pack(value),
    (bytes) => packr.unpack(bytes),
  );
}

function schemaless(
  int64: (value: bigint) => unknown,
  encode: (value: unknown) => Uint8Array,
  decode: (bytes: Uint8Array) => unknown,
): Contestant {
  const make = (values: readonly unknown[]): Subject =>
    subject(
      values.map((value) => foreign(value, int64)),
      encode,
      decode,
    );
  return {
    call: make(MESSAGES.call.map((args) => ({ ...header(1), args }))),
    reply: make(MESSAGES.reply.map((success) => ({ ...header(2), success }))),
    post: make(MESSAGES.post),
    "100 posts": make(MESSAGES["100 posts"]),
    "post, CJK": make(MESSAGES["post, CJK"]),
  };
}
