/** The one place where tests of the protocol touch a service's state: named numbers. */

import type { Invocation } from "../../runtime/invocation/invocation.js";
import { decodeState, encodeState } from "../../runtime/invocation/state-codec.js";
import type { StateKey, Store } from "../../runtime/store/store.js";
import { UserMentionCodec } from "../golden/social_network/gen/social_network/codecs.js";

const COLLECTION = "tally";

/** 0 if nothing was put there. */
export async function getTally(invocation: Invocation, name: string): Promise<number> {
  return Number((await invocation.map(COLLECTION, UserMentionCodec).get(name))?.user_id ?? 0n);
}

export function putTally(invocation: Invocation, name: string, value: number): Promise<void> {
  return invocation.map(COLLECTION, UserMentionCodec).put(name, { user_id: BigInt(value), username: "" });
}

/** What every effect of the tests is made of: once too often, and the number is too high. */
export async function addTally(invocation: Invocation, name: string): Promise<number> {
  const value = (await getTally(invocation, name)) + 1;
  await putTally(invocation, name, value);
  return value;
}

/** As the store has it. */
export async function storedTally(store: Store, partition: string, name: string): Promise<number> {
  const [bytes] = await store.read([at(partition, name)]);
  return bytes === undefined ? 0 : Number(decodeState(UserMentionCodec, bytes).user_id);
}

/** Changes it behind everybody's back. */
export function setTally(store: Store, partition: string, name: string, value: number): Promise<void> {
  return store.writeUnguarded(
    at(partition, name),
    encodeState(UserMentionCodec, { user_id: BigInt(value), username: "" }),
  );
}

function at(partition: string, key: string): StateKey {
  return { partition, collection: COLLECTION, key };
}
