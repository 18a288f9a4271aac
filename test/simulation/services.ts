/** Three services whose methods take a text and return one: enough to call each other in every way there is. */

import { LEDGER_STATE } from "./ledger.js";
import type { Envelope } from "../../runtime/thrift_faas/types.js";
import { EnvelopeCodec } from "../../runtime/thrift_faas/codecs.js";
import { ENVELOPE_FIELD } from "../../runtime/service/method.js";
import type { Caller } from "../../runtime/client/caller.js";
import type { Invocation } from "../../runtime/invocation/invocation.js";
import { type StructCodec, TType } from "../../runtime/protocol/protocol.js";
import type { MethodDescriptor, ServiceDescriptor } from "../../runtime/service/descriptor.js";
import type { Args, Method, Result } from "../../runtime/service/method.js";
import { END, idOf, tagOf, typeOf } from "../../runtime/protocol/tag.js";
import { fieldsOf } from "../../runtime/protocol/fields.js";

export interface TextArgs extends Args {
  readonly text: string;
}

export type TextHandler = Readonly<Record<string, (text: string, invocation: Invocation) => Promise<string>>>;
export type TextService = ServiceDescriptor<TextHandler>;
export type TextMethod = MethodDescriptor<TextHandler, TextArgs, string>;

/** The exception that every method declares. */
export class Declined extends Error {}

const TextArgsCodec: StructCodec<TextArgs> = {
  name: "TextArgs",
  read(input) {
    let text = "";
    let $envelope: Envelope | undefined;
    input.readStructBegin();
    for (let tag = 0; (tag = input.readTag(tag)) !== END;) {
      if (idOf(tag) === 1) text = input.readString();
      else if (idOf(tag) === ENVELOPE_FIELD) $envelope = EnvelopeCodec.read(input);
      else input.skip(typeOf(tag));
    }
    input.readStructEnd();
    return { text, ...($envelope && { $envelope }) };
  },
  write(output, { text, $envelope }) {
    output.writeStructBegin(fieldsOf("TextArgs", []));
    output.writeTag(tagOf(TType.STRING, 1));
    output.writeString(text);
    if ($envelope !== undefined) {
      output.writeTag(tagOf(TType.STRUCT, ENVELOPE_FIELD));
      EnvelopeCodec.write(output, $envelope);
    }
    output.writeStructEnd();
  },
};

interface TextResult extends Result<string> {
  readonly declined?: Declined;
}

const TextResultCodec: StructCodec<TextResult> = {
  name: "TextResult",
  read(input) {
    let result: TextResult = {};
    input.readStructBegin();
    for (let tag = 0; (tag = input.readTag(tag)) !== END;) {
      if (idOf(tag) === 0) result = { success: input.readString() };
      else if (idOf(tag) === 1) result = { declined: new Declined(input.readString()) };
      else input.skip(typeOf(tag));
    }
    input.readStructEnd();
    return result;
  },
  write(output, { success, declined }) {
    output.writeStructBegin(fieldsOf("TextResult", []));
    const text = success ?? declined?.message;
    if (text !== undefined) {
      output.writeTag(tagOf(TType.STRING, success === undefined ? 1 : 0));
      output.writeString(text);
    }
    output.writeStructEnd();
  },
};

type Traits = Partial<Pick<Method, "oneway" | "effects"> & { readonly isSpread: boolean }>;

function textMethod(name: string, { oneway = false, effects, isSpread }: Traits = {}): TextMethod {
  return {
    name,
    oneway,
    isVoid: false,
    args: TextArgsCodec,
    result: TextResultCodec,
    exceptions: { declined: Declined },
    ...(effects && { effects }),
    ...(isSpread && { partitionBy: ({ text }: TextArgs) => text }),
    invoke(handler, { text }, invocation) {
      const handle = handler[name];
      if (handle === undefined) throw new Error(`there is no handler of ${name}`);
      return handle(text, invocation);
    },
  };
}

function textService(name: string, methods: Readonly<Record<string, Traits>>): TextService {
  return {
    name,
    function: name.toLowerCase(),
    methods: new Map(Object.entries(methods).map(([method, traits]) => [method, textMethod(method, traits)])),
    state: LEDGER_STATE,
  };
}

export const Leaf = textService("Leaf", {
  apply: {},
  decline: {},
  fail: {},
  slow: {},
  spread: { isSpread: true },
  note: { oneway: true },
  noteSpread: { oneway: true, isSpread: true },
  peek: { effects: "readonly" },
  double: { effects: "pure" },
  mail: { effects: "idempotent" },
});

export const Middle = textService("Middle", {
  pair: {},
  chain: {},
  wait: {},
  pay: {},
  note: { oneway: true },
  peek: { effects: "readonly" },
});

export const Root = textService("Root", {
  one: {},
  two: {},
  three: {},
  race: {},
  notify: {},
  effects: {},
  wait: {},
  ask: {},
  branches: {},
  faults: {},
});

export function findMethod(service: TextService, name: string): TextMethod {
  const method = service.methods.get(name);
  if (method === undefined) throw new Error(`${service.name} has no ${name}`);
  return method as TextMethod;
}

export function ask(caller: Caller, service: TextService, name: string, text: string): Promise<string> {
  return caller.call(service, findMethod(service, name), { text });
}
