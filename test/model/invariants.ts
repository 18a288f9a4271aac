/**
 * What must hold in every state, and what must hold whenever everything has come to rest: nothing is under way, and
 * collectors find nothing to do. That they get there at all is checked by counting how often they begin again.
 */

import { hasExpired, isOpen } from "../../runtime/store/expiry.js";
import { isQuiet, nowOf, type State } from "./state.js";
import { nameOf, numberOf, ONEWAY, RELAY, ROOT } from "./values.js";
import { splitResult } from "./workflow.js";
import { claims, hasExpiredIntents } from "./store.js";

/** What is wrong with a state, in words; undefined if nothing is. */
export function violation(state: State): string | undefined {
  return state.history.trouble ?? checkAlways(state) ?? (isAtRest(state) ? checkAtRest(state) : undefined);
}

/** How often each effect took place, others' not counted. */
function effects({ values, history }: State): { callee: number; root: number; oneway: number } {
  return {
    callee: numberOf(values.y) - history.others.y,
    root: numberOf(values.counter) - history.others.counter,
    oneway: numberOf(values.z),
  };
}

function checkAlways(state: State): string | undefined {
  const { history, records, letters } = state;
  const { callee, root, oneway } = effects(state);
  const result = history.done[nameOf(ROOT)];
  const isDone = result !== undefined;
  for (const [who, count] of Object.entries({ callee, root, oneway }))
    if (count < 0 || count > 1) return `the effect of ${who} took place ${count} times`;
  if (isDone && callee !== 1) return "the root is done without the callee's effect";
  if (isDone && root !== 1) return "the root is done without its effect";
  if (oneway === 1 && !isDone) return "the oneway's effect took place though the root is not done";
  if (history.answers.some((answer) => answer !== result))
    return `a client saw ${history.answers.join(" and ")}, recorded is ${String(result)}`;
  if (result !== undefined && !isConsistent(result, history.done))
    return `the result ${result} does not follow from what the callee returned`;
  for (const name of history.opened) {
    const record = records[name];
    const isKept = (record !== undefined && isOpen(record)) || name in history.done || letters.includes(name);
    if (!isKept) return `the intent of ${name} vanished`;
  }
  if (new Set(letters).size !== letters.length) return "an intent became a dead letter twice";
  if (letters.some((name) => name in history.done)) return "a dead letter of what is done";
  if (letters.length > 0 && !hasExpired(history.expiry ?? 0, nowOf(state))) return "a dead letter before its time";
  for (const { key, parked, callbacks } of Object.values(records))
    if (parked?.some((step) => callbacks.has(step)) === true)
      return `${nameOf(key)} is parked for an answer that is there: nobody wakes it`;
  return undefined;
}

/** The root says that it saw x and got r: then the callee that x leads to must have returned r. */
function isConsistent(result: number, done: State["history"]["done"]): boolean {
  const { x, r } = splitResult(result);
  return Object.entries(done).some(
    ([name, value]) =>
      name.startsWith("B/") && value === r && (name === "B/callee" || name.startsWith(`B/callee ${x}`)),
  );
}

export function isAtRest(state: State): boolean {
  return isQuiet(state) && claims(state).length === 0 && !hasExpiredIntents(state);
}

function checkAtRest(state: State): string | undefined {
  const { history, letters } = state;
  const { callee, root, oneway } = effects(state);
  const isFinished = nameOf(ROOT) in history.done;
  const isLetter = (key: typeof ROOT): boolean => letters.includes(nameOf(key));
  if (callee === 1 && !isFinished && !isLetter(ROOT)) return "at rest, the root is begun and nobody finishes it";
  if (root === 1 && !isFinished) return "at rest, the root's effect is there without its result";
  if (isFinished && oneway !== 1 && !isLetter(ONEWAY) && !isLetter(RELAY))
    return "at rest, the oneway's effect is missing";
  return undefined;
}
