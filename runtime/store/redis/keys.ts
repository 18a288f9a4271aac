/**
 * What things are called in Redis. On a cluster a service's records and state share one hash slot, because the keys of
 * one partition share a hash tag; what is in braces in a key is its hash tag.
 */

import type { InvocationKey, StateKey } from "../store.js";
import { decodeString, encodeString } from "./bytes.js";

const PREFIX = "thrift-faas:";

/** 32 random bytes that are made once. */
export const SECRET = `${PREFIX}secret`;

/** On a cluster, the set of partitions that may hold intents: nobody could find them otherwise. */
export const PARTITIONS = `${PREFIX}partitions`;

/** Never holds anything: what a user may do is tried out on it. */
export const NOTHING = `${PREFIX}nothing`;

/** A hash: one invocation. */
export function recordKey({ partition, id }: InvocationKey): Buffer {
  return Buffer.concat([recordPrefix(partition), encodeString(id)]);
}

/** What the keys of a partition's records begin with, and no others. */
export function recordPrefix(partition: string): Buffer {
  return Buffer.concat([encodeString(`${PREFIX}${tag(partition)}:record:`)]);
}

/** A hash: one collection of a partition's state, a field per key. */
export function collectionKey({ partition, collection }: Pick<StateKey, "partition" | "collection">): Buffer {
  return encodeString(`${PREFIX}${tag(partition)}:state:${collection}`);
}

/** Where the intents of those partitions are listed that join each other. */
export interface IntentLists {
  /** A sorted set of `intentMember`s by the time when an attempt last committed or a collector claimed them. */
  readonly touched: Buffer;
  /** The same members by expiry. */
  readonly expiries: Buffer;
  /** A sorted set by expiry: an `intentMember` followed by the intent, and by the expiry, which tells two of one ID apart. */
  readonly deadLetters: Buffer;
}

/** @param partition undefined where everything is one partition */
export function intentLists(partition: string | undefined): IntentLists {
  const prefix = partition === undefined ? PREFIX : `${PREFIX}${tag(partition)}:`;
  const named = (name: string): Buffer => encodeString(prefix + name);
  return { touched: named("open-intents"), expiries: named("open-expiries"), deadLetters: named("dead-letters") };
}

/** What stands for an invocation in a list of intents. Sorts as [partition, id] does, element by element. */
export function intentMember({ partition, id }: InvocationKey): Buffer {
  // Each ends in two NULs; a NUL inside is followed by the highest byte, so that no name runs into the next.
  const bytes = [partition, id].map(
    (text) => encodeString(text).toString("latin1").replaceAll("\0", "\0\xff") + "\0\0",
  );
  return Buffer.from(bytes.join(""), "latin1");
}

/** The invocation that a member, or what begins with one, stands for; and what follows it. */
export function parseIntentMember(bytes: Buffer): { readonly key: InvocationKey; readonly rest: Buffer } {
  const parts = /^((?:[^\0]|\0\xff)*)\0\0((?:[^\0]|\0\xff)*)\0\0/.exec(bytes.toString("latin1"));
  const [all = "", partition = "", id = ""] = parts ?? [];
  const decode = (text: string): string => decodeString(Buffer.from(text.replaceAll("\0\xff", "\0"), "latin1"));
  return { key: { partition: decode(partition), id: decode(id) }, rest: bytes.subarray(all.length) };
}

/** Redis takes what is between the first braces, unless that is nothing; no two partitions share it. */
function tag(partition: string): string {
  return `{${partition === "" ? "%" : partition.replaceAll("%", "%25").replaceAll("}", "%7D")}}`;
}
