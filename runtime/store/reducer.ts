/**
 * What a commit does, as a pure function: the specification that every store implements, and the model that
 * simulations run. A store reads what `Before` asks for, calls `decide`, and writes what it says, all in one
 * transaction (E3).
 */

import { hasExpired } from "./expiry.js";
import {
  type Callback,
  type Commit,
  type InvocationKey,
  type InvocationRecord,
  type Outcome,
  type StateKey,
  StoreError,
} from "./store.js";

/** What the store holds when the commit arrives. Forgotten records (`isForgotten`) are left out. */
export interface Before {
  /** The record under the commit's key. */
  readonly record: InvocationRecord | undefined;
  /** The record under the key of the callback's caller; undefined as well when there is no callback. */
  readonly caller: InvocationRecord | undefined;
  readonly read: (key: StateKey) => Uint8Array | undefined;
}

/** What an applied commit writes, all of it or nothing. */
export interface Changes {
  readonly record: InvocationRecord;
  /** The caller's record with the callback in it; absent when there is nothing to deliver. */
  readonly caller?: InvocationRecord;
  /** In order: of two writes to one key the later one stays. */
  readonly writes: Commit["writes"];
}

/** The answer to a commit; `changes` is present exactly when the outcome is `applied`. */
export type Decision =
  | { readonly outcome: Extract<Outcome, { kind: "applied" }>; readonly changes: Changes }
  | { readonly outcome: Exclude<Outcome, { kind: "applied" }>; readonly changes?: undefined };

/**
 * Decides one commit. All checks precede all writes: what is refused changes nothing (E3).
 * @param now the store's clock, in milliseconds
 * @throws StoreError for a commit that no attempt can mean: its callback goes to itself
 */
export function decide(commit: Commit, before: Before, now: number): Decision {
  const outcome = refuse(commit, before, now);
  if (outcome !== undefined) return { outcome };
  const caller = commit.callback && deliver(commit.callback, commit.expiry, before.caller);
  const changes = { record: advance(commit, before.record), writes: commit.writes };
  return { outcome: { kind: "applied" }, changes: caller === undefined ? changes : { ...changes, caller } };
}

/** The checks, in the order of DESIGN §5; undefined when all of them pass. */
function refuse(commit: Commit, before: Before, now: number): Exclude<Outcome, { kind: "applied" }> | undefined {
  const { record, caller } = before;
  const { key, fingerprint, callback } = commit;
  if (callback !== undefined && isSame(callback.caller, key)) {
    throw new StoreError(`Invocation ${key.id} of ${key.partition} names itself as its caller. Nothing was written.`);
  }

  // E5: an expired ID is refused, whatever the record says, or a late duplicate could run again once it is dropped.
  if (hasExpired(commit.expiry, now) || hasExpired(record?.expiry ?? 0, now)) return { kind: "stale" };

  // E6 stands before `done`: the result of another call must never be handed out as the result of this one. A record
  // made by a callback alone has no fingerprint yet, and nothing to diverge from.
  if (record?.fingerprint !== undefined && record.fingerprint !== fingerprint) {
    return { kind: "diverged", recorded: record.fingerprint };
  }

  // E3: the first writer wins, and the loser gets the winner's result.
  if (record?.result !== undefined) return { kind: "done", result: record.result };

  // E6 in the caller: the step has been answered already, by another call than this one.
  const delivered = callback && caller?.callbacks.get(callback.step);
  if (delivered !== undefined && delivered.fingerprint !== callback?.fingerprint) {
    return { kind: "diverged", recorded: delivered.fingerprint };
  }

  // E4 needs no lease because of this: whoever has seen less of the log than there is must adopt it first.
  const logLength = record?.log.length ?? 0;
  if (record !== undefined && logLength > commit.logLength) return { kind: "behind", record };
  if (logLength < commit.logLength) return { kind: "regressed", logLength };

  const changed = commit.reads.find((seen) => !isEqual(seen.value, before.read(seen.key)));
  if (changed !== undefined) return { kind: "conflict", key: changed.key };
  return undefined;
}

/** The record after the commit. */
function advance(commit: Commit, record: InvocationRecord | undefined): InvocationRecord {
  const intent = record?.intent ?? commit.intent;
  return {
    key: commit.key,
    fingerprint: commit.fingerprint,
    // E5: the first expiry stands. A record that only callbacks have written takes that of its own first commit.
    expiry: record?.fingerprint === undefined ? commit.expiry : record.expiry,
    ...(intent && { intent }),
    log: [...(record?.log ?? []), ...commit.append],
    callbacks: record?.callbacks ?? new Map(),
    ...(commit.result && { result: commit.result }),
  };
}

/** The caller's record with the callback in it; undefined when it holds that step already: first writer wins (E3). */
function deliver(
  callback: Callback,
  expiry: number,
  caller: InvocationRecord | undefined,
): InvocationRecord | undefined {
  if (caller?.callbacks.has(callback.step) === true) return undefined;
  const { step, fingerprint, label, result } = callback;
  // A callee may finish before its caller has saved anything. Descendants inherit the expiry (E5), so it is the caller's.
  const record = caller ?? { key: callback.caller, expiry, log: [], callbacks: new Map() };
  return { ...record, callbacks: new Map([...record.callbacks, [step, { step, fingerprint, label, result }]]) };
}

/** An absent value equals only an absent one: empty is a value. */
function isEqual(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function isSame(a: InvocationKey, b: InvocationKey): boolean {
  return a.id === b.id && a.partition === b.partition;
}
