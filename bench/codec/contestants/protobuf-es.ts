/**
 * @bufbuild/protobuf. The code that its generator makes hands over a descriptor, and the package reads and writes by that;
 * here it gets the same descriptor without the detour.
 */

import { type Contestant, type Subject, subject } from "../contestant.js";
import { foreign } from "../foreign.js";
import { header, MESSAGES } from "../messages.js";
import { loadPeer, PROTO } from "../peers.js";

type Schema = object;

interface Protobuf {
  readonly create: (schema: Schema, fields: unknown) => unknown;
  readonly toBinary: (schema: Schema, message: unknown) => Uint8Array;
  readonly fromBinary: (schema: Schema, bytes: Uint8Array) => unknown;
  readonly createFileRegistry: (files: unknown) => { getMessage(name: string): Schema };
}

interface MessageDescriptor {
  readonly name: string;
  readonly field: readonly { typeName?: string; jsonName?: string }[];
  readonly nestedType: readonly { readonly name: string }[];
}

interface Protobufjs {
  readonly loadSync: (file: string) => {
    resolveAll(): void;
    toDescriptor(syntax: "proto3"): {
      readonly file: readonly { readonly messageType: readonly MessageDescriptor[] }[];
    };
  };
}

export function protobufEs(): Contestant {
  const { create, toBinary, fromBinary, createFileRegistry }: Protobuf = loadPeer("@bufbuild/protobuf");
  const { FileDescriptorSetSchema }: { FileDescriptorSetSchema: Schema } = loadPeer("@bufbuild/protobuf/wkt");
  const types = createFileRegistry(fromBinary(FileDescriptorSetSchema, describe()));

  function struct(name: string, values: readonly unknown[]): Subject {
    const schema = types.getMessage(name);
    return subject(
      values.map((value) => create(schema, camelCase(foreign(value, (int64) => int64)))),
      (value) => toBinary(schema, value),
      (bytes) => fromBinary(schema, bytes),
    );
  }

  return {
    call: struct(
      "Call",
      MESSAGES.call.map((args) => ({ header: header(1), args })),
    ),
    reply: struct(
      "Reply",
      MESSAGES.reply.map((success) => ({ header: header(2), success })),
    ),
    post: struct("Post", MESSAGES.post),
    "100 posts": struct(
      "Posts",
      MESSAGES["100 posts"].map((success) => ({ success })),
    ),
    "post, CJK": struct("Post", MESSAGES["post, CJK"]),
  };
}

/** The .proto file as a FileDescriptorSet, without protoc. */
function describe(): Uint8Array {
  const { loadSync }: Protobufjs = loadPeer("protobufjs");
  const { FileDescriptorSet }: { FileDescriptorSet: { encode(set: unknown): { finish(): Uint8Array } } } =
    loadPeer("protobufjs/ext/descriptor");
  const root = loadSync(PROTO);
  root.resolveAll();
  const set = root.toDescriptor("proto3");
  // protobufjs names the entries of a map without the message that they are in.
  for (const { name, field, nestedType } of set.file.flatMap((file) => file.messageType))
    for (const each of field)
      if (nestedType.some((nested) => nested.name === each.typeName)) each.typeName = `.${name}.${each.typeName}`;
  return FileDescriptorSet.encode(set).finish();
}

/** Its properties are named as JavaScript names them. */
function camelCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCase);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [
    key.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
    camelCase(each),
  ]);
  return Object.fromEntries(entries);
}
