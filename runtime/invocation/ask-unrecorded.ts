/**
 * A call to a method that its callee does not record (`faas.readonly`, `pure`, `idempotent`, and whatever a plain Thrift
 * server does): its answer is an input, like a read, and goes into the caller's own log.
 */

import { sendCall } from "../client/send-call.js";
import { ApplicationExceptionCodec } from "../protocol/application-exception.js";
import { binary } from "../protocol/binary.js";
import { encodeArgs, keepReply, unwrapResult } from "../service/messages.js";
import { methodName, type Args, type Method, type Service } from "../service/method.js";
import type { RecordedResult } from "../store/store.js";
import type { Attempt } from "./attempt.js";
import { isUnrecorded } from "./errors.js";
import { calleeId, fingerprintCall } from "./ids.js";
import { recordAnswer, replayAnswer } from "./recorded-answer.js";
import type { Scope } from "./scope.js";

export function askUnrecorded<A extends Args, Value>(
  { about, base, context, log, deadline }: Attempt,
  scope: Scope,
  service: Service,
  method: Method<A, Value>,
  args: A,
): Promise<Value> {
  return log.take(scope, async (step) => {
    const label = methodName(service, method);
    const encoded = encodeArgs(method, args);
    const fingerprint = fingerprintCall(label, encoded);
    const recorded = replayAnswer(log, step, fingerprint, label);
    if (recorded !== undefined) return unwrapResult(method, recorded);
    // An effect is an effect, even one that may be repeated: what led to it must be known by then. A question is none.
    if (method.effects === "idempotent") await log.fence();
    const id = calleeId(context.identity.key, base.key, step, label);
    const envelope = { id, root: about.root, expiry: BigInt(log.expiry), attempt: about.attempt };
    const timeoutMs = deadline - context.environment.now();
    const result = await sendCall(context, service, method, encoded, envelope, timeoutMs, (reply, protocol) =>
      keepReply(method, reply, protocol),
    );
    if (!isRefusal(result)) recordAnswer(log, step, fingerprint, label, result);
    return unwrapResult(method, result);
  });
}

/** The answer of a callee that cannot go on: nobody may make anything of it. */
function isRefusal({ kind, body }: RecordedResult): boolean {
  return kind === "exception" && isUnrecorded(ApplicationExceptionCodec.read(binary.reader(body)));
}
