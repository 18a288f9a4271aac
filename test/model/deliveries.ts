/** What can happen to a message under way: it arrives, it arrives and stays under way (a duplicate), it is lost. */

import { act, arrive, goOn, troubled, wakeCaller } from "./protocol.js";
import type { Configuration } from "./rules.js";
import { type Message, spend, type State, type Step } from "./state.js";
import { commit, deliver } from "./store.js";
import { nameOf, RELAY, resultOf } from "./values.js";

export function deliveries(configuration: Configuration, state: State): Step[] {
  return state.network.flatMap((message, index) => {
    const rest = { ...state, network: state.network.toSpliced(index, 1) };
    const steps = arrivals(configuration, rest, message);
    const lost = spend(rest, "losses");
    if (lost) steps.push({ label: `${describe(message)} is lost`, state: lost });
    const kept = message.kind === "reply" ? undefined : spend(state, "duplicates");
    if (kept) {
      for (const step of arrivals(configuration, kept, message))
        steps.push({ label: `${step.label} (a duplicate stays under way)`, state: step.state });
    }
    return steps;
  });
}

function arrivals(configuration: Configuration, state: State, message: Message): Step[] {
  switch (message.kind) {
    case "call":
      return [receiveCall(configuration, state, message)];
    case "reply":
      return state.attempts.flatMap((attempt, index) => {
        if (attempt.phase !== "wait") return [];
        const others = { ...state, attempts: state.attempts.toSpliced(index, 1) };
        const answered = { ...attempt, phase: "run" as const, answers: [...attempt.answers, message.value] };
        return [{ label: `${describe(message)} arrives`, state: goOn(configuration, others, answered) }];
      });
    case "callback": {
      const { state: after, outcome } = deliver(state, message.callback);
      const label = `${describe(message)} arrives`;
      if (outcome.kind === "diverged")
        return [{ label, state: troubled(after, "a callback met another call's result") }];
      return [{ label, state: outcome.kind === "applied" ? wakeCaller(after, outcome.wake) : after }];
    }
    case "answered":
      return [{ label: `${describe(message)} is noted`, state: acknowledge(configuration, state) }];
  }
}

/** An attempt begins with its first action: until then it is no different from a message under way. */
function receiveCall(
  configuration: Configuration,
  state: State,
  { call, again }: Extract<Message, { kind: "call" }>,
): Step {
  const { label, state: after } = act(configuration, state, arrive(call, again));
  return { label: `the call of ${call.handler} arrives: ${label}`, state: after };
}

/** Closes the relay record's intent, once the oneway's target has answered (runtime/invocation/acknowledge.ts). */
function acknowledge({ rules }: Configuration, state: State): State {
  const nothing = { logLength: 0, append: [], reads: [], writes: [] };
  const fingerprint = "outbox";
  return commit(rules, state, { key: RELAY, fingerprint, expiry: 0, ...nothing, result: resultOf(0) }).state;
}

function describe(message: Message): string {
  switch (message.kind) {
    case "call":
      return `the call of ${nameOf(message.call.key)}`;
    case "reply":
      return `the reply ${message.value} of the callee`;
    case "callback":
      return "the callee's callback";
    case "answered":
      return "the answer of the oneway's target";
  }
}
