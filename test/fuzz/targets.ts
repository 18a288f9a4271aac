/** Everything that reads bytes of strangers: codecs, the skipping of what they do not know, functions, clients, frames. */

import type * as fc from "fast-check";
import { FrameReader, frame } from "../../runtime/framed/frame-reader.js";
import { ApplicationException } from "../../runtime/protocol/application-exception.js";
import { detectProtocol } from "../../runtime/protocol/detect.js";
import { DEFAULT_LIMITS } from "../../runtime/protocol/limits.js";
import { peekHeader } from "../../runtime/protocol/peek-header.js";
import { ProtocolError } from "../../runtime/protocol/protocol-error.js";
import { type Protocol, type StructCodec, TType } from "../../runtime/protocol/protocol.js";
import { skipValue } from "../../runtime/protocol/skip.js";
import type { Exchange } from "../../runtime/service/exchange.js";
import { decodeReply, keepReply, readEnvelope } from "../../runtime/service/messages.js";
import { makeExchange } from "../conformance/our-server.js";
import { anyBook, anyOrder, anyPayment } from "../generator/bookshop-values.js";
import { BookCodec, OrderCodec, PaymentCodec } from "../golden/bookshop/gen/bookshop/codecs.js";
import { callsIn, encode, type Made, madeCalls, PROTOCOLS, repliesIn, structsIn } from "./corpus.js";
import { counted, sameBytes, type Target, unlessRefused } from "./target.js";

/** After so many calls a function begins with an empty store: its records are no leak. */
const CALLS_PER_STORE = 200;

const made = await madeCalls();
const exchangeNow = functions();

export const TARGETS: readonly Target[] = [
  ...PROTOCOLS.flatMap((protocol) => {
    const calls = callsIn(protocol, made);
    return [
      structTarget(protocol, BookCodec, anyBook),
      structTarget(protocol, OrderCodec, anyOrder),
      structTarget(protocol, PaymentCodec, anyPayment),
      skipTarget(protocol, calls),
      envelopeTarget(protocol, calls),
      functionTarget(protocol, calls),
    ];
  }),
  ...(await Promise.all(PROTOCOLS.map(replyTarget))),
  frameTarget(),
];

function structTarget<T>(protocol: Protocol, codec: StructCodec<T>, values: fc.Arbitrary<T>): Target {
  return {
    name: `${protocol.name} ${codec.name}`,
    seeds: structsIn(protocol, codec, values),
    run(input) {
      const reader = counted(protocol.reader(input, DEFAULT_LIMITS), input.length);
      const read = unlessRefused(() => {
        const value = codec.read(reader);
        reader.assertEnd();
        return { value };
      });
      if (read === undefined) return;
      const written = encode(protocol, codec, read.value);
      const again = encode(protocol, codec, codec.read(protocol.reader(written)));
      if (!sameBytes(written, again)) throw new Error("what was read is not what is read of what it is written as");
    },
  };
}

function skipTarget(protocol: Protocol, calls: readonly Uint8Array[]): Target {
  return {
    name: `${protocol.name} skip`,
    seeds: calls,
    run(input) {
      const reader = counted(protocol.reader(input, DEFAULT_LIMITS), input.length);
      unlessRefused(() => {
        reader.readMessageBegin();
        skipValue(reader, TType.STRUCT);
        reader.readMessageEnd();
        reader.assertEnd();
      });
    },
  };
}

function envelopeTarget(protocol: Protocol, calls: readonly Uint8Array[]): Target {
  return {
    name: `${protocol.name} envelope`,
    seeds: calls,
    async run(input) {
      await readEnvelope(input).catch((error: unknown) => {
        if (!(error instanceof ProtocolError)) throw error;
      });
    },
  };
}

/** Whatever comes, a function answers: with a Thrift message in the same protocol, or that it cannot read it. */
function functionTarget(protocol: Protocol, calls: readonly Uint8Array[]): Target {
  return {
    name: `${protocol.name} function`,
    seeds: calls,
    async run(input) {
      const exchange = await exchangeNow();
      const [asked, reply] = await Promise.all([peekHeader(input), exchange(input)]);
      if (reply.kind === "unreadable") return;
      if (asked === undefined) throw new Error(`what cannot be read was answered with ${reply.kind}`);
      if (reply.isOneway === true && reply.body.length === 0) return;
      if ((await detectProtocol(reply.body)) !== asked.protocol) throw new Error("the reply is in another protocol");
      const answered = asked.protocol.reader(reply.body);
      const { seqid } = answered.readMessageBegin();
      if (seqid !== asked.header.seqid)
        throw new Error(`the reply's sequence ID is ${seqid}, not ${asked.header.seqid}`);
      skipValue(answered, TType.STRUCT);
      answered.readMessageEnd();
      answered.assertEnd();
    },
  };
}

function functions(): () => Promise<Exchange> {
  let exchange: Promise<Exchange> | undefined;
  let calls = 0;
  return () => {
    if (calls++ % CALLS_PER_STORE === 0) exchange = undefined;
    return (exchange ??= makeExchange(() => {}));
  };
}

async function replyTarget(protocol: Protocol): Promise<Target> {
  const declared = ({ method }: Made) => Object.values(method.exceptions);
  return {
    name: `${protocol.name} reply`,
    seeds: await repliesIn(protocol, made, await makeExchange(() => {})),
    run(input, random) {
      // Most replies are read as those to the call they name.
      const call = made[random.between(0, made.length - 1)]!;
      const name = unlessRefused(() => protocol.reader(input).readMessageBegin().name);
      const { method } = made.find((one) => one.method.name === name) ?? call;
      const isExpected = (error: unknown): boolean =>
        error instanceof ApplicationException || declared({ ...call, method }).some((type) => error instanceof type);
      unlessRefused(() => decodeReply(method, input, protocol), isExpected);
      unlessRefused(() => keepReply(method, input, protocol));
    },
  };
}

/** However a stream is cut into chunks, the frames are those that it says. */
function frameTarget(): Target {
  const messages = made.slice(0, 12).map((_, index) => new Uint8Array(index * 7).fill(index));
  return {
    name: "frames",
    seeds: messages.map((_, index) => Buffer.concat(messages.slice(index, index + 4).map(frame))),
    run(input, random) {
      const reader = new FrameReader(DEFAULT_LIMITS.messageBytes);
      const frames: Uint8Array[] = [];
      unlessRefused(() => {
        for (let at = 0, end: number; at < input.length; at = end) {
          end = Math.min(input.length, at + random.between(1, 40));
          for (const one of reader.push(input.subarray(at, end))) frames.push(one.slice());
        }
      });
      const expected = framesOf(Buffer.from(input));
      if (frames.length !== expected.length || !frames.every((one, index) => sameBytes(one, expected[index]!)))
        throw new Error(`${frames.length} frames came, ${expected.length} were in the stream, or other ones`);
    },
  };
}

function framesOf(input: Buffer): Uint8Array[] {
  const frames = [];
  for (let at = 0; at + 4 <= input.length;) {
    const size = input.readInt32BE(at);
    if (size < 0 || size > DEFAULT_LIMITS.messageBytes || at + 4 + size > input.length) break;
    frames.push(input.subarray(at + 4, at + 4 + size));
    at += 4 + size;
  }
  return frames;
}
