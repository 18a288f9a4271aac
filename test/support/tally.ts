/** The one place where tests of the protocol touch a service's state: named numbers. */

import type { Invocation } from "../../runtime/invocation/invocation.js";
import type { StateKey, Store } from "../../runtime/store/store.js";
import { readNumber, testMap, writeNumber } from "./test-state.js";

const COLLECTION = "tally";

/** 0 if nothing was put there. */
export async function getTally(invocation: Invocation, name: string): Promise<number> {
  return Number((await testMap(invocation, COLLECTION).get(name))?.user_id ?? 0n);
}

export function putTally(invocation: Invocation, name: string, value: number): Promise<void> {
  return testMap(invocation, COLLECTION).put(name, { user_id: BigInt(value), username: "" });
}

/** What every effect of the tests is made of: once too often, and the number is too high. */
export async function addTally(invocation: Invocation, name: string): Promise<number> {
  const value = (await getTally(invocation, name)) + 1;
  await putTally(invocation, name, value);
  return value;
}

/** As the store has it. */
export async function storedTally(store: Store, partition: string, name: string): Promise<number> {
  return Number((await readNumber(store, at(partition, name))) ?? 0n);
}

/** Changes it behind everybody's back. */
export function setTally(store: Store, partition: string, name: string, value: number): Promise<void> {
  return writeNumber(store, at(partition, name), BigInt(value));
}

function at(partition: string, key: string): StateKey {
  return { partition, collection: COLLECTION, key };
}
