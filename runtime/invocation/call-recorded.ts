/** A call to a method whose callee records it: sent under a derived ID until it is answered, or found in the log. */

import { sendCall } from "../client/send-call.js";
import { PendingError, type Transport } from "../client/transport.js";
import { signToken } from "../callback/token.js";
import { currentTraceparent } from "../observability/find-tracer.js";
import { decodeReply, encodeArgs, encodeCall, unwrapResult } from "../service/messages.js";
import { methodName, type Args, type Method, type Service } from "../service/method.js";
import type { OutboxEntry } from "../store/store.js";
import type { Envelope } from "../thrift_faas/types.js";
import { acknowledge } from "./acknowledge.js";
import type { Attempt } from "./attempt.js";
import { calleeId, fingerprintCall } from "./ids.js";
import { parked } from "./parked.js";
import { partitionOf } from "./partition.js";
import { replayAnswer } from "./recorded-answer.js";
import type { Scope } from "./scope.js";

export function callRecorded<A extends Args, Value>(
  attempt: Attempt,
  scope: Scope,
  service: Service,
  method: Method<A, Value>,
  args: A,
): Promise<Value> {
  const { log, context, deadline } = attempt;
  return log.take(scope, async (step) => {
    const label = methodName(service, method);
    // At once, before anything is awaited: the handler may change the arguments afterwards.
    const encoded = encodeArgs(method, args);
    const partition = partitionOf(service, method, args);
    const fingerprint = fingerprintCall(label, encoded);
    const recorded = replayAnswer(log, step, fingerprint, label);
    if (recorded !== undefined) return unwrapResult(method, recorded);
    await log.flush();
    const envelope = callEnvelope(attempt, step, label, fingerprint);
    const makeEntry = (): OutboxEntry => {
      const own = attempt.base.key.partition;
      const key = { partition: context.store.joins(own, partition) ? partition : own, id: envelope.id };
      const message = encodeCall(service, method, encoded, { ...envelope, attempt: Math.max(2, envelope.attempt) });
      return { key, intent: { function: service.function, message } };
    };
    const read = (reply: Uint8Array): Value => {
      if (log.underWay.isHandedOver(step)) context.background.start(acknowledge(context.store, makeEntry(), reply));
      return decodeReply(method, reply);
    };
    log.underWay.sent(step, makeEntry);
    const answered = new AbortController();
    if (attempt.mayPark) void parkWhileWaiting(attempt, answered.signal);
    const sender = { ...context, transport: transportOf(attempt) };
    const timeoutMs = deadline - context.environment.now();
    try {
      return await sendCall(sender, service, method, encoded, envelope, timeoutMs, read);
    } finally {
      answered.abort();
      log.executed(step, label);
    }
  });
}

function callEnvelope(
  { about, base, context, log }: Attempt,
  step: string,
  label: string,
  fingerprint: string,
): Envelope {
  const { identity, functionName } = context;
  const { key } = base;
  const id = calleeId(identity.key, key, step, label);
  const token = signToken(identity.key, { caller: key, step, fingerprint, callee: id, expiry: log.expiry });
  // Of the attempt: whoever has it finished later has no span of the call itself.
  const traceparent = currentTraceparent();
  return {
    id,
    root: about.root,
    expiry: BigInt(log.expiry),
    // An earlier attempt of the caller may have made this call already.
    attempt: about.attempt,
    caller: { ...key, step, fingerprint, store: identity.id, functionName, token },
    ...(traceparent !== undefined && { traceparent }),
  };
}

/**
 * What the calls of this attempt leave by: an attempt that is over asks no more. A callee that has given its process back
 * will not answer soon: the caller does the same, all the way up.
 */
function transportOf({ context, log, mayPark }: Attempt): Transport {
  return {
    async post(...message) {
      if (log.isInterrupted) return parked();
      try {
        return await context.transport.post(...message);
      } catch (error) {
        if (mayPark && error instanceof PendingError) await log.park();
        throw error;
      }
    },
  };
}

/** Gives the process back when the answer takes long; tries again for as long as something else keeps it. */
async function parkWhileWaiting({ context, log }: Attempt, answered: AbortSignal): Promise<void> {
  try {
    while (!answered.aborted && !log.isInterrupted) {
      // Never no time at all: while something else keeps the process, this would leave no time for that either.
      await context.environment.sleep(Math.max(1, context.suspendAfterMs), answered);
      await log.park();
    }
  } catch {
    // Answered, or the attempt is over: whoever waits for it knows.
  }
}
