/**
 * The order in which concurrent steps end is an input like any other (E2): `Promise.race`, a timeout against a call, and
 * the numbers of steps taken afterwards all follow from it. So steps do not end on their own: each waits for its turn, one
 * at a time, and a replay gives the turns in the order in which they were given before.
 *
 * A turn lasts until the handler's code has nothing left to run but waits for something. Code that runs in no turn has
 * waited for something else than a step, and nobody can replay when that comes.
 */

import type { Environment } from "../environment.js";

/** How long a step that should end next may stay untaken: its branch may be waiting for something of its own. */
const PATIENCE_MS = 5_000;

export class Turns {
  readonly #environment: Environment;
  readonly #onStuck: (due: string) => void;
  /** What earlier attempts recorded, and how much of it has come again. */
  readonly #recorded: readonly string[];
  #replayed = 0;
  /** How many branches are under way that may take a step at any time. */
  lines = 0;
  readonly #underWay = new Set<string>();
  /** Steps that have ended and wait for their turn, in that order. */
  readonly #ended = new Map<string, () => void>();
  /** The turns given since the last time they were recorded. */
  #unrecorded: string[] = [];
  #hadChoice = false;
  #expected: string | undefined;
  #isOpen = true;
  /** How many turns were begun: one that ends must not end a later one. */
  #begun = 0;
  #isScheduled = false;

  /** @param onStuck called when the recorded order cannot come about any more: the step that should be next is not there */
  constructor(environment: Environment, recorded: readonly string[], onStuck: (due: string) => void) {
    this.#environment = environment;
    this.#recorded = recorded;
    this.#onStuck = onStuck;
  }

  /** Whether the code that runs now follows from a turn, and so will run again in every replay. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Gives a turn to the code that runs now: the handler's beginning, or one that follows from no step under way. */
  start(): void {
    this.#isOpen = true;
    const turn = ++this.#begun;
    void this.#environment.drained().then(() => {
      if (turn === this.#begun) this.#isOpen = false;
    });
  }

  /** A step is under way from now on. */
  begin(step: string): void {
    this.#underWay.add(step);
  }

  /** The step has its answer; resolves when it is its turn. */
  end(step: string): Promise<void> {
    return new Promise((resolve) => {
      this.#ended.set(step, resolve);
      this.#schedule();
    });
  }

  /**
   * Something that is no step, but of which the place among the turns matters: takes place now, or, if other turns are
   * recorded before it, when the promise resolves.
   */
  enter(name: string): Promise<void> | undefined {
    const due = this.#recorded[this.#replayed];
    if (due === name) {
      this.#replayed++;
      // Whoever waits for its turn may be next.
      this.#schedule();
    } else if (due === undefined) {
      this.#unrecorded.push(name);
      // In a replay somebody else may come here first, however alone this one is now.
      this.#hadChoice = true;
    } else {
      this.begin(name);
      return this.end(name);
    }
    return undefined;
  }

  /**
   * The turns given since the last time, to be recorded; none if there was never a choice. If there was, those without one
   * count as well: a replay may have a choice there, since branches need not wait as long for things of their own.
   */
  takeUnrecorded(): readonly string[] {
    if (!this.#hadChoice) return [];
    this.#hadChoice = false;
    const taken = this.#unrecorded;
    this.#unrecorded = [];
    return taken;
  }

  get hasUnrecorded(): boolean {
    return this.#hadChoice;
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    void this.#environment.nextTurn().then(() => {
      this.#isScheduled = false;
      if (this.#giveTurn()) this.#schedule();
    });
  }

  #giveTurn(): boolean {
    const step = this.#choose();
    if (step === undefined) return false;
    if (step === this.#recorded[this.#replayed]) this.#replayed++;
    else {
      this.#unrecorded.push(step);
      this.#hadChoice ||= this.#underWay.size > 1 || this.lines > 1;
    }
    const resolve = this.#ended.get(step);
    this.#ended.delete(step);
    this.#underWay.delete(step);
    this.start();
    resolve?.();
    return true;
  }

  #choose(): string | undefined {
    const [first] = this.#ended.keys();
    const due = this.#recorded[this.#replayed];
    if (due === undefined || this.#ended.has(due)) return due ?? first;
    if (first !== undefined && this.#ended.size === this.#underWay.size) this.#expect(due);
    return undefined;
  }

  /** Nothing can go on before this step is taken, and only the handler can take it. */
  #expect(due: string): void {
    if (this.#expected === due) return;
    this.#expected = due;
    void this.#environment.sleep(PATIENCE_MS).then(() => {
      if (this.#recorded[this.#replayed] === due && !this.#underWay.has(due)) this.#onStuck(due);
    });
  }
}
