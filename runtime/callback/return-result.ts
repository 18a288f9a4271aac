/**
 * How a callee's result gets into its caller's log, which has three routes and one meaning: in the callee's own commit
 * where that reaches the caller's partition; by `deliver` where both are in one store; by a Thrift call to the caller's
 * function where the caller has a store of its own. The last two come after the commit and off the critical path: the
 * reply tells the caller as well, and if both are lost, the caller's replay asks again under the same ID.
 */

import { type CallbackOutcome, type CallbackRoute, type InvocationAbout, publish } from "../events.js";
import type { FunctionContext } from "../invocation/context.js";
import { encodeArgs, decodeReply } from "../service/messages.js";
import { sendCall } from "../client/send-call.js";
import { CallbackMethod } from "../system/system-methods.js";
import type { Callback, RecordedResult } from "../store/store.js";
import type { EnvelopeCaller } from "../thrift_faas/types.js";
import { deliverCallback } from "./deliver-callback.js";

/** @param partition the callee's */
export function routeTo(
  caller: EnvelopeCaller,
  partition: string,
  { identity, store }: FunctionContext,
): CallbackRoute {
  if (caller.store !== identity.id) return "call";
  return store.joins(partition, caller.partition) ? "commit" : "deliver";
}

/** @param label `Service.Method` of the callee */
export function makeCallback(caller: EnvelopeCaller, label: string, expiry: number, result: RecordedResult): Callback {
  const { partition, id, step, fingerprint } = caller;
  return { caller: { partition, id }, expiry, step, fingerprint, label, result };
}

/** Returns the committed result of `callee` by one of the routes that come after the commit. */
export async function returnResult(
  route: Exclude<CallbackRoute, "commit">,
  caller: EnvelopeCaller,
  callback: Callback,
  callee: InvocationAbout,
  context: FunctionContext,
): Promise<void> {
  let outcome: CallbackOutcome = "failed";
  try {
    if (route === "deliver") outcome = (await deliverCallback(callback, context)).kind;
    else {
      await callCaller(caller, callback, callee.id, context);
      outcome = "applied";
    }
  } finally {
    publish({ event: "called-back", ...callee, route, outcome });
  }
}

async function callCaller(
  caller: EnvelopeCaller,
  callback: Callback,
  callee: string,
  context: FunctionContext,
): Promise<void> {
  const { caller: key, expiry, step, fingerprint, label, result } = callback;
  const args = {
    ...key,
    step,
    fingerprint,
    label,
    callee,
    expiry: BigInt(expiry),
    token: caller.token,
    kind: result.kind,
    body: result.body,
  };
  const service = { name: key.partition, function: caller.functionName };
  const id = context.environment.randomId();
  const envelope = { id, root: id, expiry: BigInt(expiry), attempt: 1 };
  await sendCall(
    context,
    service,
    CallbackMethod,
    encodeArgs(CallbackMethod, args),
    envelope,
    context.callTimeoutMs,
    (reply) => decodeReply(CallbackMethod, reply),
  );
}
