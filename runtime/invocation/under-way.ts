/** The steps of an attempt that have been taken and have not ended: what they are, and what the attempt's end does to them. */

import type { OutboxEntry } from "../store/store.js";

export class UnderWay {
  readonly #work = new Map<string, Promise<unknown>>();
  /** Steps that only let time pass, and what ends them early. */
  readonly #timers = new Map<string, AbortController>();
  /** Calls that have left: whose answers will come, into the log at least. */
  readonly #sent = new Map<string, () => OutboxEntry>();
  readonly #handedOver = new Set<string>();
  #announceSent: () => void = () => {};

  begin(step: string, work: Promise<unknown>): void {
    this.#work.set(step, work);
  }

  end(step: string): void {
    this.#work.delete(step);
  }

  has(step: string): boolean {
    return this.#work.has(step);
  }

  /** Tells that the step only lets time pass; the signal comes when nobody needs that any more. */
  passesTime(step: string): AbortSignal {
    const timer = new AbortController();
    this.#timers.set(step, timer);
    return timer.signal;
  }

  stopTimers(): void {
    for (const [step, timer] of this.#timers) {
      this.#work.delete(step);
      timer.abort();
    }
  }

  /**
   * Tells that a recorded call leaves now: its answer will find the invocation even if this attempt is over.
   * @param makeEntry what has it finished if the handler ends without waiting for it
   */
  sent(step: string, makeEntry: () => OutboxEntry): void {
    this.#sent.set(step, makeEntry);
    this.#announceSent();
  }

  hasLeft(step: string): boolean {
    return this.#sent.has(step);
  }

  /** The calls that the attempt waits for; none if it waits for anything else, or for nothing. */
  onlyCalls(): readonly string[] {
    const steps = [...this.#work.keys()];
    return steps.every((step) => this.#sent.has(step)) ? steps : [];
  }

  /** Waits until nothing is under way but calls that have left. */
  async settled(): Promise<void> {
    for (;;) {
      const kept = [...this.#work].filter(([step]) => !this.#sent.has(step)).map(([, work]) => work);
      if (kept.length === 0) return;
      const oneLeaves = new Promise<void>((resolve) => (this.#announceSent = resolve));
      await Promise.race([oneLeaves, Promise.allSettled(kept)]);
    }
  }

  /** The calls that have left and that nobody has waited for: their intents leave with the result (E9). */
  handOver(): OutboxEntry[] {
    const steps = [...this.#work.keys()].filter((step) => this.#sent.has(step));
    for (const step of steps) this.#handedOver.add(step);
    return steps.flatMap((step) => this.#sent.get(step)?.() ?? []);
  }

  /** Whether the invocation has ended without waiting for this call, so that its intent is what has it finished. */
  isHandedOver(step: string): boolean {
    return this.#handedOver.has(step);
  }
}
