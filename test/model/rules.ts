/**
 * The protocol's rules that a weakened form can switch off (DESIGN §5), and what a run of the model is made of. With
 * `FULL` the model's store is the reducer as it is.
 */

import { bury, decide, wakeUp } from "../../runtime/store/reducer.js";
import type { Budget } from "./state.js";
import type { Call } from "./values.js";

export interface Rules {
  readonly decide: typeof decide;
  readonly bury: typeof bury;
  readonly wakeUp: typeof wakeUp;
  /** E2: `all`: intent and inputs are durable before a call leaves. `intent`: only the intent is. */
  readonly flush: "all" | "intent" | "nothing";
  /** E9: a root leaves an intent behind before anything else leaves. */
  readonly savesIntent: boolean;
  /** E3: effects and result are one operation; not so for these handlers. */
  readonly twoCommits: readonly Call["handler"][];
  /** E2: the reply leaves after the commit. */
  readonly repliesLast: boolean;
  /** E3: all checks precede all writes. */
  readonly checksFirst: boolean;
  /** E1: every attempt chooses the same ID for its callee. */
  readonly stableIds: boolean;
  /** E5: a record is kept until expiry and slack, however early it is done. */
  readonly keepsRecords: boolean;
  /** E6: a replay is compared with the record. */
  readonly compares: boolean;
  /** Parking and looking for the answer are one operation. */
  readonly parksAtomically: boolean;
  /** A oneway's message leaves with the result's commit, or before it, or after it. */
  readonly outbox: "commit" | "before" | "after";
}

export const FULL: Rules = {
  decide,
  bury,
  wakeUp,
  flush: "all",
  savesIntent: true,
  twoCommits: [],
  repliesLast: true,
  checksFirst: true,
  stableIds: true,
  keepsRecords: true,
  compares: true,
  parksAtomically: true,
  outbox: "commit",
};

export interface Configuration {
  readonly name: string;
  readonly rules: Rules;
  /** `joined`: a commit reaches all partitions. `apart`: callbacks and oneways cross from one to another on their own. */
  readonly partitions: "joined" | "apart";
  /** What x decides: the argument of the one callee, or which of two callees is called. */
  readonly xChooses: "argument" | "callee";
  /**
   * Who mints the root's expiry (E5). Where the store does (for a plain Thrift client), a message or an attempt that has
   * not heard of it yet is assumed not to outlive expiry and slack; `store, unfenced` does not assume that.
   */
  readonly expiryFrom: "client" | "store" | "store, unfenced";
  readonly budget: Budget;
}

const NOTHING: Budget = {
  crashes: 0,
  duplicates: 0,
  losses: 0,
  clientRetries: 0,
  callRetries: 0,
  claims: 0,
  parks: 0,
  resends: 0,
  jumps: 0,
  writesToX: 0,
  writesToY: 0,
  writesToCounter: 0,
};

/** A configuration of the full protocol; what `budget` does not name does not happen. */
export function configure(
  name: string,
  budget: Partial<Budget>,
  others: Partial<Omit<Configuration, "name" | "budget">> = {},
): Configuration {
  return {
    name,
    rules: FULL,
    partitions: "joined",
    xChooses: "callee",
    expiryFrom: "client",
    ...others,
    budget: { ...NOTHING, ...budget },
  };
}
