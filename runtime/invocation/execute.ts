/**
 * Runs a call exactly once: optimistically from the start, from the record if an earlier attempt may have left one,
 * and again whenever another attempt got ahead (E4). Whoever wins, the result that comes back is the recorded one.
 */

import { PendingError } from "../client/transport.js";
import { publish } from "../events.js";
import { decodeArgs, encodeCall, recordThrown, recordValue } from "../service/messages.js";
import type { Args } from "../service/method.js";
import { NO_STATE } from "../state/descriptor.js";
import { StateError } from "../state/state-error.js";
import { RefusedError } from "../refused-error.js";
import { StoreError, type Intent, type InvocationRecord, type RecordedResult } from "../store/store.js";
import type { Attempt } from "./attempt.js";
import type { Call } from "./call.js";
import { commitResult } from "./commit-result.js";
import type { FunctionContext } from "./context.js";
import { deadlineOf } from "./deadline.js";
import { DurableInvocation } from "./durable-invocation.js";
import { FinishedSignal, ReusedIdError, SupersededSignal } from "./errors.js";
import { executeUnrecorded } from "./execute-unrecorded.js";
import { identify, type IdentifiedCall } from "./identify.js";
import { Outbox } from "./outbox.js";
import { createGates } from "../state/gate.js";
import { StateBuffer } from "./state-buffer.js";
import { StepLog } from "./step-log.js";
import { type Ended, watchAttempt } from "./watch-attempt.js";

/** So often a run begins again at once; after that it pauses first, so that rivals for a value do not stay in step. */
const CALM_RUNS = 3;
const LONGEST_PAUSE_MS = 20;

/**
 * Resolves to the invocation's result, which is durable then.
 * @throws RefusedError, or the ApplicationException of a callee that was refused: nothing is recorded, and repeating the
 *   call helps only when the cause is mended
 * @throws PendingError: it waits for another invocation, and goes on by itself
 * @throws DeliveryError, StoreError: the infrastructure failed; to be retried under the same ID
 */
export async function execute<Handler>(
  call: Call<Handler>,
  handler: Handler,
  context: FunctionContext,
): Promise<RecordedResult> {
  if (call.method.effects !== undefined) return executeUnrecorded(call, handler, context);
  const { envelope } = call;
  const identified = identify(call, context);
  return watchAttempt(identified.about, envelope, () => runToEnd(call, handler, context, identified));
}

/** Runs the handler until an attempt, this or another one, has a result; or this one cannot go on. */
async function runToEnd<Handler>(
  call: Call<Handler>,
  handler: Handler,
  context: FunctionContext,
  identified: IdentifiedCall,
): Promise<Ended> {
  const { environment, store } = context;
  const { envelope } = call;
  const { about, key } = identified;
  const deadline = deadlineOf(envelope, context);
  // Only a later attempt can have something to replay; a first one that does is told so by its commit.
  let record = envelope.attempt > 1 ? await store.load(key) : undefined;
  for (let run = 1; ; run++) {
    try {
      adopt(record, identified);
      const result = await runOnce(call, run, handler, { identified, context, deadline, record });
      publish({ event: "committed", ...about });
      return { result, isAdopted: false };
    } catch (error) {
      if (error instanceof FinishedSignal) {
        publish({ event: "adopted", ...about });
        return { result: error.result, isAdopted: true };
      }
      if (!(error instanceof SupersededSignal) || environment.now() > deadline) {
        const reason = error instanceof Error ? error.message : String(error);
        const failure =
          error instanceof SupersededSignal
            ? new StoreError(`${about.method} found no quiet moment: ${reason}`)
            : error;
        // Whoever waits for another invocation has not failed.
        if (!(error instanceof PendingError)) publish({ event: "abandoned", ...about, reason, error: failure });
        throw failure;
      }
      publish({ event: "repeated", ...about, reason: error.message });
      if (run > CALM_RUNS) await environment.sleep(environment.random() * LONGEST_PAUSE_MS);
      record = error.record ?? (await store.load(key));
    }
  }
}

/** A record that holds a result, or waits for one, leaves nothing to run. */
function adopt(record: InvocationRecord | undefined, { about, fingerprint }: IdentifiedCall): void {
  if (record?.fingerprint !== undefined && record.fingerprint !== fingerprint) throw new ReusedIdError(about);
  if (record?.result !== undefined) throw new FinishedSignal(record.result);
  if (record?.parked !== undefined) throw new PendingError(`${about.method} waits for another invocation`);
}

interface Run {
  readonly identified: IdentifiedCall;
  readonly context: FunctionContext;
  readonly deadline: number;
  readonly record: InvocationRecord | undefined;
}

/** Runs the handler once, and commits what it came to. */
async function runOnce<Handler>(
  call: Call<Handler>,
  run: number,
  handler: Handler,
  { identified, context, deadline, record }: Run,
): Promise<RecordedResult> {
  const { about, key, args, fingerprint } = identified;
  const { envelope } = call;
  const base = { key, fingerprint, expiry: Number(envelope.expiry) };
  const log = new StepLog({
    store: context.store,
    environment: context.environment,
    base,
    about,
    record,
    makeIntent: (expiry) => makeIntent(call, args, expiry, context),
    isRoot: envelope.caller === undefined,
  });
  const attempt: Attempt = {
    about,
    base,
    context,
    log,
    state: new StateBuffer(key.partition, context.store, log),
    stateDescriptor: call.service.state ?? NO_STATE,
    gates: createGates(),
    outbox: new Outbox(about, key, context.identity.key, log),
    deadline,
    mayPark: call.mayPark,
  };
  const ownArgs = run === 1 ? call.args : decodeArgs(call.method, args);
  const result = await runHandler(call, ownArgs, handler, attempt).catch(async (error: unknown) => {
    // It may only look damaged, because it changed while it was read.
    const looksDamaged = error instanceof StateError && (await attempt.state.isStale());
    throw looksDamaged ? new SupersededSignal("the state has changed while it was read") : error;
  });
  await commitResult(call, attempt, result);
  return result;
}

/** Runs the handler to its end, or to where the attempt is over, whichever comes first. */
async function runHandler<Handler>(
  { method }: Call<Handler>,
  args: Args,
  handler: Handler,
  attempt: Attempt,
): Promise<RecordedResult> {
  const { log } = attempt;
  const run = async (): Promise<RecordedResult> => {
    try {
      return recordValue(method, await method.invoke(handler, args, new DurableInvocation(attempt)));
    } catch (error) {
      if (error instanceof RefusedError) throw log.abandon(error);
      const result = recordThrown(method, error);
      if (result.kind === "exception" && !log.isOver) publish({ event: "failed", ...attempt.about, error });
      return result;
    }
  };
  log.start();
  const result = await Promise.race([run(), log.interrupted]);
  await log.close();
  return result;
}

/**
 * What is needed to run the invocation again. Whoever does looks for a record first, so its attempt is not the first.
 * @param expiry minted by now, so that a late duplicate of this message is fenced off, too (E5)
 */
export function makeIntent<Handler>(
  { service, method, envelope }: Call<Handler>,
  args: Uint8Array,
  expiry: number,
  { functionName }: FunctionContext,
): Intent {
  const { submit: _, timeoutMs: __, ...again } = envelope;
  const message = encodeCall(service, method, args, { ...again, expiry: BigInt(expiry), attempt: 2 });
  return { function: functionName, message };
}
