/** Valid messages of every protocol: the calls of the cross-test, with and without envelopes, and the replies to them. */

import * as fc from "fast-check";
import type { Caller } from "../../runtime/client/caller.js";
import { MessageType, type Protocol, type StructCodec } from "../../runtime/protocol/protocol.js";
import { binary, oldBinary } from "../../runtime/protocol/binary.js";
import { compact } from "../../runtime/protocol/compact.js";
import { json } from "../../runtime/protocol/json.js";
import type { Exchange } from "../../runtime/service/exchange.js";
import { encodeArgs, encodeCall } from "../../runtime/service/messages.js";
import type { Args, Method, Service } from "../../runtime/service/method.js";
import { CASES } from "../conformance/cases.js";
import { callOurs } from "../conformance/our-client.js";

export const PROTOCOLS: readonly Protocol[] = [binary, oldBinary, compact, json];

/** In bytes: longer ones show nothing that shorter ones do not. */
const LONGEST_SEED = 2_000;

type Envelope = NonNullable<Args["$envelope"]>;

export interface Made {
  readonly service: Service;
  readonly method: Method;
  readonly args: Args;
}

/** What generated clients are told to call. */
export async function madeCalls(): Promise<Made[]> {
  const made: Made[] = [];
  const caller: Caller = {
    call: (service, method, args) => {
      made.push({ service, method, args });
      return Promise.reject(new Error("it is only written down"));
    },
  };
  await callOurs(caller, CASES);
  return made;
}

export function callsIn(protocol: Protocol, made: readonly Made[]): Uint8Array[] {
  return short(
    made.flatMap((call, index) => [
      plainCall(protocol, call),
      ...envelopes(index).map((envelope) => aware(protocol, call, envelope)),
    ]),
  );
}

export async function repliesIn(protocol: Protocol, made: readonly Made[], exchange: Exchange): Promise<Uint8Array[]> {
  const replies = await Promise.all(made.map((call) => exchange(plainCall(protocol, call))));
  return short(replies.flatMap((reply) => (reply.kind === "reply" && reply.body.length > 0 ? [reply.body] : [])));
}

/** Bare structs with random values. */
export function structsIn<T>(protocol: Protocol, codec: StructCodec<T>, values: fc.Arbitrary<T>): Uint8Array[] {
  return short(fc.sample(values, { numRuns: 40, seed: 1 }).map((value) => encode(protocol, codec, value)));
}

export function encode<T>(protocol: Protocol, codec: StructCodec<T>, value: T): Uint8Array {
  const output = protocol.writer();
  codec.write(output, value);
  return output.finish();
}

const CALLER = { partition: "Other", id: "a".repeat(32), step: "1", fingerprint: "f".repeat(32), store: "elsewhere", functionName: "other", token: new Uint8Array(32) }; // prettier-ignore

/** Those of a root that is called for the first time, and of a call with everything there is. */
function envelopes(index: number): Envelope[] {
  return [
    { id: `root-${index}`, root: `root-${index}`, expiry: 0n, attempt: 1 },
    {
      id: "one for all",
      root: "another one",
      expiry: 4_000_000_000_000n,
      attempt: 2,
      caller: CALLER,
      timeoutMs: 50,
      submit: true,
      traceparent: "00-1-2-03",
    },
  ];
}

function aware(protocol: Protocol, { service, method, args }: Made, envelope: Envelope): Uint8Array {
  return encodeCall(service, method, encodeArgs(method, args), envelope, protocol);
}

function plainCall(protocol: Protocol, { service, method, args }: Made): Uint8Array {
  const output = protocol.writer();
  const name = service.multiplexed === true ? `${service.name}:${method.name}` : method.name;
  output.writeMessageBegin(name, method.oneway ? MessageType.ONEWAY : MessageType.CALL, 7);
  method.args.write(output, args);
  output.writeMessageEnd();
  return output.finish();
}

function short(messages: readonly Uint8Array[]): Uint8Array[] {
  return messages.filter(({ length }) => length <= LONGEST_SEED);
}
