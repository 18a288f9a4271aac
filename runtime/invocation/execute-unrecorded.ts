/**
 * Runs a method that the IDL says needs no record: `faas.readonly`, `faas.pure`, `faas.idempotent`. It costs the store
 * nothing but its reads; whoever called it logs the answer if that matters.
 */

import { publish } from "../events.js";
import { decodeArgs, recordThrown, recordValue } from "../service/messages.js";
import type { Method, Service } from "../service/method.js";
import { StateError } from "../state/state-error.js";
import { RefusedError } from "../refused-error.js";
import { NO_STATE } from "../state/descriptor.js";
import { StoreError, type RecordedResult } from "../store/store.js";
import type { Call } from "./call.js";
import type { FunctionContext } from "./context.js";
import { deadlineOf } from "./deadline.js";
import { ExpiredError, isInfrastructureFailure, isUnrecorded } from "./errors.js";
import { identify, type IdentifiedCall } from "./identify.js";
import { PlainInvocation } from "./plain-invocation.js";
import { Snapshot } from "./snapshot.js";
import { watchAttempt } from "./watch-attempt.js";

/** How many results of pure methods a process remembers. */
const PURE_RESULTS = 1_000;
/** Up to which size it does, in bytes: 16 MB in all. */
const PURE_RESULT_SIZE = 16_384;

/** @throws what `execute` throws */
export async function executeUnrecorded<Handler>(
  call: Call<Handler>,
  handler: Handler,
  context: FunctionContext,
): Promise<RecordedResult> {
  const identified = identify(call, context);
  const { about, fingerprint } = identified;
  const { pureResults } = context;
  // Nothing is asked of the store here, so the fence is this process's clock (E5).
  const expiry = Number(call.envelope.expiry);
  if (expiry !== 0 && context.environment.now() > expiry) throw new ExpiredError(about);
  return watchAttempt(about, call.envelope, async () => {
    const remembered = pureResults.get(fingerprint);
    if (remembered !== undefined) return { result: remembered, isAdopted: false };
    const result = await runUnrecorded(call, handler, identified, context);
    if (call.method.effects === "pure" && result.kind === "reply" && result.body.length <= PURE_RESULT_SIZE) {
      // A Map keeps the order of insertion: the first is the oldest.
      for (const oldest of pureResults.keys()) if (pureResults.size >= PURE_RESULTS) pureResults.delete(oldest);
      pureResults.set(fingerprint, result);
    }
    return { result, isAdopted: false };
  });
}

/** Runs the handler again until everything it has read was there at one moment. */
async function runUnrecorded<Handler>(
  { service, method, args, envelope }: Call<Handler>,
  handler: Handler,
  { about, key, args: encoded }: IdentifiedCall,
  context: FunctionContext,
): Promise<RecordedResult> {
  const effects = `faas.${method.effects}`;
  const assertMayCall = (_: Service, callee: Method): void => {
    if (callee.effects === undefined)
      throw new Error(`${about.method} is ${effects}: it cannot call ${callee.name}, which is recorded`);
    // What is remembered must not depend on what changes.
    if (method.effects === "pure" && callee.effects !== "pure")
      throw new Error(`${about.method} is ${effects}: it cannot call ${callee.name}, which is faas.${callee.effects}`);
  };
  const deadline = deadlineOf(envelope, context);
  for (let run = 1; run === 1 || context.environment.now() <= deadline; run++) {
    const own = run === 1 ? args : decodeArgs(method, encoded);
    const snapshot = new Snapshot(
      context.store,
      key.partition,
      `${about.method} is ${effects}`,
      method.effects !== "pure",
    );
    const invocation = new PlainInvocation({
      about,
      expiry: envelope.expiry,
      deadline,
      context,
      state: snapshot,
      stateDescriptor: service.state ?? NO_STATE,
      assertMayCall,
    });
    let result: RecordedResult;
    try {
      result = recordValue(method, await method.invoke(handler, own, invocation));
    } catch (error) {
      // It may only look damaged, because it changed while it was read.
      if (error instanceof StateError && !(await snapshot.isConsistent())) continue;
      if (isInfrastructureFailure(error) || isUnrecorded(error) || error instanceof RefusedError) throw error;
      result = recordThrown(method, error);
      if (result.kind === "exception") publish({ event: "failed", ...about, error });
    }
    if (await snapshot.isConsistent()) return result;
  }
  throw new StoreError(`${about.method} found no quiet moment: what it reads changes all the time`);
}
