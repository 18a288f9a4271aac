/** What happens around the attempts: the client asks, collectors claim and sweep, the clock jumps, others write. */

import { callMessage, send, troubled } from "./messages.js";
import type { Configuration } from "./rules.js";
import { type Budget, NOW, spend, type State, type Step } from "./state.js";
import { claim, claims, forget, sweep } from "./store.js";
import { bytesOf, type Call, nameOf, numberOf, RELAY, ROOT, unpackCall, type Variable } from "./values.js";
import { LIFETIME } from "../../runtime/store/expiry.js";

/** So often collectors may have to begin again once everything has come to rest; more, and they never get done. */
const RESCUES = 8;

/** The client has sent its call, and nothing has happened yet. */
export function begin(configuration: Configuration): State {
  const zero = bytesOf(0);
  return {
    records: {},
    values: { x: zero, counter: zero, y: zero, z: zero },
    letters: [],
    attempts: [],
    network: [{ kind: "call", call: rootCall(configuration), again: false, acknowledge: false }],
    era: 0,
    left: configuration.budget,
    history: { opened: [], done: {}, answers: [], others: { y: 0, counter: 0 }, sent: 0, rescues: 0, wakes: 0 },
  };
}

function rootCall({ expiryFrom }: Configuration): Call {
  return { handler: "root", key: ROOT, argument: 0, expiry: expiryFrom === "client" ? LIFETIME : 0 };
}

/** @param isQuiet nothing is under way, so that a collector takes on whatever is open */
export function surroundings(configuration: Configuration, state: State, isQuiet: boolean): Step[] {
  const steps = [...collector(configuration, state, isQuiet), ...others(state)];
  // A client that has its answer does not ask again; a duplicate of what it asked may come at any time.
  const mayAsk = state.history.answers.length === 0 && mayComeUnfenced(configuration, state.era);
  const asked = mayAsk ? spend(state, "clientRetries") : undefined;
  if (asked) steps.push({ label: "the client asks again", state: send(asked, callMessage(rootCall(configuration))) });
  const later = state.history.expiry === undefined || state.era + 1 >= NOW.length ? undefined : spend(state, "jumps");
  if (later) {
    const label = state.era === 0 ? "the ID expires" : "the slack is over as well";
    steps.push({ label, state: jump(configuration, later) });
  }
  return steps;
}

function collector({ rules }: Configuration, state: State, isQuiet: boolean): Step[] {
  const steps = claims(state).flatMap(({ key, intent }) => {
    const claiming = isQuiet ? rescue(state) : spend(state, "claims");
    if (claiming === undefined) return [];
    const message = callMessage(unpackCall(intent.message), nameOf(key) === nameOf(RELAY));
    const label = `a collector claims ${nameOf(key)} and sends its call`;
    return [{ label, state: send(claim(rules, claiming, key), message) }];
  });
  const swept = sweep(rules, state);
  return swept === undefined ? steps : [...steps, { label: "a collector sweeps", state: swept }];
}

function rescue(state: State): State {
  const rescues = state.history.rescues + 1;
  if (rescues > RESCUES) return troubled(state, "collectors begin again and again and do not get it done");
  return { ...state, history: { ...state.history, rescues } };
}

/** Whether a call without an expiry may still come. */
function mayComeUnfenced({ expiryFrom }: Configuration, era: number): boolean {
  return era < 2 || expiryFrom !== "store";
}

function jump(configuration: Configuration, state: State): State {
  const era = state.era + 1;
  const after = forget({ ...state, era });
  if (mayComeUnfenced(configuration, era)) return after;
  const network = after.network.filter((message) => message.kind !== "call" || message.call.expiry !== 0);
  return { ...after, network, attempts: after.attempts.filter(({ expiry }) => expiry !== 0) };
}

/** Other invocations' commits, each of them whole. */
function others(state: State): Step[] {
  const steps: Step[] = [];
  const add = (what: keyof Budget, variable: Variable, label: string, counted?: "y" | "counter"): void => {
    const spent = spend(state, what);
    if (spent === undefined) return;
    const values = { ...state.values, [variable]: bytesOf(numberOf(state.values[variable]) + 1) };
    const before = state.history.others;
    const history = counted
      ? { ...state.history, others: { ...before, [counted]: before[counted] + 1 } }
      : state.history;
    steps.push({ label, state: { ...spent, values, history } });
  };
  add("writesToX", "x", "somebody else writes x");
  add("writesToY", "y", "somebody else increments y", "y");
  add("writesToCounter", "counter", "somebody else increments the counter", "counter");
  return steps;
}
