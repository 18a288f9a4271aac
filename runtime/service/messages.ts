/** Calls and replies as bytes: what a client sends, what a function answers, and what is recorded of a result. */

import { inspect } from "node:util";
import {
  ApplicationException,
  ApplicationExceptionCodec,
  ApplicationExceptionType,
} from "../protocol/application-exception.js";
import { BinaryReader } from "../protocol/binary-reader.js";
import { encodeValue } from "../protocol/encode-value.js";
import { ProtocolError } from "../protocol/protocol-error.js";
import { MessageType, type Protocol, type ProtocolReader, TType } from "../protocol/protocol.js";
import { binary, isBinary } from "../protocol/binary.js";
import { peekHeader } from "../protocol/peek-header.js";
import { skipValue } from "../protocol/skip.js";
import { END, idOf, tagOf, typeOf } from "../protocol/tag.js";
import type { ResultKind } from "../events.js";
import type { RecordedResult } from "../store/store.js";
import { EnvelopeCodec } from "../thrift_faas/codecs.js";
import type { Envelope } from "../thrift_faas/types.js";
import { ENVELOPE_FIELD, wireName, type Args, type Method, type Result, type Service } from "./method.js";

/** Of a value in the result struct of a method; declared exceptions have others. */
const SUCCESS_FIELD = 0;

/** The arguments alone, without the envelope, in the binary protocol: what a call's fingerprint is made of. */
export function encodeArgs<A extends Args, Value>(method: Method<A, Value>, args: A): Uint8Array {
  return encodeValue((output) => method.args.write(output, { ...args, $envelope: undefined }));
}

/** Arguments of their own for one more run: a handler may have changed those of the run before. */
export function decodeArgs<A extends Args, Value>(method: Method<A, Value>, args: Uint8Array): A {
  return method.args.read(binary.reader(args));
}

/**
 * A call message. The arguments were encoded when the call was made: nothing that happens to them afterwards is sent.
 * @param args from `encodeArgs`; in a binary message the envelope takes the place of the byte that ends them
 */
export function encodeCall(
  service: Service,
  method: Method,
  args: Uint8Array,
  envelope: Envelope,
  protocol: Protocol = binary,
  seqid = 0,
): Uint8Array {
  const header = protocol.writer();
  header.writeMessageBegin(wireName(service, method), method.oneway ? MessageType.ONEWAY : MessageType.CALL, seqid);
  if (!isBinary(protocol)) {
    method.args.write(header, { ...decodeArgs(method, args), $envelope: envelope });
    header.writeMessageEnd();
    return header.finish();
  }
  const rest = binary.writer();
  rest.writeTag(tagOf(TType.STRUCT, ENVELOPE_FIELD));
  EnvelopeCodec.write(rest, envelope);
  rest.writeI8(TType.STOP);
  return Buffer.concat([header.finish(), args.subarray(0, -1), rest.finish()]);
}

/** The envelope of a call message, whatever its other arguments are; undefined if it has none, or is none. */
export async function readEnvelope(message: Uint8Array): Promise<Envelope | undefined> {
  const input = (await peekHeader(message))?.input;
  if (input === undefined) return undefined;
  input.readStructBegin();
  for (let tag = 0; (tag = input.readTag(tag)) !== END;) {
    if (idOf(tag) === ENVELOPE_FIELD) return EnvelopeCodec.read(input);
    input.skip(typeOf(tag));
  }
  return undefined;
}

/** A reply as the client's language expects it: the recorded result, in the protocol of the call. */
export function encodeReply(protocol: Protocol, method: Method, seqid: number, recorded: RecordedResult): Uint8Array {
  const output = protocol.writer();
  output.writeMessageBegin(method.name, recorded.kind === "reply" ? MessageType.REPLY : MessageType.EXCEPTION, seqid);
  // What is recorded is in the binary protocol: behind a binary header it is already the rest of the message.
  if (isBinary(protocol)) return Buffer.concat([output.finish(), recorded.body]);
  const input = binary.reader(recorded.body);
  if (recorded.kind === "reply") method.result.write(output, method.result.read(input));
  else ApplicationExceptionCodec.write(output, ApplicationExceptionCodec.read(input));
  output.writeMessageEnd();
  return output.finish();
}

/** A reply that is recorded nowhere: the call could not be understood, or not be carried out now. */
export function encodeFailure(
  protocol: Protocol,
  name: string,
  seqid: number,
  error: ApplicationException,
): Uint8Array {
  const output = protocol.writer();
  output.writeMessageBegin(name, MessageType.EXCEPTION, seqid);
  ApplicationExceptionCodec.write(output, error);
  output.writeMessageEnd();
  return output.finish();
}

/** What the method returned, from the bytes of its reply; throws what it threw. */
export function decodeReply<A extends Args, Value>(
  method: Method<A, Value>,
  reply: Uint8Array,
  protocol: Protocol = binary,
): Value {
  if (method.oneway && reply.length === 0) return undefined as Value;
  const input = protocol.reader(reply);
  return readResult(method, readReplyKind(method, input), input);
}

/** A reply as it can be recorded: known to be whole, and, if it is in the binary protocol, not decoded. */
export function keepReply(method: Method, reply: Uint8Array, protocol: Protocol): RecordedResult {
  if (!isBinary(protocol)) return transcodeReply(method, protocol.reader(reply));
  const input = new BinaryReader(reply);
  const kind = readReplyKind(method, input);
  const body = reply.slice(reply.length - input.remaining);
  skipValue(input, TType.STRUCT);
  input.assertEnd();
  return { kind, body };
}

function transcodeReply(method: Method, input: ProtocolReader): RecordedResult {
  const kind = readReplyKind(method, input);
  if (kind === "exception") {
    const thrown = ApplicationExceptionCodec.read(input);
    assertWhole(input);
    return recordException(thrown);
  }
  const result = method.result.read(input);
  assertWhole(input);
  return recordResult(method, result);
}

function readReplyKind(method: Method, input: ProtocolReader): RecordedResult["kind"] {
  const header = input.readMessageBegin();
  if (header.name !== method.name)
    throw new ProtocolError(`The reply is to ${header.name}, the call was to ${method.name}`);
  if (header.type !== MessageType.REPLY && header.type !== MessageType.EXCEPTION)
    throw new ProtocolError(`The answer to ${method.name} is a call, not a reply`);
  return header.type === MessageType.REPLY ? "reply" : "exception";
}

/** What the method returned, from what was recorded of it; throws what it threw. */
export function unwrapResult<A extends Args, Value>(method: Method<A, Value>, recorded: RecordedResult): Value {
  // Whoever makes a oneway call hears nothing of how it ended, neither the first time nor in a replay.
  if (method.oneway) return undefined as Value;
  return readResult(method, recorded.kind, binary.reader(recorded.body));
}

function readResult<A extends Args, Value>(
  method: Method<A, Value>,
  kind: RecordedResult["kind"],
  input: ProtocolReader,
): Value {
  if (kind === "exception") {
    const thrown = ApplicationExceptionCodec.read(input);
    assertWhole(input);
    throw thrown;
  }
  const result: Result<Value> & Readonly<Record<string, unknown>> = { ...method.result.read(input) };
  assertWhole(input);
  for (const field of Object.keys(method.exceptions)) {
    const thrown = result[field];
    if (thrown !== undefined) throw thrown;
  }
  if (!method.isVoid && result.success === undefined)
    throw new ApplicationException(
      ApplicationExceptionType.MISSING_RESULT,
      `${method.name} failed: unknown result. Neither a result nor a declared exception came back`,
    );
  return result.success as Value;
}

/** A recorded result is no message, but in the binary protocol nothing ends one. */
function assertWhole(input: ProtocolReader): void {
  input.readMessageEnd();
  input.assertEnd();
}

/** Records what a handler returned; throws if that is not what the method returns. */
export function recordValue(method: Method, value: unknown): RecordedResult {
  if (!method.isVoid && !method.oneway && value === undefined)
    throw new ApplicationException(ApplicationExceptionType.MISSING_RESULT, "the handler returned nothing");
  return recordResult(method, method.isVoid || method.oneway ? {} : { success: value });
}

/**
 * Records what a handler threw: a declared exception is a result like any other, anything else is a fault (E7). Only
 * these two kinds of TApplicationException are ever recorded: INTERNAL_ERROR and MISSING_RESULT.
 */
export function recordThrown(method: Method, error: unknown): RecordedResult {
  try {
    for (const [field, type] of Object.entries(method.exceptions))
      if (error instanceof type) return recordResult(method, { [field]: error });
  } catch (unwritable) {
    return recordFault(method, unwritable);
  }
  return recordFault(method, error);
}

/** Which field of the result struct is set tells a value from a declared exception. */
export function kindOfResult({ kind, body }: RecordedResult): ResultKind {
  if (kind === "exception") return "fault";
  const input = binary.reader(body);
  input.readStructBegin();
  const tag = input.readTag();
  return tag === END || idOf(tag) === SUCCESS_FIELD ? "reply" : "exception";
}

function recordFault(method: Method, error: unknown): RecordedResult {
  const reason = error instanceof Error ? error.message : inspect(error);
  const type =
    error instanceof ApplicationException && error.type === ApplicationExceptionType.MISSING_RESULT
      ? error.type
      : ApplicationExceptionType.INTERNAL_ERROR;
  return recordException(new ApplicationException(type, `${method.name} failed: ${reason}`));
}

function recordResult(method: Method, result: Result<unknown>): RecordedResult {
  return { kind: "reply", body: encodeValue((output) => method.result.write(output, result)) };
}

function recordException(error: ApplicationException): RecordedResult {
  const output = binary.writer();
  ApplicationExceptionCodec.write(output, error);
  return { kind: "exception", body: output.finish() };
}
