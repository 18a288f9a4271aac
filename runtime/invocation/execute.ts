/**
 * Runs a call exactly once: optimistically from the start, from the record if an earlier attempt may have left one,
 * and again whenever another attempt got ahead (E4). Whoever wins, the result that comes back is the recorded one.
 */

import { setTimeout as sleep } from "node:timers/promises";
import { publish, type InvocationAbout } from "../events.js";
import { decodeArgs, encodeArgs, encodeCall, recordThrown, recordValue } from "../service/messages.js";
import { methodName, type Args } from "../service/method.js";
import {
  StoreError,
  type Callback,
  type Intent,
  type InvocationKey,
  type InvocationRecord,
  type RecordedResult,
} from "../store/store.js";
import type { Call } from "./call.js";
import type { FunctionContext } from "./context.js";
import { DurableInvocation } from "./durable-invocation.js";
import { FinishedSignal, ReusedIdError, SupersededSignal } from "./errors.js";
import { fingerprintCall } from "./ids.js";
import { StepLog, type CommitBase } from "./step-log.js";

/** So often a run begins again at once; after that it pauses first, so that rivals for a value do not stay in step. */
const CALM_RUNS = 3;
const LONGEST_PAUSE_MS = 20;

/**
 * Resolves to the invocation's result, which is durable then.
 * @throws RefusedError, or the ApplicationException of a callee that was refused: nothing is recorded, and repeating the
 *   call helps only when the cause is mended
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
  const args = encodeArgs(call.method, call.args);
  const fingerprint = fingerprintCall(method, args);
  const base: CommitBase = { key, fingerprint, expiry: Number(envelope.expiry) };
  const deadline = Date.now() + context.callTimeoutMs;
  publish({ event: "started", ...about, ...(envelope.caller && { caller: envelope.caller }) });

  // Only a later attempt can have something to replay; a first one that does is told so by its commit.
  let record = envelope.attempt > 1 ? await context.store.load(key) : undefined;
  for (let run = 1; ; run++) {
    const log = new StepLog(context.store, base, about, record, intentOf(call, args, context));
    const invocation = new DurableInvocation(about, base, context, log);
    const ownArgs = run === 1 ? call.args : decodeArgs(call.method, args);
    try {
      adoptResult(record, about, fingerprint);
      const result = await runHandler(call, ownArgs, handler, invocation, log);
      await commitResult(call, invocation, log, about, result);
      publish({ event: "committed", ...about });
      return result;
    } catch (error) {
      if (error instanceof FinishedSignal) {
        publish({ event: "adopted", ...about });
        return error.result;
      }
      if (!(error instanceof SupersededSignal) || Date.now() > deadline) {
        publish({ event: "abandoned", ...about, reason: error instanceof Error ? error.message : String(error) });
        throw error instanceof SupersededSignal
          ? new StoreError(`${method} found no quiet moment: ${error.message}`)
          : error;
      }
      if (run > CALM_RUNS) await sleep(Math.random() * LONGEST_PAUSE_MS);
      record = error.record ?? (await context.store.load(key));
    }
  }
}

/** Runs the handler to its end, or to where the attempt is over, whichever comes first. */
async function runHandler<Handler>(
  { method }: Call<Handler>,
  args: Args,
  handler: Handler,
  invocation: DurableInvocation,
  log: StepLog,
): Promise<RecordedResult> {
  const run = async (): Promise<RecordedResult> => {
    try {
      return recordValue(method, await method.invoke(handler, args, invocation));
    } catch (error) {
      const result = recordThrown(method, error);
      if (result.kind === "exception" && !log.isOver) publish({ event: "failed", ...invocation.about, error });
      return result;
    }
  };
  const result = await Promise.race([run(), log.interrupted]);
  await log.close();
  return result;
}

/** Records the result with everything the handler has done to state, in one operation (E3). */
async function commitResult<Handler>(
  call: Call<Handler>,
  invocation: DurableInvocation,
  log: StepLog,
  about: InvocationAbout,
  result: RecordedResult,
): Promise<void> {
  const effects = invocation.effects();
  // An undeclared throw is a fault of the handler: what it had written so far is dropped. What it had read must still be
  // so, or it may have failed over a state that never was.
  const writes = result.kind === "reply" ? effects.writes : [];
  await log.finish({ reads: effects.reads, writes, result, callback: callbackOf(call, about.method, result) });
  if (writes.length > 0) publish({ event: "wrote", ...about, keys: writes.length });
}

/** A record that holds a result leaves nothing to run. */
function adoptResult(record: InvocationRecord | undefined, about: InvocationAbout, fingerprint: string): void {
  if (record?.fingerprint !== undefined && record.fingerprint !== fingerprint) throw new ReusedIdError(about);
  if (record?.result !== undefined) throw new FinishedSignal(record.result);
}

/** Where the result goes besides the reply: into the log of whoever waits for it. */
function callbackOf<Handler>(
  { envelope: { caller } }: Call<Handler>,
  label: string,
  result: RecordedResult,
): Callback | undefined {
  if (caller === undefined) return undefined;
  const { partition, id, step, fingerprint } = caller;
  return { caller: { partition, id }, step, fingerprint, label, result };
}

/** A root has no caller to retry it, so it leaves behind what a collector needs to run it again (E9). */
function intentOf<Handler>(
  { method, envelope }: Call<Handler>,
  args: Uint8Array,
  { functionName }: FunctionContext,
): (() => Intent) | undefined {
  if (envelope.caller !== undefined) return undefined;
  return () => ({ function: functionName, message: encodeCall(method, args, envelope) });
}
