/**
 * What the store's operations do, as pure functions: the specification that every store implements, and the model
 * that simulations run. A store reads what `Before` asks for, calls one of these, and writes what it says, all in one
 * transaction (E3).
 */

import { hasExpired, isOpen, LIFETIME } from "./expiry.js";
import {
  type Applied,
  type Callback,
  type Commit,
  type DeadLetter,
  type DeliveryOutcome,
  type InvocationKey,
  type InvocationRecord,
  type Intent,
  type Outcome,
  type StateKey,
  StoreError,
} from "./store.js";

/** What the store holds when the operation arrives. Forgotten records (`isForgotten`) are left out. */
export interface Before {
  readonly record: (key: InvocationKey) => InvocationRecord | undefined;
  readonly value: (key: StateKey) => Uint8Array | undefined;
}

/** What an applied commit writes, all of it or nothing. */
export interface Changes {
  readonly record: InvocationRecord;
  /** The caller's record with the callback in it; absent when there is nothing to deliver. */
  readonly caller?: InvocationRecord | undefined;
  /** New records, of the messages in the outbox. */
  readonly outbox: readonly InvocationRecord[];
  /** In order: of two writes to one key the later one stays. */
  readonly writes: Commit["writes"];
}

/** The answer to a commit; `changes` is present exactly when the outcome is `applied`. */
export type Decision =
  | { readonly outcome: Applied; readonly changes: Changes }
  | { readonly outcome: Exclude<Outcome, Applied>; readonly changes?: undefined };

/**
 * Decides one commit. All checks precede all writes: what is refused changes nothing (E3).
 * @param now the store's clock, in milliseconds
 * @throws StoreError for a commit that no attempt can mean: it names one record twice
 */
export function decide(commit: Commit, before: Before, now: number): Decision {
  assertDistinct(commit);
  const record = before.record(commit.key);
  const caller = commit.callback && before.record(commit.callback.caller);
  const outcome = refuse(commit, record, caller, before, now);
  if (outcome !== undefined) return { outcome };
  const advanced = advance(commit, record, now);
  const delivery = commit.callback && deliver(commit.callback, caller);
  const outbox = (commit.outbox ?? [])
    .filter(({ key }) => before.record(key) === undefined)
    .map(({ key, intent }) => ({ key, expiry: advanced.expiry, intent, log: [], callbacks: new Map() }));
  return {
    outcome: { kind: "applied", expiry: advanced.expiry, ...(delivery?.wake && { wake: delivery.wake }) },
    changes: { record: advanced, caller: delivery?.caller, outbox, writes: commit.writes },
  };
}

/** Decides a callback that comes on its own; `caller` is present when the caller's record changes. */
export function decideDelivery(
  callback: Callback,
  caller: InvocationRecord | undefined,
  now: number,
): { readonly outcome: DeliveryOutcome; readonly caller?: InvocationRecord | undefined } {
  // E5: a late callback would make a record again of which nobody knows any more that it was done.
  if (hasExpired(callback.expiry, now) || hasExpired(caller?.expiry ?? 0, now)) return { outcome: { kind: "stale" } };
  const other = answeredByAnother(callback, caller);
  if (other !== undefined) return { outcome: { kind: "diverged", recorded: other } };
  const delivery = deliver(callback, caller);
  return { outcome: { kind: "applied", ...(delivery?.wake && { wake: delivery.wake }) }, caller: delivery?.caller };
}

/** What `claim` leaves of an open record: one that a collector runs again does not wait for a callback any more. */
export function wakeUp(record: InvocationRecord): InvocationRecord {
  const { parked: _, ...awake } = record;
  return awake;
}

/** The dead letter of an open record whose ID has expired, and what is left of the record; undefined if it is neither. */
export function bury(
  record: InvocationRecord,
  now: number,
): { readonly letter: DeadLetter; readonly record: InvocationRecord } | undefined {
  const { intent, ...rest } = record;
  if (intent === undefined || !isOpen(record) || !hasExpired(record.expiry, now)) return undefined;
  return { letter: { key: record.key, intent, expiry: record.expiry }, record: rest };
}

/** All records that a commit writes are different ones: of two writes to one, either would undo the other. */
export function assertDistinct({ key, callback, outbox = [] }: Commit): void {
  if (callback !== undefined && isSame(callback.caller, key)) {
    throw new StoreError(`Invocation ${key.id} of ${key.partition} names itself as its caller. Nothing was written.`);
  }
  const others = [key, ...(callback === undefined ? [] : [callback.caller]), ...outbox.map((entry) => entry.key)];
  const twice = others.find((one, i) => others.slice(0, i).some((other) => isSame(one, other)));
  if (twice === undefined) return;
  throw new StoreError(`A commit names invocation ${twice.id} of ${twice.partition} twice. Nothing was written.`);
}

/** The checks, in the order of DESIGN §5; undefined when all of them pass. */
function refuse(
  commit: Commit,
  record: InvocationRecord | undefined,
  caller: InvocationRecord | undefined,
  before: Before,
  now: number,
): Exclude<Outcome, Applied> | undefined {
  const { fingerprint, callback } = commit;

  // E5: an expired ID is refused, whatever the record says, or a late duplicate could run again once it is dropped. The
  // caller's counts as well: it and its callee expire together, and by no route a late callback changes anything.
  const expiries = [commit.expiry, record?.expiry ?? 0, callback?.expiry ?? 0, caller?.expiry ?? 0];
  if (expiries.some((expiry) => hasExpired(expiry, now))) return { kind: "stale" };

  // E6 stands before `done`: the result of another call must never be handed out as the result of this one. A record
  // made by a callback or an outbox has no fingerprint yet, and nothing to diverge from.
  if (record?.fingerprint !== undefined && record.fingerprint !== fingerprint) {
    return { kind: "diverged", recorded: record.fingerprint };
  }

  // E3: the first writer wins, and the loser gets the winner's result.
  if (record?.result !== undefined) return { kind: "done", result: record.result };

  // E6 in the caller: the step has been answered already, by another call than this one.
  const other = callback && answeredByAnother(callback, caller);
  if (other !== undefined) return { kind: "diverged", recorded: other };

  // E4 needs no lease because of this: whoever has seen less of the log than there is must adopt it first.
  const logLength = record?.log.length ?? 0;
  if (record !== undefined && logLength > commit.logLength) return { kind: "behind", record };
  if (logLength < commit.logLength) return { kind: "regressed", logLength };

  // Parking and looking for the answer are one operation: an answer between the two would wake nobody.
  if (record !== undefined && commit.parked?.some((step) => record.callbacks.has(step)) === true) {
    return { kind: "behind", record };
  }

  const changed = commit.reads.find((seen) => !isEqual(seen.value, before.value(seen.key)));
  if (changed !== undefined) return { kind: "conflict", key: changed.key };
  return undefined;
}

/** The record after the commit. */
function advance(commit: Commit, record: InvocationRecord | undefined, now: number): InvocationRecord {
  const intent = record?.intent ?? commit.intent;
  return {
    key: commit.key,
    fingerprint: commit.fingerprint,
    // E5: the first expiry stands. A record that only others have written takes that of its own first commit.
    expiry: record?.fingerprint === undefined ? commit.expiry || now + LIFETIME : record.expiry,
    ...(intent && { intent }),
    log: [...(record?.log ?? []), ...commit.append],
    callbacks: record?.callbacks ?? new Map(),
    ...(commit.parked && { parked: commit.parked }),
    ...(commit.result && { result: commit.result }),
  };
}

/**
 * The caller's record with the callback in it, and whom that wakes; undefined when nothing changes, because the caller
 * holds that step already (E3: the first writer wins) or is done.
 */
function deliver(
  callback: Callback,
  caller: InvocationRecord | undefined,
): { readonly caller: InvocationRecord; readonly wake?: Intent | undefined } | undefined {
  if (caller?.callbacks.has(callback.step) === true || caller?.result !== undefined) return undefined;
  const { step, fingerprint, label, result } = callback;
  // A callee may finish before its caller has saved anything. Descendants inherit the expiry (E5), so it is the caller's.
  const record: InvocationRecord = caller ?? {
    key: callback.caller,
    expiry: callback.expiry,
    log: [],
    callbacks: new Map(),
  };
  const answered = {
    ...record,
    callbacks: new Map([...record.callbacks, [step, { step, fingerprint, label, result }]]),
  };
  if (record.parked?.includes(step) !== true) return { caller: answered };
  return { caller: wakeUp(answered), wake: record.intent };
}

/** The fingerprint of the call that has answered the callback's step, if that is another one (E6). */
function answeredByAnother(callback: Callback, caller: InvocationRecord | undefined): string | undefined {
  const delivered = caller?.callbacks.get(callback.step);
  return delivered?.fingerprint === callback.fingerprint ? undefined : delivered?.fingerprint;
}

/** An absent value equals only an absent one: empty is a value. */
function isEqual(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function isSame(a: InvocationKey, b: InvocationKey): boolean {
  return a.id === b.id && a.partition === b.partition;
}
