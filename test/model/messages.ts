/** What leaves an attempt: messages, answers, what a collector needs to run it again. */

import type { Callback, Commit, Intent } from "../../runtime/store/store.js";
import type { Configuration } from "./rules.js";
import type { Attempt, Message, State } from "./state.js";
import { type Call, fingerprintOf, ONEWAY, packCall, RELAY, ROOT, unpackCall } from "./values.js";

export function troubled(state: State, trouble: string): State {
  return { ...state, history: { ...state.history, trouble } };
}

export function send(state: State, ...messages: readonly Message[]): State {
  return messages.length === 0 ? state : { ...state, network: [...state.network, ...messages] };
}

export function callMessage(call: Call, acknowledge = false): Message {
  return { kind: "call", call, again: true, acknowledge };
}

/** Sends a parked caller its call again. */
export function wakeCaller(state: State, intent: Intent | undefined): State {
  if (intent === undefined) return state;
  const wakes = state.history.wakes + 1;
  return send({ ...state, history: { ...state.history, wakes } }, callMessage(unpackCall(intent.message)));
}

/** Tells whoever asked. A client sees its answer at once: what it may see later is the same. */
export function answer(state: State, { handler }: Call, value: number): State {
  if (handler === "callee") return send(state, { kind: "reply", value });
  if (handler === "oneway") return send(state, { kind: "answered" });
  const { answers } = state.history;
  return answers.includes(value) ? state : { ...state, history: { ...state.history, answers: [...answers, value] } };
}

export function commitOf({ call, logLength, expiry }: Attempt): Commit {
  const { key } = call;
  return { key, fingerprint: fingerprintOf(call), expiry, logLength, append: [], reads: [], writes: [] };
}

/** What is needed to run the invocation again. */
export function intentOf(call: Call): Intent {
  return { function: call.handler, message: packCall(call) };
}

export function callbackOf(call: Call, result: Callback["result"]): Callback | undefined {
  const { step, expiry } = call;
  if (step === undefined) return undefined;
  return { caller: ROOT, expiry, step, fingerprint: fingerprintOf(call), label: call.handler, result };
}

/** The oneway call's entry in the outbox, and the message that saves a collector the work. */
export function departureOf({ partitions }: Configuration, { expiry }: Attempt, argument: number) {
  const call: Call = { handler: "oneway", key: ONEWAY, argument, expiry };
  const acknowledge = partitions === "apart";
  const intent = intentOf(call);
  const message: Message = { kind: "call", call, again: false, acknowledge };
  return { entry: { key: acknowledge ? RELAY : ONEWAY, intent }, message };
}
