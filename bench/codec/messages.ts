/** What is encoded and decoded: messages of the social network, in the types that our generator makes. */

import type { Post, TextServiceReturn } from "../../test/golden/social_network/gen/social_network/types.js";
import type { MessageType } from "../../runtime/protocol/protocol.js";
import type { ComposeTextArgs } from "../../test/golden/social_network/gen/social_network/text-service.js";

/** Each has a few variants, which take turns: one value again and again would flatter whoever caches. */
export interface Messages {
  /** A call of ComposeText with its message header. */
  readonly call: readonly ComposeTextArgs[];
  /** Its reply. */
  readonly reply: readonly TextServiceReturn[];
  readonly post: readonly Post[];
  /** The result of ReadPosts. */
  readonly "100 posts": readonly (readonly Post[])[];
  /** Texts with CJK and emoji. */
  readonly "post, CJK": readonly Post[];
}
export type MessageName = keyof Messages;

/** What a Thrift message says of itself, for formats that have no such thing. */
export function header(type: MessageType): {
  readonly name: string;
  readonly type: MessageType;
  readonly seqid: number;
} {
  return { name: "ComposeText", type, seqid: 1 };
}

const ENGLISH = [
  "The ferry was late again, so I walked along the harbour and read the old timetables on the wall.",
  "Does anyone have a spare ticket for tonight? Two of us are already here and the doors open at eight.",
  "Bread number twelve: less water, a hotter stone, and for once I did not forget the salt.",
  "We moved the index to the other machine this morning and nobody noticed, which is how it should be.",
];

const CHINESE = [
  "渡轮又晚点了，于是我沿着港口走了走，看了看墙上的旧时刻表。⛴️",
  "今晚有人有多余的票吗？我们两个人已经到了，八点开门。🎟️🎶",
  "第十二个面包：少放点水，石板再热一些，这次没有忘记放盐。🍞",
  "今天早上我们把索引搬到了另一台机器上，没有人注意到，本该如此。🙂",
];

const FIRST_NAMES = ["ada", "grace", "edsger", "barbara", "donald", "frances", "tony"];

/** A user's name as DeathStarBench makes them, a few of many. */
function username(index: number): string {
  return index % 3 === 0
    ? `username_${(index * 7919) % 962}`
    : `${FIRST_NAMES[index % FIRST_NAMES.length]}${index % 89}`;
}

/** 63 bits, as UniqueIdService makes them: the machine, the time, a counter. */
function uniqueId(index: number): bigint {
  return (0x5a3n << 52n) | (BigInt(257_000_000_000 + index * 7919) << 12n) | BigInt(index % 4096);
}

function shortUrl(index: number): string {
  return `http://short-url/${(0x9e3779b97f4a7 + index * 104_729).toString(36).padStart(10, "k").slice(-10)}`;
}

function longUrl(index: number): string {
  return `https://example.org/articles/2026/${index % 12}/a-longer-title-for-story-${index * 7919}`;
}

function textOf(index: number, sentences: readonly string[], link: (index: number) => string): string {
  const first = sentences[index % sentences.length];
  const second = sentences[(index + 1) % sentences.length];
  return `${first} @${username(index)} @${username(index + 1)} ${second} ${link(index)} ${link(index + 1)}`;
}

function composeText(index: number): ComposeTextArgs {
  return {
    req_id: uniqueId(index) >> 3n,
    text: textOf(index, ENGLISH, longUrl),
    carrier: new Map([["uber-trace-id", `${(0x5a3e9f0c1d * (index + 1)).toString(16)}:1f3a9c2e77b04d15:0:1`]]),
  };
}

function composed(index: number): TextServiceReturn {
  const { text, user_mentions, urls } = post(index, ENGLISH);
  return { text, user_mentions, urls };
}

function post(index: number, sentences: readonly string[]): Post {
  return {
    post_id: uniqueId(index),
    creator: { user_id: BigInt(index % 962), username: username(index + 5) },
    req_id: uniqueId(index) >> 3n,
    text: textOf(index, sentences, shortUrl),
    user_mentions: [index, index + 1].map((each) => ({ user_id: BigInt(each % 962), username: username(each) })),
    media: [{ media_id: uniqueId(index + 3), media_type: "png" }],
    urls: [index, index + 1].map((each) => ({ shortened_url: shortUrl(each), expanded_url: longUrl(each) })),
    timestamp: BigInt(1_767_225_600_000 + index * 60_000),
    post_type: 0,
  };
}

function variants<T>(count: number, make: (index: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

export const MESSAGES: Messages = {
  call: variants(16, composeText),
  reply: variants(16, composed),
  post: variants(16, (index) => post(index, ENGLISH)),
  "100 posts": variants(2, (index) => variants(100, (each) => post(100 * index + each, ENGLISH))),
  "post, CJK": variants(16, (index) => post(index, CHINESE)),
};
export const MESSAGE_NAMES = Object.keys(MESSAGES) as readonly MessageName[];

/** Something of each message. */
export function byMessage<T>(of: (message: MessageName) => T): Readonly<Record<MessageName, T>> {
  return Object.fromEntries(MESSAGE_NAMES.map((message) => [message, of(message)])) as Record<MessageName, T>;
}
