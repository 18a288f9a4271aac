/** Commits to test stores with: every field has a default, so that a test names only what it is about. */

import { LIFETIME } from "../../../runtime/store/expiry.js";
import type {
  Callback,
  Commit,
  DeadLetter,
  Intent,
  InvocationKey,
  InvocationRecord,
  LogEntry,
  Outcome,
  RecordedResult,
  StateKey,
  Store,
} from "../../../runtime/store/store.js";

export const KEY: InvocationKey = { partition: "TextService", id: "1" };

/** In the partition of `KEY`, so that a commit reaches it on every store. */
export const CALLER: InvocationKey = { partition: "TextService", id: "caller" };

/** What an ID is worth that is not about to expire. */
const LATER = Date.now() + LIFETIME;

export function bytes(...values: number[]): Uint8Array {
  return Uint8Array.from(values);
}

export function reply(...values: number[]): RecordedResult {
  return { kind: "reply", body: bytes(...values) };
}

export function stateKey(key: string, collection = "urls", partition = "TextService"): StateKey {
  return { partition, collection, key };
}

export function commit(fields: Partial<Commit> = {}): Commit {
  return { key: KEY, fingerprint: "f", expiry: 0, logLength: 0, append: [], reads: [], writes: [], ...fields };
}

export function callback(fields: Partial<Callback> = {}): Callback {
  return {
    caller: CALLER,
    expiry: LATER,
    step: "1",
    fingerprint: "c",
    label: "call",
    result: reply(1),
    ...fields,
  };
}

export function intent(...message: number[]): Intent {
  return { function: "text-service", message: bytes(...message) };
}

export function entry(step: string, value?: Uint8Array): LogEntry {
  return { step, fingerprint: `f${step}`, label: `read ${step}`, ...(value && { value }) };
}

/** A commit that must be applied, for setting a scene. Returns the record's expiry. */
export async function apply(store: Store, fields: Partial<Commit>): Promise<number> {
  const outcome: Outcome = await store.commit(commit(fields));
  if (outcome.kind !== "applied") throw new Error(`the scene was not set: ${JSON.stringify(outcome)}`);
  return outcome.expiry;
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

export interface Dump {
  readonly records: readonly InvocationRecord[];
  readonly state: readonly unknown[];
  readonly deadLetters: readonly DeadLetter[];
}

/** Everything in the store that a test may have put there: compare before and after to see that nothing changed. */
export async function dump(store: Store): Promise<Dump> {
  const partitions = ["TextService", "ComposeService"];
  const records = await Promise.all(partitions.map((partition) => collect(store.scanInvocations(partition))));
  const state = await Promise.all(partitions.map((partition) => collect(store.scan(partition, "urls"))));
  return { records: records.flat(), state: state.flat(), deadLetters: await collect(store.deadLetters()) };
}

/** What an operation that must fail rejects with. */
export async function failureOf(operation: Promise<unknown>): Promise<unknown> {
  try {
    await operation;
  } catch (reason) {
    return reason;
  }
  throw new Error("it did not fail");
}
