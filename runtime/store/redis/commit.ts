/** A commit as KEYS and ARGV of commit.lua, and the script's answer as an outcome. */

import { EXPIRY_SLACK, LIFETIME } from "../expiry.js";
import type { Commit, Intent, Outcome, StateKey } from "../store.js";
import { decodeString, encodeString } from "./bytes.js";
import { collectionKey, intentMember, recordKey, type IntentLists } from "./keys.js";
import {
  packCallback,
  packEntry,
  packIntent,
  packResult,
  packSteps,
  restoreRecord,
  unpackIntent,
  unpackResult,
  type FlatHash,
} from "./record.js";

type Argument = string | number | Buffer | Uint8Array;

/** @param now the store's clock, or empty for that of Redis */
export function describeCommit(
  commit: Commit,
  { touched, expiries }: IntentLists,
  now: string,
): { readonly keys: readonly Buffer[]; readonly args: readonly Argument[] } {
  const { key, callback, append, reads, writes, outbox = [] } = commit;
  const keys = [recordKey(key), touched, expiries];
  const placeOf = placesIn(keys);
  const value = (one: { readonly key: StateKey; readonly value: Uint8Array | undefined }): Argument[] => [
    placeOf(collectionKey(one.key)),
    encodeString(one.key.key),
    one.value === undefined ? "0" : "1",
    one.value ?? "",
  ];
  const args: Argument[] = [
    now,
    LIFETIME,
    EXPIRY_SLACK,
    intentMember(key),
    encodeString(commit.fingerprint),
    commit.expiry,
    commit.logLength,
    commit.intent === undefined ? "" : packIntent(commit.intent),
    commit.result === undefined ? "" : packResult(commit.result),
    commit.parked === undefined ? "" : packSteps(commit.parked),
    callback === undefined ? 0 : placeOf(recordKey(callback.caller)),
    encodeString(callback?.step ?? ""),
    encodeString(callback?.fingerprint ?? ""),
    callback?.expiry ?? 0,
    callback === undefined ? "" : packCallback(callback),
    append.length,
    reads.length,
    writes.length,
    outbox.length,
    ...append.map(packEntry),
    ...reads.flatMap(value),
    ...writes.flatMap(value),
    ...outbox.flatMap((entry) => [placeOf(recordKey(entry.key)), intentMember(entry.key), packIntent(entry.intent)]),
  ];
  return { keys, args };
}

/** Gives each key a place in the list, from 1 as Lua counts, and adds it when it is new. */
export function placesIn(keys: Buffer[]): (key: Buffer) => number {
  const places = new Map(keys.map((key, i) => [key.toString("latin1"), i + 1]));
  return (key) => {
    const name = key.toString("latin1");
    const place = places.get(name) ?? keys.push(key);
    places.set(name, place);
    return place;
  };
}

/** @param answer as the header of commit.lua describes it */
export function readOutcome(commit: Commit, [kind, first, second]: readonly unknown[]): Outcome {
  switch (String(kind)) {
    case "stale":
      return { kind: "stale" };
    case "diverged":
      return { kind: "diverged", recorded: decodeString(first as Buffer) };
    case "done":
      return { kind: "done", result: unpackResult(first as Buffer) };
    case "behind":
      return { kind: "behind", record: restoreRecord(commit.key, first as FlatHash) ?? missing() };
    case "regressed":
      return { kind: "regressed", logLength: Number(first) };
    case "conflict":
      return { kind: "conflict", key: commit.reads[Number(first)]?.key ?? missing() };
    case "applied":
      return { kind: "applied", expiry: Number(first), ...readWake(second) };
    default:
      return missing();
  }
}

/** The caller's intent in a script's answer, if the caller is to be woken. */
export function readWake(intent: unknown): { readonly wake?: Intent } {
  return Buffer.isBuffer(intent) ? { wake: unpackIntent(intent) } : {};
}

function missing(): never {
  throw new Error("its script gave an answer that nobody understands: it is not of this version");
}
