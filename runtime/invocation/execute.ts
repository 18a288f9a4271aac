/**
 * Runs a call exactly once: optimistically from the start, from the record if an earlier attempt may have left one,
 * and again whenever another attempt got ahead (E4). Whoever wins, the result that comes back is the recorded one.
 */

import { publish, type InvocationAbout } from "../events.js";
import { encodeArgs, encodeCall, recordThrown, recordValue } from "../service/messages.js";
import { methodName } from "../service/method.js";
import type { Callback, Intent, InvocationKey, InvocationRecord, RecordedResult } from "../store/store.js";
import type { Call } from "./call.js";
import type { FunctionContext } from "./context.js";
import { DurableInvocation } from "./durable-invocation.js";
import { FinishedSignal, ReusedIdError, SupersededSignal } from "./errors.js";
import { fingerprintCall } from "./ids.js";
import { StepLog, type CommitBase } from "./step-log.js";

/**
 * Resolves to the invocation's result, which is durable then.
 * @throws DivergenceError, ReusedIdError, ExpiredError, LostWritesError: final, nothing was changed
 * @throws DeliveryError, StoreError: the infrastructure failed; to be retried under the same ID
 */
export async function execute<Handler>(
  call: Call<Handler>,
  handler: Handler,
  context: FunctionContext,
): Promise<RecordedResult> {
  const { envelope } = call;
  const method = methodName(call.service, call.method);
  const about: InvocationAbout = { id: envelope.id, root: envelope.root, method, attempt: envelope.attempt };
  const key: InvocationKey = { partition: call.service.name, id: envelope.id };
  const fingerprint = fingerprintCall(method, encodeArgs(call.method, call.args));
  publish({ event: "started", ...about, ...(envelope.caller && { caller: envelope.caller }) });

  // Only a later attempt can have something to replay; a first one that does is told so by its commit.
  let record = envelope.attempt > 1 ? await context.store.load(key) : undefined;
  for (;;) {
    const base = { key, fingerprint, expiry: Number(envelope.expiry) };
    const log = new StepLog(context.store, base, about, record, intentOf(call, context));
    try {
      adoptResult(record, about, fingerprint);
      const result = await attempt(call, handler, context, base, about, log);
      publish({ event: "committed", ...about });
      return result;
    } catch (error) {
      if (error instanceof FinishedSignal) {
        publish({ event: "adopted", ...about });
        return error.result;
      }
      if (!(error instanceof SupersededSignal)) {
        publish({ event: "abandoned", ...about, reason: error instanceof Error ? error.message : String(error) });
        throw error;
      }
      record = error.record ?? record;
    }
  }
}

/** One run of the handler, from its first step to its commit. */
async function attempt<Handler>(
  call: Call<Handler>,
  handler: Handler,
  context: FunctionContext,
  base: CommitBase,
  about: InvocationAbout,
  log: StepLog,
): Promise<RecordedResult> {
  const invocation = new DurableInvocation(about, base, context, log);
  let result: RecordedResult;
  try {
    result = recordValue(call.method, await call.method.invoke(handler, call.args, invocation));
  } catch (error) {
    result = recordThrown(call.method, error);
    if (result.kind === "exception" && log.interruption === undefined) publish({ event: "failed", ...about, error });
  }
  // Whatever the handler made of it: an attempt that was interrupted has no result.
  if (log.interruption !== undefined) throw log.interruption;
  // An undeclared throw is a fault of the handler: what it had written so far is dropped.
  const effects = result.kind === "reply" ? invocation.effects() : { reads: [], writes: [] };
  await log.finish({ ...effects, result, callback: callbackOf(call, base.fingerprint, about.method, result) });
  if (effects.writes.length > 0) publish({ event: "wrote", ...about, keys: effects.writes.length });
  return result;
}

/** A record that holds a result leaves nothing to run. */
function adoptResult(record: InvocationRecord | undefined, about: InvocationAbout, fingerprint: string): void {
  if (record?.fingerprint !== undefined && record.fingerprint !== fingerprint) throw new ReusedIdError(about);
  if (record?.result !== undefined) throw new FinishedSignal(record.result);
}

/** Where the result goes besides the reply: into the log of whoever waits for it. */
function callbackOf<Handler>(
  { envelope: { caller } }: Call<Handler>,
  fingerprint: string,
  label: string,
  result: RecordedResult,
): Callback | undefined {
  if (caller === undefined) return undefined;
  const { partition, id, step } = caller;
  return { caller: { partition, id }, step, fingerprint, label, result };
}

/** A root has no caller to retry it, so it leaves behind what a collector needs to run it again (E9). */
function intentOf<Handler>(
  { method, args, envelope }: Call<Handler>,
  { functionName }: FunctionContext,
): (() => Intent) | undefined {
  if (envelope.caller !== undefined) return undefined;
  return () => ({ function: functionName, message: encodeCall(method, { ...args, $envelope: envelope }) });
}
