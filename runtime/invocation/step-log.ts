/**
 * The numbered steps of one attempt: those an earlier attempt recorded, which are replayed, and the new ones, which
 * wait in memory until something leaves (E2).
 */

import { publish, type InvocationAbout } from "../events.js";
import type { Commit, Intent, InvocationRecord, LogEntry, Outcome, RecordedResult, Store } from "../store/store.js";
import {
  DivergenceError,
  ExpiredError,
  FinishedSignal,
  isInfrastructureFailure,
  isRefusal,
  LostWritesError,
  ReusedIdError,
  SupersededSignal,
} from "./errors.js";

/** The parts of a commit that are the same for every commit of an invocation. */
export type CommitBase = Pick<Commit, "key" | "fingerprint" | "expiry">;

export class StepLog {
  readonly #store: Store;
  readonly #base: CommitBase;
  readonly #about: InvocationAbout;
  readonly #recorded: ReadonlyMap<string, LogEntry>;
  readonly #callbacks: InvocationRecord["callbacks"];
  readonly #makeIntent: (() => Intent) | undefined;
  #length: number;
  #steps = 0;
  #pending: LogEntry[] = [];
  #intentSaved: boolean;
  #flushing: Promise<void> = Promise.resolve();
  #hasLeft = false;
  #interruption: Error | undefined;

  /**
   * @param record what earlier attempts left, if anything
   * @param makeIntent for a root: what a collector needs to run it again, made only when something is to leave. Any
   *   other invocation is retried by its caller.
   */
  constructor(
    store: Store,
    base: CommitBase,
    about: InvocationAbout,
    record: InvocationRecord | undefined,
    makeIntent: (() => Intent) | undefined,
  ) {
    this.#store = store;
    this.#base = base;
    this.#about = about;
    this.#recorded = new Map(record?.log.map((entry) => [entry.step, entry]));
    this.#callbacks = record?.callbacks ?? new Map();
    this.#length = record?.log.length ?? 0;
    this.#makeIntent = makeIntent;
    this.#intentSaved = makeIntent === undefined || record?.intent !== undefined;
  }

  /** Whether this attempt has made a call. What it read before is then fixed in the log, and not to be read again. */
  get hasLeft(): boolean {
    return this.#hasLeft;
  }

  /** Why this attempt cannot end with what the handler returns. */
  get interruption(): Error | undefined {
    return this.#interruption;
  }

  /** Takes the next step's number, synchronously. */
  nextStep(): string {
    if (this.#interruption !== undefined) throw this.#interruption;
    return String(++this.#steps);
  }

  /** What an earlier attempt recorded for an input step; undefined if the step is new. */
  replayInput(step: string, fingerprint: string, label: string): LogEntry | undefined {
    const entry = this.#recorded.get(step);
    this.#compare(step, fingerprint, label, entry ?? this.#callbacks.get(step));
    if (entry !== undefined) publish({ event: "replayed", ...this.#about, step, label });
    return entry;
  }

  /** The result that a callee delivered for a call step; undefined if none has arrived. */
  replayCall(step: string, fingerprint: string, label: string): RecordedResult | undefined {
    const callback = this.#callbacks.get(step);
    this.#compare(step, fingerprint, label, callback ?? this.#recorded.get(step));
    if (callback !== undefined) publish({ event: "replayed", ...this.#about, step, label });
    return callback?.result;
  }

  /**
   * Does a new step's work. If the infrastructure fails, or a callee refuses to go on, the attempt is over, whatever the
   * handler makes of the error (E7).
   */
  async take<T>(step: string, label: string, work: () => Promise<T>): Promise<T> {
    try {
      return await this.#guard(work);
    } finally {
      if (this.#interruption === undefined) publish({ event: "executed", ...this.#about, step, label });
    }
  }

  /** Buffers an input that the handler is about to see. */
  record(entry: LogEntry): void {
    this.#pending.push(entry);
  }

  /** Makes everything that was buffered durable, before something leaves. Costs nothing when there is nothing. */
  flush(): Promise<void> {
    this.#hasLeft = true;
    this.#flushing = this.#flushing.then(() => this.#flushPending());
    return this.#flushing;
  }

  async #flushPending(): Promise<void> {
    if (this.#interruption !== undefined) throw this.#interruption;
    const append = this.#pending;
    if (append.length === 0 && this.#intentSaved) return;
    this.#pending = [];
    const intent = this.#intentSaved ? undefined : this.#makeIntent?.();
    await this.#commit({ ...this.#base, logLength: this.#length, append, intent, reads: [], writes: [] });
    this.#length += append.length;
    this.#intentSaved = true;
  }

  /** Records the invocation's result and all its effects in one operation (E3). What was buffered need not be kept. */
  finish(effects: Pick<Commit, "reads" | "writes" | "result" | "callback">): Promise<void> {
    return this.#commit({ ...this.#base, logLength: this.#length, append: [], ...effects });
  }

  async #commit(commit: Commit): Promise<void> {
    const outcome = await this.#guard(() => this.#store.commit(commit));
    if (outcome.kind !== "applied") throw this.#interrupt(this.#refusal(outcome));
  }

  /** Why the attempt is over, when the store has refused its commit. */
  #refusal(outcome: Exclude<Outcome, { kind: "applied" }>): Error {
    switch (outcome.kind) {
      case "stale":
        return new ExpiredError(this.#about);
      case "done":
        return new FinishedSignal(outcome.result);
      case "diverged":
        return new ReusedIdError(this.#about);
      case "behind":
        return new SupersededSignal("another attempt has logged more", outcome.record);
      case "regressed":
        return new LostWritesError(this.#about, this.#length, outcome.logLength);
      case "conflict":
        return new SupersededSignal(`${outcome.key.collection}/${outcome.key.key} has changed since it was read`);
    }
  }

  async #guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw isInfrastructureFailure(error) || isRefusal(error) ? this.#interrupt(error) : error;
    }
  }

  #compare(
    step: string,
    fingerprint: string,
    label: string,
    found: Pick<LogEntry, "fingerprint" | "label"> | undefined,
  ): void {
    if (found === undefined || found.fingerprint === fingerprint) return;
    const replayed = found.label === label ? `${label} with other arguments` : label;
    throw this.#interrupt(new DivergenceError(this.#about, step, found.label, replayed));
  }

  /** The first interruption is the reason; whatever follows from it is noise. */
  #interrupt(error: Error): Error {
    this.#interruption ??= error;
    return this.#interruption;
  }
}
