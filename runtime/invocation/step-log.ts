/**
 * The steps of one attempt: those an earlier attempt recorded, which are replayed, and the new ones, which wait in memory
 * until something leaves (E2).
 */

import { PendingError } from "../client/transport.js";
import type { Environment } from "../environment.js";
import { publish, type InvocationAbout } from "../events.js";
import type {
  Applied,
  Commit,
  DeliveredCallback,
  Intent,
  InvocationRecord,
  LogEntry,
  RecordedResult,
  Store,
} from "../store/store.js";
import { DivergenceError, isInfrastructureFailure, isUnrecorded, TimingError } from "./errors.js";
import { parked } from "./parked.js";
import { explainRefusal } from "./refusal.js";
import type { Scope } from "./scope.js";
import { Turns } from "./turns.js";
import { UnderWay } from "./under-way.js";

/** The parts of a commit that are the same for every commit of an invocation. */
export type CommitBase = Pick<Commit, "key" | "fingerprint" | "expiry">;

export interface StepLogOptions {
  readonly store: Store;
  readonly environment: Environment;
  readonly base: CommitBase;
  readonly about: InvocationAbout;
  /** What earlier attempts left, if anything. */
  readonly record: InvocationRecord | undefined;
  /** What a collector needs to run the invocation again; made only when it is to be stored. */
  readonly makeIntent: (expiry: number) => Intent;
  /** Nobody but its client will ask for it again, so its intent is saved before anything leaves (E9). */
  readonly isRoot: boolean;
}

/** The label of the log's entries that hold an order of turns. Their steps are `~1`, `~2` ... */
const ORDER = "order";

export class StepLog {
  readonly #store: Store;
  readonly #base: Omit<CommitBase, "expiry">;
  readonly #about: InvocationAbout;
  readonly #recorded: ReadonlyMap<string, LogEntry>;
  readonly #callbacks: ReadonlyMap<string, DeliveredCallback>;
  readonly #makeIntent: (expiry: number) => Intent;
  readonly #turns: Turns;
  readonly #taken = new Set<string>();
  #expiry: number;
  #length: number;
  #orders: number;
  #pending: LogEntry[] = [];
  #needsIntent: boolean;
  /** Whether the store has applied anything of this attempt, and so found its ID valid. */
  #isFenced = false;
  #flushing: Promise<void> = Promise.resolve();
  /** How many recorded steps are still to be taken again. */
  #ahead: number;
  #hasBranches = false;
  #isClosed = false;
  #interruption: Error | undefined;
  #rejectInterrupted: (error: Error) => void = () => {};
  readonly underWay = new UnderWay();
  /** Rejects when this attempt cannot end with what the handler returns, with the reason. */
  readonly interrupted: Promise<never>;

  constructor({ store, environment, base, about, record, makeIntent, isRoot }: StepLogOptions) {
    this.#store = store;
    this.#base = { key: base.key, fingerprint: base.fingerprint };
    this.#about = about;
    const log = record?.log ?? [];
    const orders = log.filter(({ label }) => label === ORDER);
    this.#recorded = new Map(log.filter(({ label }) => label !== ORDER).map((entry) => [entry.step, entry]));
    this.#callbacks = record?.callbacks ?? new Map();
    this.#ahead = new Set([...this.#recorded.keys(), ...this.#callbacks.keys()]).size;
    // E5: the record's own stands; one that the store has minted is known from there only.
    this.#expiry = record?.fingerprint === undefined ? base.expiry : record.expiry;
    this.#length = log.length;
    this.#orders = orders.length;
    this.#makeIntent = makeIntent;
    this.#needsIntent = isRoot && record?.intent === undefined;
    this.interrupted = new Promise((_resolve, reject) => (this.#rejectInterrupted = reject));
    this.interrupted.catch(() => {});
    const recordedOrder = orders.flatMap(({ value }) => decodeOrder(value));
    this.#turns = new Turns(environment, recordedOrder, (due) =>
      this.#interrupt(new DivergenceError(about, due, "the next step to end", "not: it has not been taken")),
    );
  }

  /** When the invocation's ID expires; 0 until the store has minted that. */
  get expiry(): number {
    return this.#expiry;
  }

  /** Whether nothing that the handler still does counts: it has returned, or the attempt was interrupted. */
  get isOver(): boolean {
    return this.#isClosed || this.isInterrupted;
  }

  /** Whether the attempt ends without a result: nothing that belongs to it needs to go on. */
  get isInterrupted(): boolean {
    return this.#interruption !== undefined;
  }

  /** Whether the handler does again what an earlier attempt has done: it has yet to come to the last recorded step. */
  get isReplaying(): boolean {
    return this.#ahead > 0;
  }

  /** Whether an input is known to this attempt only, not yet to the store. */
  isPending(step: string): boolean {
    return this.#pending.some((entry) => entry.step === step);
  }

  /** The handler's code begins to run now. */
  start(): void {
    this.#turns.start();
  }

  /** Takes the next step's number, synchronously; undefined once the attempt is over. */
  nextStep(scope: Scope): string | undefined {
    if (this.isOver) return undefined;
    const step = scope.next();
    this.#taken.add(step);
    if (this.#recorded.has(step) || this.#callbacks.has(step)) this.#ahead--;
    return this.isReproducible(scope, `step ${step}`) ? step : undefined;
  }

  /**
   * Whether a replay would come here in the same order; ends the attempt if it need not. `what` is taken here. Nothing
   * counts any more once the attempt is over.
   */
  isReproducible(scope: Scope, what: string): boolean {
    if (this.#turns.isOpen || this.isOver) return true;
    // A line of work that waits for no step: its numbers follow from itself alone, and so do those it takes next.
    if (scope.underWay === 0) {
      this.#turns.start();
      return true;
    }
    this.#interrupt(new TimingError(this.#about, what));
    return false;
  }

  /**
   * Takes a step and does its work; the answer waits for its turn. The handler waits for ever if the attempt is over by
   * then: when the infrastructure fails or a callee gives an answer that it has not recorded, for then nothing may be
   * made of it (E7).
   */
  take<T>(scope: Scope, work: (step: string) => Promise<T>): Promise<T> {
    const step = this.nextStep(scope);
    if (step === undefined) return parked();
    scope.underWay++;
    this.#turns.begin(step);
    const taken = this.#shield(step, work(step)).finally(() => {
      scope.underWay--;
      this.underWay.end(step);
    });
    this.underWay.begin(step, taken);
    // A rejection that the handler does not wait for must not end the process, and with it its other invocations.
    taken.catch(() => {});
    return taken;
  }

  /**
   * Tells that a line of work has branched: which branch comes first to something is an input (E2). Until all of them have
   * ended, each may come at any time, whatever it waits for; the line that waits for them does not.
   */
  branch(scope: Scope, branches: readonly Promise<unknown>[]): void {
    this.#hasBranches = true;
    const line = scope.path === "" ? 0 : 1;
    this.#turns.lines += branches.length - line;
    for (const branch of branches) void branch.catch(() => {}).then(() => this.#turns.lines--);
    void Promise.allSettled(branches).then(() => (this.#turns.lines += line));
  }

  /**
   * Begins an operation on state as soon as it is its turn: at once, unless an earlier attempt has recorded that another
   * branch's came first. Lost updates would follow from it, for what each of them had read is recorded.
   */
  enter<T>(scope: Scope, operation: () => Promise<T>): Promise<T> {
    if (!this.isReproducible(scope, "an operation on state")) return parked();
    const isShared = this.#hasBranches || scope.path !== "";
    if (!isShared || this.isOver) return operation();
    const turn = this.#turns.enter(scope.nextEntry());
    return turn === undefined ? operation() : turn.then(operation);
  }

  async #shield<T>(step: string, working: Promise<T>): Promise<T> {
    try {
      const value = await working;
      await this.#turns.end(step);
      return this.#interruption === undefined ? value : await parked();
    } catch (error) {
      // Nobody waits for it any more, and whoever finishes it is found by its intent.
      if (this.#isClosed && this.underWay.hasLeft(step)) return parked();
      if (isInfrastructureFailure(error) || isUnrecorded(error)) this.#interrupt(error);
      if (this.#interruption !== undefined) return parked();
      await this.#turns.end(step);
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

  /** Makes all inputs that the handler has seen durable, before something leaves. Costs nothing when there are none. */
  flush(): Promise<void> {
    const seen = this.#seenInputs();
    return this.#inOrder(async () => {
      if (this.#hasUnsaved(seen) || this.#needsIntent) await this.#commitFlush(seen);
    });
  }

  /**
   * Flushes before an effect that only this attempt stands for, at least once: a call is fenced off by its callee when it
   * comes too late, this has to be by its own store (E5).
   */
  fence(): Promise<void> {
    const seen = this.#seenInputs();
    return this.#inOrder(async () => {
      if (this.#hasUnsaved(seen) || !this.#isFenced) await this.#commitFlush(seen);
    });
  }

  /** Has the store mint the expiry, if nobody has. Keeps no inputs: what was read is still checked by the last commit. */
  mint(): Promise<void> {
    return this.#inOrder(() => this.#mint());
  }

  /**
   * Gives the process back if the handler waits for nothing but recorded calls: interrupts the attempt, and whichever of
   * these calls is answered first wakes the invocation. Does nothing otherwise.
   */
  park(): Promise<void> {
    return this.#inOrder(async () => {
      const steps = this.underWay.onlyCalls();
      if (this.#isClosed || steps.length === 0) return;
      await this.#commitFlush(this.#seenInputs(), steps);
      publish({ event: "parked", ...this.#about, steps });
      this.#interrupt(new PendingError(`${this.#about.method} waits for another invocation`));
    });
  }

  /**
   * The handler has returned: takes no more steps, and waits for those that it has not waited for itself. Not for time to
   * pass, nor for calls that have left: a race that is over would keep the result back until its loser ends.
   */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.underWay.stopTimers();
    await Promise.race([this.underWay.settled(), this.interrupted]);
  }

  /** Records the invocation's result and all its effects in one operation (E3). What was buffered need not be kept. */
  async finish(effects: Pick<Commit, "reads" | "writes" | "outbox" | "result" | "callback">): Promise<Applied> {
    const skipped = [...this.#recorded.values(), ...this.#callbacks.values()].find(
      ({ step }) => !this.#taken.has(step),
    );
    if (skipped !== undefined)
      throw new DivergenceError(this.#about, skipped.step, skipped.label, "nothing: the handler has returned");
    // Behind whatever is on its way: what a flush still carries is neither in the log nor among the reads to be checked.
    return this.#inOrder(() => {
      const outbox = [...(effects.outbox ?? []), ...this.underWay.handOver()];
      return this.#commit({ append: [], ...effects, ...(outbox.length > 0 && { outbox }) });
    });
  }

  /** One commit after the other: each has to know how long the log is. */
  #inOrder<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#flushing.then(() => {
      if (this.#interruption !== undefined) throw this.#interruption;
      return work();
    });
    // A commit that failed takes the attempt along, whoever wanted it: what it carried is nowhere else any more.
    this.#flushing = done.then(
      () => {},
      (error: Error) => void this.#interrupt(error),
    );
    return done;
  }

  async #mint(): Promise<void> {
    if (this.#expiry === 0) await this.#commit({ append: [], reads: [], writes: [] });
  }

  /**
   * The inputs that what leaves now can follow from. One that still waits for its turn is none: once in the log, a read is
   * not checked again, so what need not go there stays where it is checked.
   */
  #seenInputs(): ReadonlySet<LogEntry> {
    return new Set(this.#pending.filter(({ step }) => !this.underWay.has(step)));
  }

  #hasUnsaved(seen: ReadonlySet<LogEntry>): boolean {
    return this.#turns.hasUnrecorded || this.#pending.some((entry) => seen.has(entry));
  }

  /** @param parked the steps that the invocation waits for from now on without a process */
  async #commitFlush(seen: ReadonlySet<LogEntry>, parked?: readonly string[]): Promise<void> {
    const append = this.#pending.filter((entry) => seen.has(entry));
    this.#pending = this.#pending.filter((entry) => !seen.has(entry));
    const order = this.#turns.takeUnrecorded();
    if (order.length > 0) {
      this.#orders++;
      append.push({ step: `~${this.#orders}`, fingerprint: "", label: ORDER, value: encodeOrder(order) });
    }
    const needsIntent = this.#needsIntent || parked !== undefined;
    // An intent's message says when it expires, so that has to be known first.
    if (needsIntent) await this.#mint();
    const intent = needsIntent ? this.#makeIntent(this.#expiry) : undefined;
    await this.#commit({ append, reads: [], writes: [], intent, parked });
    this.#length += append.length;
    this.#needsIntent = false;
  }

  async #commit(commit: Omit<Commit, "key" | "fingerprint" | "expiry" | "logLength">): Promise<Applied> {
    const outcome = await this.#store.commit({
      ...this.#base,
      expiry: this.#expiry,
      logLength: this.#length,
      ...commit,
    });
    if (outcome.kind !== "applied") throw this.#interrupt(explainRefusal(this.#about, outcome, this.#length));
    this.#expiry = outcome.expiry;
    this.#isFenced = true;
    return outcome;
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

  /** Ends the attempt without a result, for this reason or for an earlier one. */
  abandon(reason: Error): Error {
    return this.#interrupt(reason);
  }

  /** The first interruption is the reason; whatever follows from it is noise. */
  #interrupt(error: Error): Error {
    this.underWay.stopTimers();
    this.#interruption ??= error;
    this.#rejectInterrupted(this.#interruption);
    return this.#interruption;
  }
}

function encodeOrder(steps: readonly string[]): Uint8Array {
  return Buffer.from(steps.join(" "));
}

function decodeOrder(value: Uint8Array | undefined): string[] {
  return value === undefined ? [] : Buffer.from(value).toString().split(" ");
}
