/**
 * What an attempt does, one atomic action at a time: runtime/invocation/{execute,step-log,call-recorded,commit-result}.ts
 * by hand. A handler's own computing, its replay of recorded steps, and sending what leaves after a store operation belong
 * to the action before them, since nobody can see the difference: a message that is under way may be delivered at any time
 * later, and `crashed` is the same action without what leaves.
 *
 * NOT modelled: several branches of one handler, `faas.readonly` and its like, `submit`, diverging code, signatures.
 */

import type { Callback, Commit, Intent, InvocationRecord, LogEntry, Outcome } from "../../runtime/store/store.js";
import { hasExpired } from "../../runtime/store/expiry.js";
import type { Configuration } from "./rules.js";
import { type Attempt, type Message, nowOf, type State } from "./state.js";
import { commit, recall, write } from "./store.js";
import {
  bytesOf,
  type Call,
  fingerprintOf,
  numberOf,
  ONEWAY,
  packCall,
  readLabel,
  RELAY,
  resultOf,
  ROOT,
  stateKey,
  unpackCall,
  variableRead,
} from "./values.js";
import { type Request, run } from "./workflow.js";

export function troubled(state: State, trouble: string): State {
  return { ...state, history: { ...state.history, trouble } };
}

export function send(state: State, ...messages: readonly Message[]): State {
  return messages.length === 0 ? state : { ...state, network: [...state.network, ...messages] };
}

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

/** The attempt's next action, in words and as the state after it. It is not in `state.attempts` meanwhile. */
export function act(configuration: Configuration, state: State, attempt: Attempt): { label: string; state: State } {
  const { call, phase } = attempt;
  const who = `an attempt of ${call.handler}`;
  if (phase === "load") {
    const record = recall(state, call.key);
    return { label: `${who} loads its record`, state: restart(configuration, state, attempt, record) };
  }
  if (phase === "parking") return { label: `${who} parks`, state: park(configuration, state, attempt) };
  const request = run(call.handler, attempt.answers);
  switch (request.kind) {
    case "read": {
      const value = state.values[request.variable];
      const step = String(attempt.answers.length + 1);
      const label = readLabel(request.variable);
      const next: Attempt = {
        ...attempt,
        answers: [...attempt.answers, numberOf(value)],
        pending: [...attempt.pending, { step, fingerprint: label, label, value }],
      };
      return {
        label: `${who} reads ${request.variable} = ${numberOf(value)}`,
        state: goOn(configuration, state, next),
      };
    }
    case "call":
      return { label: `${who} flushes`, state: flush(configuration, state, attempt) };
    case "return":
      return finish(configuration, state, attempt, request);
  }
}

/** Puts the attempt back where it goes on: what is recorded is replayed, and a call leaves if nothing is to be flushed. */
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

function commitOf({ call, logLength, expiry }: Attempt): Commit {
  const { key } = call;
  return { key, fingerprint: fingerprintOf(call), expiry, logLength, append: [], reads: [], writes: [] };
}

/** What is needed to run the invocation again. */
function intentOf(call: Call): Intent {
  return { function: call.handler, message: packCall(call) };
}

function flush(configuration: Configuration, state: State, attempt: Attempt): State {
  const { rules } = configuration;
  const append: readonly LogEntry[] = rules.flush === "all" ? attempt.pending : [];
  const asked: Commit = {
    ...commitOf(attempt),
    append,
    ...(attempt.needsIntent && rules.savesIntent && { intent: intentOf(attempt.call) }),
  };
  return commitOrYield(configuration, state, attempt, asked, (after, { expiry }) => {
    const pending = attempt.pending.filter((entry) => !append.includes(entry));
    const logLength = attempt.logLength + append.length;
    return goOn(configuration, after, { ...attempt, pending, logLength, expiry, needsIntent: false });
  });
}

/** Gives the process back: the callee's callback will send the call again. */
export function park(configuration: Configuration, state: State, attempt: Attempt): State {
  const step = String(attempt.answers.length + 1);
  const intent = intentOf(attempt.call);
  if (configuration.rules.parksAtomically || attempt.phase === "parking") {
    const asked: Commit = { ...commitOf(attempt), intent, parked: [step] };
    return commitOrYield(configuration, state, attempt, asked, (after) => after);
  }
  const record = recall(state, attempt.call.key);
  if (record?.callbacks.has(step) === true) return restart(configuration, state, attempt, record);
  return put(state, { ...attempt, phase: "parking" });
}

function finish(
  configuration: Configuration,
  state: State,
  attempt: Attempt,
  { value, variable, write: written, send: sent }: Extract<Request, { kind: "return" }>,
): { label: string; state: State } {
  const { rules, partitions } = configuration;
  const { call, phase } = attempt;
  const who = `an attempt of ${call.handler}`;
  if (attempt.known !== undefined)
    return { label: `${who} returns`, state: troubled(state, `a replay of ${call.handler} skipped a recorded step`) };
  const writes = [{ key: stateKey(variable), value: bytesOf(written) }];
  const departure = sent === undefined ? undefined : departureOf(configuration, attempt, sent);
  if (!rules.repliesLast && phase === "run")
    return { label: `${who} replies`, state: put(answer(state, call, value), { ...attempt, phase: "sent" }) };
  const isApart = rules.twoCommits.includes(call.handler);
  if (isApart && phase !== "written") {
    const isLate = hasExpired(attempt.expiry, nowOf(state));
    return {
      label: `${who} writes`,
      state: isLate ? state : put(write(state, writes), { ...attempt, phase: "written" }),
    };
  }
  if (departure !== undefined && rules.outbox === "before" && phase !== "sent")
    return {
      label: `${who} sends its oneway`,
      state: put(send(state, departure.message), { ...attempt, phase: "sent" }),
    };

  const result = resultOf(value);
  const callback = callbackOf(call, result);
  const asked: Commit = {
    ...commitOf(attempt),
    reads: isApart
      ? []
      : attempt.pending.map(({ label, value: seen }) => ({ key: stateKey(variableRead(label)), value: seen })),
    writes: isApart ? [] : writes,
    result,
    ...(departure && rules.outbox === "commit" && { outbox: [departure.entry] }),
    ...(callback && partitions === "joined" && { callback }),
  };
  const after = commitOrYield(configuration, state, attempt, asked, (committed, { wake }) => {
    const delivered: Message[] = callback && partitions === "apart" ? [{ kind: "callback", callback }] : [];
    const sentOff = departure === undefined || rules.outbox === "before" ? [] : [departure.message];
    return answer(send(wakeCaller(committed, wake), ...delivered, ...sentOff), attempt.call, value);
  });
  return { label: `${who} commits its result ${value}`, state: after };
}

/** Sends a parked caller its call again. */
export function wakeCaller(state: State, intent: Intent | undefined): State {
  if (intent === undefined) return state;
  const wakes = state.history.wakes + 1;
  return send({ ...state, history: { ...state.history, wakes } }, callMessage(unpackCall(intent.message)));
}

export function callMessage(call: Call, acknowledge = false): Message {
  return { kind: "call", call, again: true, acknowledge };
}

function callbackOf(call: Call, result: Callback["result"]): Callback | undefined {
  const { step, expiry } = call;
  if (step === undefined) return undefined;
  return { caller: ROOT, expiry, step, fingerprint: fingerprintOf(call), label: call.handler, result };
}

/** The oneway call's entry in the outbox, and the message that saves a collector the work. */
function departureOf({ partitions }: Configuration, { expiry }: Attempt, argument: number) {
  const call: Call = { handler: "oneway", key: ONEWAY, argument, expiry };
  const acknowledge = partitions === "apart";
  const intent = { ...intentOf(call), ...(acknowledge && { acknowledge }) };
  const message: Message = { kind: "call", call, again: false, acknowledge };
  return { entry: { key: acknowledge ? RELAY : ONEWAY, intent }, message };
}

/** Commits and goes on with `applied`; otherwise does what the refusal says (execute.ts, refusal.ts). */
function commitOrYield(
  configuration: Configuration,
  state: State,
  attempt: Attempt,
  asked: Commit,
  applied: (state: State, outcome: Extract<Outcome, { kind: "applied" }>) => State,
): State {
  const { state: after, outcome } = commit(configuration.rules, state, asked);
  switch (outcome.kind) {
    case "applied":
      return applied(after, outcome);
    case "stale":
      return after;
    case "done":
      return answer(after, attempt.call, numberOf(outcome.result.body));
    case "diverged":
    case "regressed":
      return troubled(after, `a commit of ${attempt.call.handler} was refused as ${outcome.kind}`);
    case "behind":
      return restart(configuration, after, attempt, outcome.record);
    case "conflict":
      return put(after, arrive(attempt.call, true));
  }
}

/** Runs the handler again from the record, unless that leaves nothing to run. */
function restart(
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

/** Tells whoever asked. A client sees its answer at once: what it may see later is the same. */
function answer(state: State, { handler }: Call, value: number): State {
  if (handler === "callee") return send(state, { kind: "reply", value });
  if (handler === "oneway") return send(state, { kind: "answered" });
  const { answers } = state.history;
  return answers.includes(value) ? state : { ...state, history: { ...state.history, answers: [...answers, value] } };
}
