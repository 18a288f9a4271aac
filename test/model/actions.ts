/** All that can happen next in a state, each as words and the state after it. */

import { act, callAgain, park } from "./protocol.js";
import { deliveries } from "./deliveries.js";
import type { Configuration } from "./rules.js";
import { type Attempt, isQuiet, settled, spend, type State, type Step } from "./state.js";
import { surroundings } from "./surroundings.js";

export function next(configuration: Configuration, state: State): Step[] {
  const steps = [
    ...state.attempts.flatMap((attempt, index) => turns(configuration, without(state, index), attempt)),
    ...deliveries(configuration, state),
    ...surroundings(configuration, state, isQuiet(state)),
  ];
  return steps.map((step) => ({ ...step, state: settled(step.state) }));
}

/** What one attempt can do, and what can become of it; `state` is without it. */
function turns(configuration: Configuration, state: State, attempt: Attempt): Step[] {
  const steps: Step[] = [];
  const who = `an attempt of ${attempt.call.handler}`;
  if (attempt.phase !== "wait") {
    steps.push(...withFaults(state, (before) => act(configuration, before, attempt)));
  } else {
    const again = spend(state, "callRetries");
    if (again) steps.push({ label: `${who} asks its callee again`, state: callAgain(configuration, again, attempt) });
    const patient = spend(state, "parks");
    if (patient) {
      const parking = (before: State): Step => ({ label: `${who} parks`, state: park(configuration, before, attempt) });
      steps.push(...withFaults(patient, parking));
    }
  }
  const crashed = spend(state, "crashes");
  if (crashed) steps.push({ label: `${who} crashes`, state: crashed });
  return steps;
}

/** The action; the same with a crash right after its commit; the same with a commit that the store gets twice. */
function withFaults(state: State, action: (state: State) => Step): Step[] {
  const step = action(state);
  if (step.state.records === state.records) return [step];
  const { answers } = state.history;
  const { network, attempts } = state;
  /** The store has changed, and nobody hears of it. */
  const unheard = (after: State): State => ({ ...after, network, attempts, history: { ...after.history, answers } });
  const steps = [step];
  const crashed = spend(unheard(step.state), "crashes");
  if (crashed) steps.push({ label: `${step.label} and crashes before it can say so`, state: crashed });
  const twice = spend(unheard(step.state), "resends");
  if (twice) steps.push({ label: `${step.label}; the store gets that twice`, state: action(twice).state });
  return steps;
}

function without(state: State, index: number): State {
  return { ...state, attempts: state.attempts.toSpliced(index, 1) };
}
