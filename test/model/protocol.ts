/**
 * What an attempt does, one atomic action at a time:
 * runtime/invocation/{execute,step-log,call-recorded,commit-result}.ts by hand. A handler's own computing, its replay
 * of recorded steps, and sending what leaves after a store operation belong to the action before them, since nobody can
 * see the difference: a message that is under way may be delivered at any time later, and a crash in between is an
 * action of its own (actions.ts).
 *
 * NOT modelled: several branches of one handler; callees that call or park in turn; roots that call nothing; steps that
 * their callee does not record (`faas.readonly` and its like); `submit`; a redeploy with other code; signatures; a
 * store that loses acknowledged writes; clocks that are set back or differ.
 */

import { hasExpired } from "../../runtime/store/expiry.js";
import type { Commit, LogEntry, Outcome } from "../../runtime/store/store.js";
import { answer, callbackOf, commitOf, departureOf, intentOf, send, troubled, wakeCaller } from "./messages.js";
import { arrive, goOn, put, restart } from "./replay.js";
import type { Configuration } from "./rules.js";
import { type Attempt, type Message, nowOf, type State } from "./state.js";
import { commit, recall, write } from "./store.js";
import { bytesOf, numberOf, readLabel, resultOf, stateKey, variableRead } from "./values.js";
import { type Request, run } from "./workflow.js";

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
