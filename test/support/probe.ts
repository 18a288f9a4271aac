/**
 * A service of which a test says everything: which methods there are, what the IDL would say of them, what they do. All
 * of them take a text and return one.
 */

import type { Caller } from "../../runtime/client/caller.js";
import { EnvelopeCodec } from "../../runtime/thrift_faas/codecs.js";
import type { Invocation } from "../../runtime/invocation/invocation.js";
import { type StructCodec, TType } from "../../runtime/protocol/protocol.js";
import type { Awaitable } from "../../runtime/service/awaitable.js";
import type { MethodDescriptor, ServiceDescriptor } from "../../runtime/service/descriptor.js";
import type { Args, Method, Result } from "../../runtime/service/method.js";
import { END, idOf, tagOf, typeOf } from "../../runtime/protocol/tag.js";
import { fieldsOf } from "../../runtime/protocol/fields.js";

export interface ProbeArgs extends Args {
  readonly text: string;
}

export type ProbeHandler = Readonly<Record<string, (invocation: Invocation, text: string) => Awaitable<unknown>>>;
export type Probe = ServiceDescriptor<ProbeHandler>;

/** What the IDL may say of a method. */
export type Says = Partial<
  Pick<Method<ProbeArgs>, "oneway" | "isVoid" | "effects" | "timeoutMs" | "tries" | "partitionBy">
>;

/** The exception that every method declares. */
export class Declined extends Error {
  override readonly name = "Declined";
}

const ArgsCodec: StructCodec<ProbeArgs> = {
  name: "probe_args",
  read(input) {
    const args: { text: string; $envelope?: ReturnType<typeof EnvelopeCodec.read> } = { text: "" };
    input.readStructBegin();
    for (let tag = 0; (tag = input.readTag(tag)) !== END;) {
      if (idOf(tag) === 1) args.text = input.readString();
      else if (idOf(tag) === 32767) args.$envelope = EnvelopeCodec.read(input);
      else input.skip(typeOf(tag));
    }
    input.readStructEnd();
    return args;
  },
  write(output, { text, $envelope }) {
    output.writeStructBegin(fieldsOf("probe_args", []));
    output.writeTag(tagOf(TType.STRING, 1));
    output.writeString(text);
    if ($envelope !== undefined) {
      output.writeTag(tagOf(TType.STRUCT, 32767));
      EnvelopeCodec.write(output, $envelope);
    }
    output.writeStructEnd();
  },
};

interface ProbeResult extends Result<string> {
  readonly declined?: Declined;
}

const ResultCodec: StructCodec<ProbeResult> = {
  name: "probe_result",
  read(input) {
    let result: ProbeResult = {};
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
    const [text, field] = declined === undefined ? [success, 0] : [declined.message, 1];
    output.writeStructBegin(fieldsOf("probe_result", []));
    if (text !== undefined) {
      output.writeTag(tagOf(TType.STRING, field));
      output.writeString(text);
    }
    output.writeStructEnd();
  },
};

/** Makes the service `name`, deployed as the same in lower case. */
export function probe(name: string, methods: Readonly<Record<string, Says>> = { go: {} }): Probe {
  const describe = (method: string, says: Says): MethodDescriptor<ProbeHandler> => {
    const descriptor: MethodDescriptor<ProbeHandler, ProbeArgs, string> = {
      name: method,
      oneway: false,
      isVoid: false,
      args: ArgsCodec,
      result: ResultCodec,
      exceptions: { declined: Declined },
      invoke: async (handler, { text }, invocation) => asText(await handler[method]?.(invocation, text)),
      ...says,
    };
    return descriptor as unknown as MethodDescriptor<ProbeHandler>;
  };
  const described = Object.entries(methods).map(([method, says]) => [method, describe(method, says)] as const);
  return { name, function: name.toLowerCase(), methods: new Map(described) };
}

/** What a handler returns is a text, a number, or of no interest. */
function asText(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? `${value}` : "";
}

export function methodOf(service: Probe, method: string): Method<ProbeArgs, string> {
  const found = service.methods.get(method);
  if (found === undefined) throw new Error(`${service.name} has no ${method}`);
  return found as unknown as Method<ProbeArgs, string>;
}

/** Calls a method as a generated client would. */
export function ask(caller: Caller, service: Probe, text = "", method = "go"): Promise<string> {
  return caller.call(service, methodOf(service, method), { text });
}
