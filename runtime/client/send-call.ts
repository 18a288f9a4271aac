import type { Environment } from "../environment.js";
import { findTracer } from "../observability/find-tracer.js";
import { loadProtocol } from "../protocol/load-protocol.js";
import type { Protocol } from "../protocol/protocol.js";
import { methodName, type Method, type Service } from "../service/method.js";
import { encodeCall } from "../service/messages.js";
import type { Envelope } from "../thrift_faas/types.js";
import { retry } from "./retry.js";
import { peerOf, type Transport } from "./transport.js";

const LARGEST_I32 = 2 ** 31 - 1;

let lastSeqid = 0;

/** Another one for each message: a connection on which replies and calls have got out of step is noticed by it. */
function nextSeqid(): number {
  lastSeqid = (lastSeqid + 1) & LARGEST_I32;
  return lastSeqid;
}

/** What it takes to send calls. */
export interface Sender {
  readonly transport: Transport;
  readonly environment: Environment;
}

/**
 * Sends a call until its reply has come, always under the same invocation ID, and in one span. To a server that keeps no
 * record of calls, one that may have happened is sent again only if the IDL says that it may happen more than once.
 * @param args from `encodeArgs`
 * @param envelope of the first try; later ones count `attempt` up
 * @param timeoutMs how long to try; the method's own limit (`faas.timeout`) counts if it is shorter
 * @param read makes something of a reply's bytes; one that it cannot read counts as lost
 * @param signal cancels it
 */
export async function sendCall<T>(
  { transport, environment }: Sender,
  service: Service,
  method: Method,
  args: Uint8Array,
  envelope: Envelope,
  timeoutMs: number,
  read: (reply: Uint8Array, protocol: Protocol) => T,
  signal?: AbortSignal,
): Promise<T> {
  const peer = peerOf(transport, service.function);
  const limits = {
    timeoutMs: Math.min(timeoutMs, method.timeoutMs ?? Infinity),
    tries: method.tries,
    signal,
    atMostOnce: peer.isPlain && method.effects === undefined,
  };
  const call = { method: methodName(service, method), id: envelope.id, root: envelope.root };
  const [tracer, protocol] = await Promise.all([findTracer(), loadProtocol(peer.protocol)]);
  return tracer.call(call, (span) =>
    retry(environment, limits, async (number, leftMs) => {
      span.tried(number);
      const attempt = Math.min(LARGEST_I32, envelope.attempt + number - 1);
      // A span that no clock's difference can spoil; whole milliseconds, and 32 bits of them.
      const left = Math.max(1, Math.min(LARGEST_I32, Math.floor(leftMs)));
      const tried = {
        ...envelope,
        attempt,
        timeoutMs: left,
        ...(span.traceparent !== undefined && { traceparent: span.traceparent }),
      };
      const body = encodeCall(service, method, args, tried, protocol, nextSeqid());
      return read(await transport.post(service.function, body, protocol.contentType, left, signal), protocol);
    }),
  );
}
