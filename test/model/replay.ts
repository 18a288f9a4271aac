/**
 * How an attempt begins and goes on: it replays what is recorded, and stops where the handler asks for something new.
 */

import type { InvocationRecord } from "../../runtime/store/store.js";
import { answer, send, troubled } from "./messages.js";
import type { Configuration } from "./rules.js";
import type { Attempt, State } from "./state.js";
import { type Call, fingerprintOf, numberOf, readLabel } from "./values.js";
import { type Request, run } from "./workflow.js";

/** The attempt to which a call's delivery leads: it begins at once, or has to look for a record first. */
export function arrive(call: Call, again: boolean): Attempt {
  return {
    call,
    phase: again ? "load" : "run",
    answers: [],
    pending: [],
    logLength: 0,
    expiry: call.expiry,
    needsIntent: call.handler !== "callee",
  };
}

/** Runs the handler again from the record, unless that leaves nothing to run. */
export function restart(
  configuration: Configuration,
  state: State,
  { call }: Attempt,
  record: InvocationRecord | undefined,
): State {
  if (record === undefined) return goOn(configuration, state, arrive(call, false));
  if (record.fingerprint !== undefined && record.fingerprint !== fingerprintOf(call))
    return troubled(state, `${call.handler} found its ID used for another call`);
  if (record.result !== undefined) return answer(state, call, numberOf(record.result.body));
  if (record.parked !== undefined) return state;
  const begun = arrive(call, false);
  return goOn(
    configuration,
    state,
    forgetReplayed({
      ...begun,
      known: record,
      logLength: record.log.length,
      expiry: record.fingerprint === undefined ? call.expiry : record.expiry,
      needsIntent: begun.needsIntent && record.intent === undefined,
    }),
  );
}

/**
 * Puts the attempt back where it goes on: what is recorded is replayed, and a call leaves if nothing is to be flushed.
 */
export function goOn(configuration: Configuration, state: State, attempt: Attempt): State {
  const { rules } = configuration;
  const { known, call } = attempt;
  const request = run(call.handler, attempt.answers);
  if (request.kind !== "return") {
    const step = String(attempt.answers.length + 1);
    const expected =
      request.kind === "read"
        ? readLabel(request.variable)
        : fingerprintOf(calleeOf(configuration, state, attempt, request));
    const entry = known?.log.find((logged) => logged.step === step);
    const callback = known?.callbacks.get(step);
    const found = request.kind === "read" ? (entry ?? callback) : (callback ?? entry);
    if (found !== undefined) {
      if (rules.compares && found.fingerprint !== expected)
        return troubled(state, `a replay of ${call.handler} diverged at step ${step}: ${expected}`);
      const value = "result" in found ? found.result.body : found.value;
      return goOn(configuration, state, forgetReplayed({ ...attempt, answers: [...attempt.answers, numberOf(value)] }));
    }
  }
  if (request.kind === "call" && attempt.phase === "run") {
    const isDurable = (attempt.pending.length === 0 || rules.flush !== "all") && !attempt.needsIntent;
    if (isDurable || rules.flush === "nothing") return placeCall(configuration, state, attempt, request);
  }
  return put(state, attempt);
}

export function put(state: State, attempt: Attempt): State {
  return { ...state, attempts: [...state.attempts, attempt] };
}

/** A record of which every step has been replayed makes no difference any more. */
function forgetReplayed({ known, ...attempt }: Attempt): Attempt {
  const taken = attempt.answers.length;
  const isLeft =
    known?.log.some(({ step }) => Number(step) > taken) ||
    [...(known?.callbacks.keys() ?? [])].some((step) => Number(step) > taken);
  return isLeft ? { ...attempt, known } : attempt;
}

function calleeOf(
  { xChooses, rules }: Configuration,
  { history }: State,
  { answers, expiry }: Attempt,
  { argument }: Extract<Request, { kind: "call" }>,
): Call {
  const chosen = xChooses === "callee" ? `callee ${argument}` : "callee";
  const id = rules.stableIds ? chosen : `${chosen} #${history.sent}`;
  return { handler: "callee", key: { partition: "B", id }, argument, expiry, step: String(answers.length + 1) };
}

/**
 * @param again as a first attempt's message, the callee's attempt is to begin without looking for a record: the harder
 *   case, so that is what every attempt of the caller sends first
 */
function placeCall(
  configuration: Configuration,
  state: State,
  attempt: Attempt,
  request: Extract<Request, { kind: "call" }>,
  again = false,
): State {
  const call = calleeOf(configuration, state, attempt, request);
  const sent = configuration.rules.stableIds ? 0 : state.history.sent + 1;
  const after = put({ ...state, history: { ...state.history, sent } }, { ...attempt, phase: "wait" });
  return send(after, { kind: "call", call, again, acknowledge: false });
}

/** The message of the call that a waiting attempt sends again. */
export function callAgain(configuration: Configuration, state: State, attempt: Attempt): State {
  const request = run(attempt.call.handler, attempt.answers);
  return request.kind === "call" ? placeCall(configuration, state, attempt, request, true) : put(state, attempt);
}
