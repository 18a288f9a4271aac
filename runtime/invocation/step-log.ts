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
  isUnrecorded,
  LostWritesError,
  ReusedIdError,
  SupersededSignal,
} from "./errors.js";
import { parked } from "./parked.js";

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
  readonly #underWay = new Set<Promise<unknown>>();
  #isClosed = false;
  #interruption: Error | undefined;
  #rejectInterrupted: (error: Error) => void = () => {};
  /** Rejects when this attempt cannot end with what the handler returns, with the reason. */
  readonly interrupted: Promise<never>;

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
    this.interrupted = new Promise((_resolve, reject) => (this.#rejectInterrupted = reject));
    this.interrupted.catch(() => {});
  }

  /** Whether nothing that the handler still does counts: it has returned, or the attempt was interrupted. */
  get isOver(): boolean {
    return this.#isClosed || this.#interruption !== undefined;
  }

  /** Whether an input is known to this attempt only, not yet to the store. */
  isPending(step: string): boolean {
    return this.#pending.some((entry) => entry.step === step);
  }

  /** Takes the next step's number, synchronously; undefined once the attempt is over. */
  nextStep(): string | undefined {
    return this.isOver ? undefined : String(++this.#steps);
  }

  /**
   * Takes a step and does its work. The handler waits for ever if the attempt is over by the end of it: when the
   * infrastructure fails or a callee gives an answer that it has not recorded, for then nothing may be made of it (E7).
   */
  take<T>(work: (step: string) => Promise<T>): Promise<T> {
    const step = this.nextStep();
    if (step === undefined) return parked();
    const taken = this.#shield(work(step));
    this.#underWay.add(taken);
    // A rejection that the handler does not wait for must not end the process, and with it its other invocations.
    taken.catch(() => {}).finally(() => this.#underWay.delete(taken));
    return taken;
  }

  async #shield<T>(working: Promise<T>): Promise<T> {
    try {
      const value = await working;
      return this.#interruption === undefined ? value : await parked();
    } catch (error) {
      if (isInfrastructureFailure(error) || isUnrecorded(error)) this.#interrupt(error);
      if (this.#interruption !== undefined) return parked();
      throw error;
    }
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

  /** Tells that a new step has been taken. */
  executed(step: string, label: string): void {
    if (this.#interruption === undefined) publish({ event: "executed", ...this.#about, step, label });
  }

  /** Buffers an input that the handler is about to see. */
  record(entry: LogEntry): void {
    this.#pending.push(entry);
    this.executed(entry.step, entry.label);
  }

  /** Makes everything that was buffered durable, before something leaves. Costs nothing when there is nothing. */
  flush(): Promise<void> {
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

  /** The handler has returned: takes no more steps, and waits for those that it has not waited for itself. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.race([Promise.allSettled(this.#underWay), this.interrupted]);
  }

  /** Records the invocation's result and all its effects in one operation (E3). What was buffered need not be kept. */
  async finish(effects: Pick<Commit, "reads" | "writes" | "result" | "callback">): Promise<void> {
    const skipped = [...this.#recorded.values(), ...this.#callbacks.values()].find(
      ({ step }) => Number(step) > this.#steps,
    );
    if (skipped !== undefined)
      throw new DivergenceError(this.#about, skipped.step, skipped.label, "nothing: the handler has returned");
    await this.#commit({ ...this.#base, logLength: this.#length, append: [], ...effects });
  }

  async #commit(commit: Commit): Promise<void> {
    const outcome = await this.#store.commit(commit);
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

  #compare(
    step: string,
    fingerprint: string,
    label: string,
    found: Pick<LogEntry, "fingerprint" | "label"> | undefined,
  ): void {
    if (found === undefined || found.fingerprint === fingerprint) return;
    const replayed = found.label === label ? `${label} with other arguments` : label;
    this.#interrupt(new DivergenceError(this.#about, step, found.label, replayed));
  }

  /** The first interruption is the reason; whatever follows from it is noise. */
  #interrupt(error: Error): Error {
    this.#interruption ??= error;
    this.#rejectInterrupted(this.#interruption);
    return this.#interruption;
  }
}
