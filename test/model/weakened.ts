/**
 * Protocols that lack one rule each, with the smallest budget that shows why the rule is there. Each wraps or replaces
 * what the full one does; the runtime stays as it is. A model that does not find these proves nothing about the full one.
 */

import { bury, decide } from "../../runtime/store/reducer.js";
import { type Configuration, configure, FULL, type Rules } from "./rules.js";
import type { Budget } from "./state.js";

export interface Weakened {
  readonly configuration: Configuration;
  /** What the shortest trace must end in. */
  readonly violation: RegExp;
}

function weaken(
  name: string,
  violation: RegExp,
  rules: Partial<Rules>,
  budget: Partial<Budget>,
  others: Partial<Pick<Configuration, "partitions" | "expiryFrom" | "xChooses">> = {},
): Weakened {
  return { configuration: configure(name, budget, { ...others, rules: { ...FULL, ...rules } }), violation };
}

/** A store that never looks at the clock before it commits. */
const withoutFence: typeof decide = (commit, before) => decide(commit, before, 0);

/** A store that checks everything but what was read. */
const withoutReadCheck: typeof decide = (commit, before, now) => decide({ ...commit, reads: [] }, before, now);

/** A store that lets everybody write a result. */
const withoutFirstWriter: typeof decide = (commit, before, now) => {
  const record: typeof before.record = (key) => {
    const { result: _, ...open } = before.record(key) ?? {};
    return "key" in open ? open : undefined;
  };
  return decide(commit, { ...before, record }, now);
};

/** A store that appends to a log whoever asks, however little of it they know. */
const withoutBehind: typeof decide = (commit, before, now) => {
  const logLength = before.record(commit.key)?.log.length ?? 0;
  return decide({ ...commit, logLength: Math.max(logLength, commit.logLength) }, before, now);
};

/** A store that parks without looking whether the answer is there. */
const withoutParkCheck: typeof decide = ({ parked, ...commit }, before, now) => {
  const decision = decide(commit, before, now);
  if (decision.changes === undefined || parked === undefined) return decision;
  return { ...decision, changes: { ...decision.changes, record: { ...decision.changes.record, parked } } };
};

/** A collector that drops what has expired, finished or not. */
const withoutLetters: typeof bury = (record, now) => {
  const buried = bury(record, now);
  return buried && { ...buried, letter: { ...buried.letter, key: { partition: "nowhere", id: "" } } };
};

/** A collector that makes dead letters of what could still be finished. */
const withHaste: typeof bury = (record) => bury(record, Infinity);

/** A collector that does not look whether an intent is finished. */
const withoutLooking: typeof bury = (record, now) => {
  const { result: _, ...open } = record;
  return bury(open, now);
};

/** A collector that leaves the intent where it was. */
const withoutBurial: typeof bury = (record, now) => {
  const buried = bury(record, now);
  return buried && { ...buried, record };
};

export const WEAKENED: readonly Weakened[] = [
  weaken("no flush before the call", /nobody finishes it/, { flush: "nothing" }, { crashes: 1 }),
  weaken(
    "only the intent is flushed before the call",
    /effect of callee took place 2 times/,
    { flush: "intent" },
    { duplicates: 1, writesToX: 1 },
    { partitions: "apart" },
  ),
  weaken(
    "only the intent is flushed, and every x leads to the same callee",
    /callee was refused as diverged/,
    { flush: "intent" },
    { duplicates: 1, writesToX: 1 },
    { xChooses: "argument" },
  ),
  weaken(
    "only the intent is flushed, and a replay compares nothing",
    /does not follow from/,
    { flush: "intent", compares: false },
    { crashes: 1, writesToX: 1 },
  ),
  weaken(
    "only the intent is flushed, and a replay compares",
    /replay of root diverged/,
    { flush: "intent" },
    { crashes: 1, writesToX: 1 },
  ),
  weaken("no intent before the call", /nobody finishes it/, { savesIntent: false }, { crashes: 1 }),
  weaken(
    "effect and record in two operations",
    /effect of callee took place 2 times/,
    { twoCommits: ["callee"] },
    { crashes: 1 },
  ),
  weaken(
    "effect and record of the root in two operations",
    /root's effect is there without its result/,
    { twoCommits: ["root"] },
    { crashes: 1, jumps: 1 },
  ),
  weaken(
    "effect and record of the oneway in two operations",
    /effect of oneway took place 2 times/,
    { twoCommits: ["oneway"] },
    { crashes: 1 },
  ),
  weaken("the reply leaves before the commit", /client saw 11/, { repliesLast: false }, { writesToCounter: 1 }),
  weaken("writes before checks", /took place 2 times/, { checksFirst: false }, { duplicates: 1 }),
  weaken("random callee IDs that are not logged", /callee took place 2 times/, { stableIds: false }, { duplicates: 1 }),
  weaken("no fence", /after the ID had expired/, { decide: withoutFence }, { duplicates: 1, jumps: 2 }),
  weaken(
    "a fence that a plain client's late message does not know",
    /after the ID had expired/,
    {},
    { duplicates: 1, jumps: 2 },
    { expiryFrom: "store, unfenced" },
  ),
  weaken(
    "a callee deletes its record when it is done",
    /callee took place 2 times/,
    { keepsRecords: false },
    { duplicates: 1 },
  ),
  weaken(
    "look for the answer, then park",
    /parked for an answer that is there/,
    { parksAtomically: false, decide: withoutParkCheck },
    { parks: 1 },
  ),
  weaken(
    "collectors leave parked records parked",
    /do not get it done/,
    { wakeUp: (record) => record },
    { parks: 1, losses: 1 },
  ),
  weaken("the oneway leaves before the commit", /though the root is not done/, { outbox: "before" }, {}),
  weaken("the oneway leaves after the commit", /oneway's effect is missing/, { outbox: "after" }, { crashes: 1 }),
  weaken("reads are not checked", /without the callee's effect/, { decide: withoutReadCheck }, { writesToY: 1 }),
  weaken(
    "the root's reads are not checked",
    /root is done without its effect/,
    { decide: withoutReadCheck },
    { writesToCounter: 1 },
  ),
  weaken("the last writer wins", /took place 2 times/, { decide: withoutFirstWriter }, { duplicates: 1 }),
  weaken(
    "a log that anybody appends to",
    /callee was refused as diverged/,
    { decide: withoutBehind },
    { duplicates: 1, writesToX: 1 },
  ),
  weaken("dead letters before their time", /before its time/, { bury: withHaste }, {}),
  weaken("dead letters of what is done", /letter of what is done/, { bury: withoutLooking }, { jumps: 1 }),
  weaken("intents that are buried and stay open", /dead letter twice/, { bury: withoutBurial }, { jumps: 1 }),
  weaken("expired intents vanish", /vanished/, { bury: withoutLetters }, { crashes: 1, jumps: 1 }),
];
