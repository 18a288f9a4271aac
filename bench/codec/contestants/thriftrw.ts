/** thriftrw, which reads the IDL when it starts. An i64 is its 8 bytes, as it has them by default. */

import { readFileSync } from "node:fs";
import { type Contestant, type Subject, subject } from "../contestant.js";
import { foreign, int64Bytes } from "../foreign.js";
import { MESSAGES } from "../messages.js";
import { IDL, loadPeer } from "../peers.js";

type ReaderWriter = object;

interface Bufrw {
  toBuffer(rw: ReaderWriter, value: unknown): Buffer;
  fromBuffer(rw: ReaderWriter, bytes: Uint8Array): unknown;
}

interface ThriftrwFunction {
  readonly argumentsMessageRW: ReaderWriter;
  readonly resultMessageRW: ReaderWriter;
  readonly result: { readonly rw: ReaderWriter };
}

interface ThriftrwModel {
  readonly TextService: { readonly ComposeText: ThriftrwFunction };
  readonly PostStorageService: { readonly ReadPosts: ThriftrwFunction };
  readonly Post: { readonly rw: ReaderWriter };
}

interface Thriftrw {
  readonly Thrift: new (options: { source: string; strict: false; allowOptionalArguments: true }) => ThriftrwModel;
}

export function thriftrw(): Contestant {
  const { Thrift }: Thriftrw = loadPeer("thriftrw");
  const bufrw: Bufrw = loadPeer("bufrw");
  const { Post, TextService, PostStorageService } = new Thrift({
    source: readFileSync(IDL, "utf8"),
    strict: false,
    allowOptionalArguments: true,
  });
  const { argumentsMessageRW, resultMessageRW } = TextService.ComposeText;

  function struct(rw: ReaderWriter, values: readonly unknown[]): Subject {
    return subject(
      values.map((value) => enumNames(foreign(value, int64Bytes))),
      (value) => bufrw.toBuffer(rw, value),
      (bytes) => bufrw.fromBuffer(rw, bytes),
    );
  }

  function message(rw: ReaderWriter, type: string, values: readonly unknown[]): Subject {
    const header = { id: 1, name: "ComposeText", type, version: 1 };
    return struct(
      rw,
      values.map((body) => ({ ...header, body })),
    );
  }

  const success = (value: unknown): unknown => ({ success: value });
  return {
    call: message(argumentsMessageRW, "CALL", MESSAGES.call),
    reply: message(resultMessageRW, "REPLY", MESSAGES.reply.map(success)),
    post: struct(Post.rw, MESSAGES.post),
    "100 posts": struct(PostStorageService.ReadPosts.result.rw, MESSAGES["100 posts"].map(success)),
    "post, CJK": struct(Post.rw, MESSAGES["post, CJK"]),
  };
}

/** It names the members of an enum. */
function enumNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(enumNames);
  if (typeof value !== "object" || value === null || value instanceof Buffer) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, key === "post_type" ? "POST" : enumNames(each)]),
  );
}
