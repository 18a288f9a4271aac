/** From a request's bytes to its reply's: reads the call, has it executed, and answers in the protocol it came in. */

import type { Call } from "../invocation/call.js";
import { PendingError } from "../client/transport.js";
import { type InvocationAbout, publish } from "../events.js";
import { BusyError, isInfrastructureFailure } from "../invocation/errors.js";
import { outcomeOf } from "../invocation/watch-attempt.js";
import { ApplicationException, ApplicationExceptionType } from "../protocol/application-exception.js";
import { detectProtocol } from "../protocol/detect.js";
import { DEFAULT_LIMITS, type Limits } from "../protocol/limits.js";
import { ProtocolError } from "../protocol/protocol-error.js";
import { MessageType, type MessageHeader, type Protocol, type ProtocolReader } from "../protocol/protocol.js";
import type { RecordedResult } from "../store/store.js";
import type { MethodDescriptor, ServiceDescriptor } from "./descriptor.js";
import type { Exchange, Reply, TransportHints } from "./exchange.js";
import { encodeFailure, encodeReply, recordValue } from "./messages.js";
import { isSayable, readIdempotencyKey } from "./idempotency-key.js";
import { methodName, splitWireName, type Args, type Method } from "./method.js";
import { SYSTEM_METHODS, type SystemHandler } from "../system/system-methods.js";

/** What a processor has a call carried out by. */
export interface Executors<Handler> {
  /** Runs a call of the service and resolves to its result; see invocation/carry-out.ts. */
  readonly execute: (call: Call<Handler>) => Promise<RecordedResult>;
  /** Makes the ID of a call that nobody has named: 128 random bits as hex. */
  readonly newId: () => string;
  /** Answers the runtime's own methods. */
  readonly system: SystemHandler;
  /** What a call may ask of its reader; the defaults if absent. */
  readonly limits?: Limits | undefined;
}

/** Makes the processor of one service. */
export function createProcessor<Handler>(service: ServiceDescriptor<Handler>, executors: Executors<Handler>): Exchange {
  return async (body, hints) => {
    const protocol = await detectProtocol(body);
    if (protocol === undefined) return unreadable(service, body, "its first byte begins no Thrift protocol");
    let input = protocol.reader(body, executors.limits ?? DEFAULT_LIMITS);
    let header: MessageHeader;
    try {
      header = input.readMessageBegin();
      if (SYSTEM_METHODS.has(splitWireName(header.name).method)) {
        // A callback carries a result: the limits of calls are not meant for it.
        input = protocol.reader(body);
        input.readMessageBegin();
      }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      return unreadable(service, body, error.message);
    }
    // A client that multiplexes names the service as well, also where it is alone.
    const name = splitWireName(header.name);
    if (name.service !== undefined && name.service !== service.name) return otherService(service, protocol, header);
    return answer(service, protocol, { ...header, name: name.method }, input, executors, hints);
  };
}

async function answer<Handler>(
  service: ServiceDescriptor<Handler>,
  protocol: Protocol,
  header: MessageHeader,
  input: ProtocolReader,
  { execute, newId, system }: Executors<Handler>,
  hints: TransportHints = {},
): Promise<Reply> {
  const isOneway = header.type === MessageType.ONEWAY || service.methods.get(header.name)?.oneway === true;
  const { contentType } = protocol;
  const fail = (error: ApplicationException) => ({
    body: encodeFailure(protocol, header.name, header.seqid, error),
    contentType,
    isOneway,
  });
  let method: Method;
  let about: InvocationAbout;
  let work: () => Promise<RecordedResult>;
  try {
    const systemMethod = SYSTEM_METHODS.get(header.name);
    if (systemMethod === undefined) {
      const found = findMethod(service, header);
      const call = readCall(service, found, input, newId, hints);
      const { id, root, attempt } = call.envelope;
      method = found;
      about = { id, root, attempt, method: methodName(service, found) };
      work = () => execute(call);
    } else {
      const args = readArgs(systemMethod, input);
      method = systemMethod;
      about = { id: args.id, root: args.id, attempt: 1, method: methodName(service, systemMethod) };
      work = async () => recordValue(systemMethod, await systemMethod.invoke(system, args));
    }
  } catch (error) {
    return { kind: "reply", ...fail(asException(service, header, error)) };
  }
  try {
    const result = await work();
    const body = method.oneway ? new Uint8Array(0) : encodeReply(protocol, method, header.seqid, result);
    return { kind: "reply", body, contentType, isOneway };
  } catch (error) {
    publish({ event: "unanswered", ...about, outcome: outcomeOf(error), error });
    const kind = kindOfFailure(error);
    if (kind === undefined) return { kind: "reply", ...fail(refusal(error)) };
    const { message: reason } = error as Error;
    return { kind, ...fail(new ApplicationException(ApplicationExceptionType.UNAVAILABLE, reason)), reason };
  }
}

/** Why a call has no reply yet; undefined if it will have none. */
function kindOfFailure(error: unknown): "pending" | "busy" | "unavailable" | undefined {
  if (error instanceof PendingError) return "pending";
  if (error instanceof BusyError) return "busy";
  return isInfrastructureFailure(error) ? "unavailable" : undefined;
}

function otherService(
  service: { readonly name: string },
  protocol: Protocol,
  { name, seqid, type }: MessageHeader,
): Reply {
  const wanted = splitWireName(name);
  const error = new ApplicationException(
    ApplicationExceptionType.UNKNOWN_METHOD,
    `there is no service ${wanted.service} here, only ${service.name}`,
  );
  return {
    kind: "reply",
    body: encodeFailure(protocol, wanted.method, seqid, error),
    contentType: protocol.contentType,
    isOneway: type === MessageType.ONEWAY,
  };
}

function findMethod<Handler>(service: ServiceDescriptor<Handler>, header: MessageHeader): MethodDescriptor<Handler> {
  if (header.type !== MessageType.CALL && header.type !== MessageType.ONEWAY)
    throw new ApplicationException(
      ApplicationExceptionType.INVALID_MESSAGE_TYPE,
      `${service.name} takes calls; this message is a reply (type ${header.type})`,
    );
  const method = service.methods.get(header.name);
  if (method !== undefined) return method;
  throw new ApplicationException(
    ApplicationExceptionType.UNKNOWN_METHOD,
    `${service.name} has no method ${header.name}; it has ${[...service.methods.keys()].join(", ")}`,
  );
}

/**
 * Adds what a call does not say: a plain Thrift client sends no envelope, and its call begins a new root invocation; one in
 * another language that knows of envelopes need say no more than an ID in it, and may leave that empty.
 */
function readCall<Handler>(
  service: ServiceDescriptor<Handler>,
  method: MethodDescriptor<Handler>,
  input: ProtocolReader,
  newId: () => string,
  hints: TransportHints,
): Call<Handler> {
  const args = readArgs(method, input);
  const said = args.$envelope ?? { id: "", root: "", expiry: 0n, attempt: 1 };
  const id = said.id || idFromHints(hints) || newId();
  const traceparent = said.traceparent ?? hints.traceparent;
  const envelope = { ...said, id, root: said.root || id, ...(traceparent !== undefined && { traceparent }) };
  return { service, method, args, envelope, mayPark: said.id !== "" && hints.mustReply !== true };
}

/**
 * What its client or the transport calls a message is the same whenever it is sent again, and so is the call. A name of the
 * transport's that makes no ID is nobody's wish; a client's is, and so it is refused.
 */
function idFromHints({ idempotencyKey, callId = "" }: TransportHints): string | undefined {
  if (idempotencyKey !== undefined) return readIdempotencyKey(idempotencyKey);
  return isSayable(callId) ? callId : undefined;
}

function readArgs<A extends Args>(method: Pick<Method<A>, "args">, input: ProtocolReader): A {
  const args = method.args.read(input);
  input.readMessageEnd();
  input.assertEnd();
  return args;
}

/** Whatever ends an invocation without a result: its caller is refused, and records nothing of it. */
function refusal(error: unknown): ApplicationException {
  const message = error instanceof Error ? error.message : String(error);
  return new ApplicationException(ApplicationExceptionType.REFUSED, message);
}

function asException(service: { readonly name: string }, header: MessageHeader, error: unknown): ApplicationException {
  if (error instanceof ApplicationException) return error;
  const type =
    error instanceof ProtocolError ? ApplicationExceptionType.PROTOCOL_ERROR : ApplicationExceptionType.INTERNAL_ERROR;
  const reason = error instanceof Error ? error.message : String(error);
  const call = `${service.name}.${header.name}`;
  return new ApplicationException(type, reason.startsWith(call) ? reason : `${call}: ${reason}`);
}

function unreadable(service: { readonly name: string }, body: Uint8Array, reason: string): Reply {
  const start = Buffer.from(body.subarray(0, 16))
    .toString("hex")
    .replace(/(..)(?=.)/g, "$1 ");
  return {
    kind: "unreadable",
    reason: `${service.name} takes a Thrift message (binary, compact or JSON); the ${body.length} bytes of this body are none: ${reason}. It begins with: ${start || "nothing"}`,
  };
}
