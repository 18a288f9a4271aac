/**
 * Simulated time: things that are to happen, in the order of their times. One happens, everything that follows from it at
 * once runs to its end, then the next. Hours cost nothing, and a run is the same each time.
 */

export interface Appointment {
  readonly at: number;
  readonly happen: () => void;
  isCancelled: boolean;
}

export class Timeline {
  #now: number;
  /** Latest first, so that the next one is taken from the end. */
  readonly #appointments: Appointment[] = [];
  readonly #turns: (() => void)[] = [];

  /** @param now milliseconds since 1970 */
  constructor(now: number) {
    this.#now = now;
  }

  get now(): number {
    return this.#now;
  }

  /** Makes something happen `ms` milliseconds from now. */
  after(ms: number, happen: () => void): Appointment {
    const appointment = { at: this.#now + ms, happen, isCancelled: false };
    let low = 0;
    let high = this.#appointments.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#appointments[middle]?.at ?? 0) > appointment.at) low = middle + 1;
      else high = middle;
    }
    this.#appointments.splice(low, 0, appointment);
    return appointment;
  }

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  /** Resolves when all code that can run now has run. */
  turn(): Promise<void> {
    return new Promise((resolve) => this.#turns.push(resolve));
  }

  /** Everything that was to happen meanwhile happens late. */
  jump(ms: number): void {
    this.#now += ms;
  }

  /** Lets everything happen that is due within `ms` milliseconds, until `enough` says so; the time is over then. */
  async run(ms: number, enough: () => boolean = () => false): Promise<void> {
    const until = this.#now + ms;
    for (;;) {
      await settled();
      const turn = this.#turns.shift();
      if (turn !== undefined) {
        turn();
        continue;
      }
      if (enough()) return;
      const next = this.#appointments.at(-1);
      if (next === undefined || next.at > until) break;
      this.#appointments.pop();
      if (next.isCancelled) continue;
      this.#now = Math.max(this.#now, next.at);
      next.happen();
    }
    this.#now = Math.max(this.#now, until);
  }
}

/** Resolves when no microtask is left: a tick that is asked for by one comes after all of them. */
function settled(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}
