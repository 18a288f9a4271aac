/**
 * A state of the model: what the store holds, the attempts that run, the messages under way, what may still go wrong, and
 * a history that the protocol does not see and the invariants need. Everything is an immutable plain value.
 */

import type { Callback, InvocationRecord, LogEntry } from "../../runtime/store/store.js";
import { EXPIRY_SLACK, isOpen, LIFETIME } from "../../runtime/store/expiry.js";
import { type Call, nameOf, RELAY, type Variable } from "./values.js";

/** One run of a handler (runtime/invocation/execute.ts). It never dies by itself: it waits, and goes on at any time. */
export interface Attempt {
  readonly call: Call;
  /**
   * `load`: looks for a record before it begins. `run`: is about to do what its handler asks for. `wait`: for its callee's
   * reply. The others are half-way points that only weakened protocols have.
   */
  readonly phase: "load" | "run" | "wait" | "written" | "sent" | "parking";
  /** The record that it replays, for as long as there is something to replay. */
  readonly known?: InvocationRecord | undefined;
  /** Of the handler's steps, from the first one on. */
  readonly answers: readonly number[];
  /** Inputs that the store does not have yet. */
  readonly pending: readonly LogEntry[];
  /** How many log entries it knows the store to have. */
  readonly logLength: number;
  readonly expiry: number;
  readonly needsIntent: boolean;
}

export type Message =
  /** `again`: the callee looks for a record first. `acknowledge`: its sender records that it was answered. */
  | { readonly kind: "call"; readonly call: Call; readonly again: boolean; readonly acknowledge: boolean }
  /** To whichever attempt of the root waits. */
  | { readonly kind: "reply"; readonly value: number }
  /** The callback on its own, where the callee's commit does not reach: by the store, or as a Thrift call. */
  | { readonly kind: "callback"; readonly callback: Callback }
  /** The oneway's target has answered whoever sent the message from the relay record. */
  | { readonly kind: "answered" };

/** What may still go wrong, or happen out of turn: each is used up one by one. */
export interface Budget {
  /** An attempt disappears, also between its commit and what it sends afterwards. */
  readonly crashes: number;
  /** A message is delivered and stays under way. */
  readonly duplicates: number;
  readonly losses: number;
  /** The client asks again. */
  readonly clientRetries: number;
  /** A caller asks its callee again. */
  readonly callRetries: number;
  /** A collector takes on an intent although somebody works on it. When nobody does, that costs nothing. */
  readonly claims: number;
  /** A waiting attempt gives its process back. */
  readonly parks: number;
  /** A commit reaches the store twice, and the second answer counts. */
  readonly resends: number;
  /** The clock jumps: past the expiry, then past expiry and slack. */
  readonly jumps: number;
  /** Somebody else writes x. */
  readonly writesToX: number;
  /** Somebody else increments y. */
  readonly writesToY: number;
  /** Somebody else increments the root's counter. */
  readonly writesToCounter: number;
}

export interface History {
  /** The first expiry that was minted for the root. */
  readonly expiry?: number | undefined;
  /** Invocations with an intent that was durable once. */
  readonly opened: readonly string[];
  /** Results that were committed. */
  readonly done: Readonly<Record<string, number>>;
  /** Different answers that a client has seen. */
  readonly answers: readonly number[];
  /** What others have added. */
  readonly others: { readonly y: number; readonly counter: number };
  /** How many calls were sent: the next random ID of a protocol that has none of its own. */
  readonly sent: number;
  /** How often a collector has begun again after everything had come to rest. */
  readonly rescues: number;
  /** How often a callback has woken a parked caller. */
  readonly wakes: number;
  /** Something that must not happen and leaves no other trace. */
  readonly trouble?: string | undefined;
}

export interface State {
  readonly records: Readonly<Record<string, InvocationRecord>>;
  readonly values: Readonly<Record<Variable, Uint8Array>>;
  readonly letters: readonly string[];
  readonly attempts: readonly Attempt[];
  readonly network: readonly Message[];
  /** Index into `NOW`. */
  readonly era: number;
  readonly left: Budget;
  readonly history: History;
}

/** The store's clock: at the start, past the expiry, past expiry and slack. */
export const NOW = [0, LIFETIME + 1, LIFETIME + EXPIRY_SLACK + 2] as const;

export function nowOf(state: State): number {
  return NOW[state.era] ?? 0;
}

export interface Step {
  readonly label: string;
  readonly state: State;
}

/** Uses up one of what may still go wrong; undefined if none is left. */
export function spend(state: State, what: keyof Budget): State | undefined {
  const count = state.left[what];
  return count === 0 ? undefined : { ...state, left: { ...state.left, [what]: count - 1 } };
}

/** Nothing goes on unless somebody begins it: no message is under way, and all attempts wait for one. */
export function isQuiet({ network, attempts }: State): boolean {
  return network.length === 0 && attempts.every(({ phase }) => phase === "wait");
}

/** Without messages that nobody receives any more: a reply is for who waits now, an acknowledgement for an open record. */
export function settled(state: State): State {
  const { network, attempts, records } = state;
  if (!network.some(({ kind }) => kind === "reply" || kind === "answered")) return state;
  const isAwaited = attempts.some(({ phase }) => phase === "wait");
  const relay = records[nameOf(RELAY)];
  const isRelayed = relay !== undefined && isOpen(relay);
  const isLive = ({ kind }: Message): boolean =>
    kind === "reply" ? isAwaited : kind === "answered" ? isRelayed : true;
  return network.every(isLive) ? state : { ...state, network: network.filter(isLive) };
}
