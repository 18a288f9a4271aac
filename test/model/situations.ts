/**
 * Situations that the model must be able to get into, without help where none is needed: invariants that hold because
 * nothing ever happens would prove nothing.
 */

import { type Configuration, configure } from "./rules.js";
import { isQuiet, type State } from "./state.js";
import { nameOf, numberOf, ONEWAY, RELAY, ROOT } from "./values.js";

export interface Situation {
  readonly configuration: Configuration;
  readonly isReached: (state: State) => boolean;
}

const apart = { partitions: "apart" } as const;

function isDone({ history }: State): boolean {
  return nameOf(ROOT) in history.done && history.answers.length === 1;
}

/** Root and oneway have had their effects, and nobody had to begin again. */
function isAllDone(state: State): boolean {
  return isDone(state) && numberOf(state.values.z) === 1 && state.history.rescues === 0;
}

export const SITUATIONS: readonly Situation[] = [
  { configuration: configure("all is done at once", {}), isReached: isAllDone },
  { configuration: configure("all is done at once, partitions apart", {}, apart), isReached: isAllDone },
  {
    configuration: configure("the relay's intent is closed by the answer", {}, apart),
    isReached: (state) => isAllDone(state) && nameOf(RELAY) in state.history.done,
  },
  {
    configuration: configure("a parked root is woken by its callee", { parks: 1 }),
    isReached: (state) => isDone(state) && state.history.wakes === 1 && state.history.rescues === 0,
  },
  {
    configuration: configure("a parked root is woken by a callback of its own", { parks: 1 }, apart),
    isReached: (state) => isDone(state) && state.history.wakes === 1 && state.history.rescues === 0,
  },
  {
    configuration: configure("a collector finishes what crashed before its commit", { crashes: 1 }),
    isReached: (state) => isDone(state) && state.left.crashes === 0 && state.history.rescues === 1,
  },
  {
    configuration: configure("a crash between a flush and the call", { crashes: 1 }),
    isReached: (state) => isQuiet(state) && state.records[nameOf(ROOT)]?.callbacks.size === 0,
  },
  {
    configuration: configure("a collector delivers a oneway whose message was lost", { losses: 1 }),
    isReached: (state) => isDone(state) && numberOf(state.values.z) === 1 && state.history.rescues === 1,
  },
  {
    configuration: configure("two attempts of the root at once", { duplicates: 1 }),
    isReached: ({ attempts }) => attempts.filter(({ phase }) => phase === "wait").length === 2,
  },
  {
    configuration: configure("both callees' turn has come, one is called", { duplicates: 1, writesToX: 1 }),
    isReached: (state) => isAllDone(state) && numberOf(state.values.x) === 1 && "B/callee 1" in state.history.done,
  },
  {
    configuration: configure("a dead letter half way", { jumps: 1 }),
    isReached: ({ letters, values }) => letters.includes(nameOf(ROOT)) && numberOf(values.y) === 1,
  },
  {
    configuration: configure("a dead letter of the oneway", { jumps: 1 }),
    isReached: (state) => isDone(state) && state.letters.includes(nameOf(ONEWAY)),
  },
  {
    configuration: configure("a duplicate that arrives when all is forgotten", { duplicates: 1, jumps: 2 }),
    isReached: (state) => isAllDone(state) && Object.keys(state.records).length === 0 && state.network.length > 0,
  },
  {
    configuration: configure("every fault in one run", { crashes: 1, duplicates: 1, losses: 1, parks: 1, resends: 1 }),
    isReached: (state) => isDone(state) && Object.values(state.left).every((count) => count === 0),
  },
];
