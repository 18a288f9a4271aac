import type { Caller } from "../client/caller.js";
import type { Log } from "../observability/log.js";
import type { Awaitable } from "../service/awaitable.js";

/**
 * A handler's last parameter: one logical execution of a method, under one ID, however many times it is attempted.
 * It is also the `Caller` for the clients of other services.
 *
 * Everything nondeterministic a handler needs comes from here, so that a replay sees the same.
 */
export interface Invocation<State = unknown> extends Caller {
  readonly id: string;
  /** The invocation that a client started; the same in everything below it. */
  readonly root: string;
  /** `Service.Method` */
  readonly method: string;
  /** 1 for the first run, more when an earlier one may have crashed. For logs: a handler must not branch on it. */
  readonly attempt: number;
  /**
   * Writes lines about this attempt to the function's log. Nothing is written while a replay does again what an earlier
   * attempt has done: that one has.
   */
  readonly log: Log;
  /** Milliseconds since 1970, recorded: a replay sees the same. */
  now(): number;
  /** In [0, 1), derived from the invocation's ID: a replay sees the same, and nothing need be stored. */
  random(): number;
  /** A version 4 UUID, derived like `random`. */
  uuid(): string;
  /**
   * Waits; a replay does not wait again. Raced against a call (`Promise.race`) it is a timeout: which of the two came
   * first is recorded.
   * @param ms milliseconds
   */
  sleep(ms: number): Promise<void>;
  /**
   * Runs an effect outside of Thrift, at least once, and records what it returns: plain data (as the structured clone
   * algorithm copies it), or what it throws, of which name and message are kept. A replay does not run it again.
   * @param name says what it is, in the log
   * @param effect gets an ID that is the same in every attempt, to use as an idempotency key
   */
  run<T>(name: string, effect: (stepId: string) => Awaitable<T>): Promise<T>;
  /**
   * Runs lines of work at once, each with an invocation of its own that numbers its steps for itself; resolves to their
   * results. Needed where a line waits for something that is not a step before it takes one.
   */
  all<T extends readonly unknown[]>(branches: Branches<T, Invocation<State>>): Promise<T>;
  /** The service's durable state, as the IDL's `faas.state` declares it; `{}` for a service that has none. */
  readonly state: State;
}

/** The branches of `all`, which return the elements of `T`. */
export type Branches<T extends readonly unknown[], Branch> = {
  readonly [Index in keyof T]: (branch: Branch) => Awaitable<T[Index]>;
};
