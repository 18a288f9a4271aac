/**
 * The store of the model: each operation is one atomic change of a state, decided by the very functions that the memory
 * store runs (runtime/store/reducer.ts, runtime/store/expiry.ts). What is NOT modelled: losing acknowledged writes, and a
 * clock that is set back.
 */

import { hasExpired, isForgotten, isOpen } from "../../runtime/store/expiry.js";
import { type Before, decideDelivery } from "../../runtime/store/reducer.js";
import type {
  Callback,
  Claim,
  Commit,
  DeliveryOutcome,
  InvocationKey,
  InvocationRecord,
  Outcome,
} from "../../runtime/store/store.js";
import type { Rules } from "./rules.js";
import { nowOf, type State } from "./state.js";
import { nameOf, numberOf, ROOT, variableOf } from "./values.js";

interface Answered<T> {
  readonly state: State;
  readonly outcome: T;
}

export function commit(rules: Rules, state: State, asked: Commit): Answered<Outcome> {
  const before: Before = {
    record: (key) => recall(state, key),
    value: (key) => state.values[variableOf(key)],
  };
  const { outcome, changes } = rules.decide(asked, before, nowOf(state));
  if (changes === undefined) return { state: rules.checksFirst ? state : write(state, asked.writes), outcome };
  const { record, caller, outbox, writes } = changes;
  let after = keep(write(state, writes), record, ...outbox, ...(caller === undefined ? [] : [caller]));
  if (record.result !== undefined && !rules.keepsRecords && asked.callback !== undefined) {
    const { [nameOf(record.key)]: _, ...others } = after.records;
    after = { ...after, records: others };
  }
  return { state: after, outcome };
}

/** The record, unless it is forgotten. */
export function recall(state: State, key: InvocationKey): InvocationRecord | undefined {
  const record = state.records[nameOf(key)];
  return record === undefined || isForgotten(record, nowOf(state)) ? undefined : record;
}

export function deliver(state: State, callback: Callback): Answered<DeliveryOutcome> {
  const { outcome, caller } = decideDelivery(callback, recall(state, callback.caller), nowOf(state));
  return { state: caller === undefined ? state : keep(state, caller), outcome };
}

/** The intents that a collector may take on. */
export function claims(state: State): Claim[] {
  const now = nowOf(state);
  return Object.values(state.records).flatMap((record) => {
    const { key, intent, expiry } = record;
    return intent === undefined || !isOpen(record) || hasExpired(expiry, now) ? [] : [{ key, intent }];
  });
}

/** What a claim leaves of the record. */
export function claim(rules: Rules, state: State, key: InvocationKey): State {
  const record = state.records[nameOf(key)];
  return record === undefined ? state : keep(state, rules.wakeUp(record));
}

/** Whether there is something to make a dead letter of. */
export function hasExpiredIntents(state: State): boolean {
  return Object.values(state.records).some((record) => isOpen(record) && hasExpired(record.expiry, nowOf(state)));
}

/** Makes dead letters of all that has expired unfinished; undefined if there is nothing. */
export function sweep(rules: Rules, state: State): State | undefined {
  const buried = Object.values(state.records).flatMap((record) => rules.bury(record, nowOf(state)) ?? []);
  if (buried.length === 0) return undefined;
  const letters = [...state.letters, ...buried.map(({ letter }) => nameOf(letter.key))].sort();
  return forget(keep({ ...state, letters }, ...buried.map(({ record }) => record)));
}

/** Drops the records whose time is over. */
export function forget(state: State): State {
  const now = nowOf(state);
  const kept = Object.entries(state.records).filter(([, record]) => !isForgotten(record, now));
  return { ...state, records: Object.fromEntries(kept) };
}

export function write(state: State, writes: Commit["writes"]): State {
  if (writes.length === 0) return state;
  const { expiry = 0 } = state.history;
  const late = hasExpired(expiry, nowOf(state)) ? { trouble: "an effect took place after the ID had expired" } : {};
  const values = writes.map(({ key, value }) => [variableOf(key), value] as const);
  return {
    ...state,
    values: { ...state.values, ...Object.fromEntries(values) },
    history: { ...state.history, ...late },
  };
}

/** Replaces records, and notes for the invariants what has been opened, minted and finished by that. */
function keep(state: State, ...records: readonly InvocationRecord[]): State {
  let { expiry, opened, done } = state.history;
  for (const record of records) {
    const name = nameOf(record.key);
    if (isOpen(record) && !opened.includes(name)) opened = [...opened, name].sort();
    if (record.result !== undefined && !(name in done)) done = { ...done, [name]: numberOf(record.result.body) };
    if (name === nameOf(ROOT) && record.fingerprint !== undefined) expiry ??= record.expiry;
  }
  const replaced = Object.fromEntries(records.map((record) => [nameOf(record.key), record]));
  return {
    ...state,
    records: { ...state.records, ...replaced },
    history: { ...state.history, expiry, opened, done },
  };
}
