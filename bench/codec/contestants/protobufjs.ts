/** protobufjs with the static code of its command line. An i64 is a `Long`. */

import { type Contestant, type Subject, subject } from "../contestant.js";
import { foreign } from "../foreign.js";
import { header, MESSAGES } from "../messages.js";
import { generated, loadPeer } from "../peers.js";

interface Type {
  create(fields: unknown): unknown;
  fromObject(fields: unknown): unknown;
  encode(message: unknown): { finish(): Uint8Array };
  decode(bytes: Uint8Array): unknown;
}

interface Long {
  fromString(text: string): object;
}

export function protobufjs(): Contestant {
  const { Call, Reply, Post, Posts }: Record<"Call" | "Reply" | "Post" | "Posts", Type> = loadPeer(
    generated("protobufjs/social_network.cjs"),
  );
  const Long: Long = loadPeer("long");

  function struct(type: Type, values: readonly unknown[]): Subject {
    return subject(
      values.map((value) => type.fromObject(foreign(value, (int64) => Long.fromString(`${int64}`)))),
      (value) => type.encode(value).finish(),
      (bytes) => type.decode(bytes),
    );
  }

  return {
    call: struct(
      Call,
      MESSAGES.call.map((args) => ({ header: header(1), args })),
    ),
    reply: struct(
      Reply,
      MESSAGES.reply.map((success) => ({ header: header(2), success })),
    ),
    post: struct(Post, MESSAGES.post),
    "100 posts": struct(
      Posts,
      MESSAGES["100 posts"].map((success) => ({ success })),
    ),
    "post, CJK": struct(Post, MESSAGES["post, CJK"]),
  };
}
