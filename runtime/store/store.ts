/**
 * The one interface between the exactly-once protocol and what makes it durable (DESIGN §6).
 *
 * Everything that changes anything goes through `commit`, which is one atomic operation: all its checks precede all
 * its writes, and the first writer wins. "Resolved" means durable, in the sense the store's configuration gives it.
 */

/** Where an invocation's record lives: `partition` is the service's name, `id` the invocation's. */
export interface InvocationKey {
  readonly partition: string;
  readonly id: string;
}

/** One value of a service's durable state. */
export interface StateKey {
  readonly partition: string;
  readonly collection: string;
  readonly key: string;
}

/** A nondeterministic input that an attempt saw: a read, the clock. Replays see the same. */
export interface LogEntry {
  /** The step's path, such as `3` or `2.1`: unique within an invocation. */
  readonly step: string;
  /** What the step was, hashed: a replay that does something else has diverged (E6). */
  readonly fingerprint: string;
  /** The step in words, for messages: `read urls/abc`, `now`. */
  readonly label: string;
  /** Absent when what was read does not exist. */
  readonly value?: Uint8Array | undefined;
}

/** What an invocation came to, as it is replayed to every duplicate (E7). */
export interface RecordedResult {
  /** `reply`: the method's result struct, declared exceptions included. `exception`: a TApplicationException. */
  readonly kind: "reply" | "exception";
  /** That struct in the binary protocol. */
  readonly body: Uint8Array;
}

/** The result of a callee, delivered into its caller's record (E3): in the callee's own commit, or by `deliver`. */
export interface Callback {
  readonly caller: InvocationKey;
  /** When the caller's ID expires, in the store's milliseconds: a callback that comes later is refused (E5). */
  readonly expiry: number;
  readonly step: string;
  readonly fingerprint: string;
  readonly label: string;
  readonly result: RecordedResult;
}

/** What is needed to run an invocation again without its client. */
export interface Intent {
  /** The function that runs it, as the gateway knows it. */
  readonly function: string;
  /** The call message in the binary protocol, envelope included. */
  readonly message: Uint8Array;
}

/** A message that leaves with a commit: what a `oneway` call puts into its callee's record. */
export interface OutboxEntry {
  readonly key: InvocationKey;
  readonly intent: Intent;
}

/** A callback as it stands in the caller's record. */
export type DeliveredCallback = Pick<Callback, "step" | "fingerprint" | "label" | "result">;

/** Everything the store knows of one invocation. */
export interface InvocationRecord {
  readonly key: InvocationKey;
  /** `Service.Method` and arguments, hashed; absent while only callbacks have arrived. */
  readonly fingerprint?: string | undefined;
  /** In the store's milliseconds; afterwards the store refuses every operation on this ID (E5). */
  readonly expiry: number;
  /** Present while the invocation is to be finished even if nobody asks again (E9). */
  readonly intent?: Intent | undefined;
  /** In the order in which they were committed. */
  readonly log: readonly LogEntry[];
  /** By step. */
  readonly callbacks: ReadonlyMap<string, DeliveredCallback>;
  /** The call steps that the invocation waits for without occupying a process; a callback to one of them wakes it. */
  readonly parked?: readonly string[] | undefined;
  /** Present once the invocation is done. */
  readonly result?: RecordedResult | undefined;
}

/** One atomic operation. Without a `result` it is a flush: it makes inputs (and the intent) durable before a call leaves. */
export interface Commit {
  readonly key: InvocationKey;
  readonly fingerprint: string;
  /** 0: nobody has minted one yet, so the store does, from its own clock (E5), and says so in its answer. */
  readonly expiry: number;
  /** How many log entries the attempt knows; the store compares before it appends. */
  readonly logLength: number;
  readonly append: readonly LogEntry[];
  readonly intent?: Intent | undefined;
  /** Values that must still be what the attempt read: all that it read and has not fixed in the log. */
  readonly reads: readonly { readonly key: StateKey; readonly value: Uint8Array | undefined }[];
  /** `value` undefined deletes. */
  readonly writes: readonly { readonly key: StateKey; readonly value: Uint8Array | undefined }[];
  /** Messages that leave with this commit, or never. */
  readonly outbox?: readonly OutboxEntry[] | undefined;
  /** Gives the process back until one of these call steps is answered: needs an `intent`, excludes a `result`. */
  readonly parked?: readonly string[] | undefined;
  readonly result?: RecordedResult | undefined;
  readonly callback?: Callback | undefined;
}

/** In the order in which they are checked (DESIGN §5). Only `applied` changed anything. */
export type Outcome =
  /** The ID has expired. */
  | { readonly kind: "stale" }
  /** Another attempt finished; this is its result. */
  | { readonly kind: "done"; readonly result: RecordedResult }
  /** The record under this ID is of another call. */
  | { readonly kind: "diverged"; readonly recorded: string }
  /** Another attempt has logged more, or a step to park for has been answered: adopt the record and replay. */
  | { readonly kind: "behind"; readonly record: InvocationRecord }
  /** The log is shorter than the attempt has already seen: the store lost an acknowledged write. */
  | { readonly kind: "regressed"; readonly logLength: number }
  /** A value in `reads` has changed. */
  | { readonly kind: "conflict"; readonly key: StateKey }
  | Applied;

export interface Applied {
  readonly kind: "applied";
  /** That of the record: the first one stands. */
  readonly expiry: number;
  /** The caller was parked and can go on: whoever committed sends it this. If nobody does, a collector will. */
  readonly wake?: Intent | undefined;
}

/** What became of a callback. Only `applied` may have changed anything: a step that is answered stays as it is. */
export type DeliveryOutcome =
  /** The caller's ID has expired: a late callback never makes a record again. */
  | { readonly kind: "stale" }
  /** The step has been answered by another call. */
  | { readonly kind: "diverged"; readonly recorded: string }
  | { readonly kind: "applied"; readonly wake?: Intent | undefined };

/** An intent that is not done, taken on by a collector. */
export interface Claim {
  readonly key: InvocationKey;
  readonly intent: Intent;
}

/** An intent that expired before anybody could finish it. It is kept until somebody looks after it. */
export interface DeadLetter extends Claim {
  readonly expiry: number;
}

/** All methods reject with `StoreError` when the store cannot answer; what was asked may or may not have happened. */
export interface Store {
  /**
   * 32 random bytes that belong to this store for ever, made by whoever opens it first. Functions that share a store
   * share its secret: it tells them that they do, and signs their callbacks (E8).
   */
  secret(): Promise<Uint8Array>;
  /** Whether one commit reaches both partitions: true everywhere but on a cluster. */
  joins(partition: string, other: string): boolean;
  /** A commit's callback and outbox are in partitions that `joins` its own. */
  commit(commit: Commit): Promise<Outcome>;
  /** Delivers a callback on its own, where the callee's commit does not reach. */
  deliver(callback: Callback): Promise<DeliveryOutcome>;
  load(key: InvocationKey): Promise<InvocationRecord | undefined>;
  /** The values under these keys, in the same order. */
  read(keys: readonly StateKey[]): Promise<(Uint8Array | undefined)[]>;
  /**
   * Unfinished intents that nobody has committed to or claimed for `idle` milliseconds, longest idle first; claims
   * them, and wakes those that are parked. A claim saves work and is never needed for safety (E4).
   */
  claim(idle: number, limit: number): Promise<Claim[]>;
  /**
   * Turns up to `limit` intents whose IDs have expired unfinished into dead letters, and returns these; drops what is
   * forgotten. A record with an unfinished intent is never dropped before that: nothing ends silently (E9).
   */
  sweep(limit: number): Promise<DeadLetter[]>;
  /** For inspection. Longest expired first. */
  deadLetters(): AsyncIterable<DeadLetter>;
  /** The service's state, for inspection: key order, no snapshot promised. */
  scan(partition: string, collection: string): AsyncIterable<{ readonly key: string; readonly value: Uint8Array }>;
  /** The service's invocation records, for inspection. */
  scanInvocations(partition: string): AsyncIterable<InvocationRecord>;
  /** Writes state at once, outside every invocation: what a service does when exactly-once is switched off. */
  writeUnguarded(key: StateKey, value: Uint8Array | undefined): Promise<void>;
  close(): Promise<void>;
}

/** The store could not answer. The invocation is retried under the same ID; nothing is recorded of this failure. */
export class StoreError extends Error {
  override readonly name = "StoreError";
}
