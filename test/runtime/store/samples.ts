/** Commits to test stores with: every field has a default, so that a test names only what it is about. */

import type {
  Callback,
  Commit,
  InvocationKey,
  InvocationRecord,
  Outcome,
  RecordedResult,
  StateKey,
  Store,
} from "../../../runtime/store/store.js";

export const KEY: InvocationKey = { partition: "TextService", id: "1" };

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
  const caller = { partition: "ComposeService", id: "0" };
  return { caller, step: "1", fingerprint: "c", label: "call", result: reply(1), ...fields };
}

export function intent(...message: number[]) {
  return { function: "text-service", message: bytes(...message) };
}

export function entry(step: string, value?: Uint8Array) {
  return { step, fingerprint: `f${step}`, label: `read ${step}`, ...(value && { value }) };
}

/** A commit that must be applied, for setting a scene. */
export async function apply(store: Store, fields: Partial<Commit>): Promise<void> {
  const outcome: Outcome = await store.commit(commit(fields));
  if (outcome.kind !== "applied") throw new Error(`the scene was not set: ${JSON.stringify(outcome)}`);
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** Everything in the store that a test may have put there: compare before and after to see that nothing changed. */
export async function dump(store: Store): Promise<{ records: InvocationRecord[]; state: unknown[] }> {
  const partitions = ["TextService", "ComposeService"];
  const records = await Promise.all(partitions.map((partition) => collect(store.scanInvocations(partition))));
  const state = await Promise.all(partitions.map((partition) => collect(store.scan(partition, "urls"))));
  return { records: records.flat(), state: state.flat() };
}
