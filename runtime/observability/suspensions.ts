/** So many are remembered; of more than these, the oldest are forgotten. */
const MOST = 10_000;

/** Since when invocations are suspended, as far as this process knows. */
export class Suspensions {
  readonly #since = new Map<string, number>();

  begin(id: string, now: number): void {
    // A Map keeps the order of insertion: the first is the oldest.
    for (const oldest of this.#since.keys()) if (this.#since.size >= MOST) this.#since.delete(oldest);
    this.#since.set(id, now);
  }

  /** For how long it was; undefined if it has not been suspended here. */
  end(id: string, now: number): number | undefined {
    const since = this.#since.get(id);
    this.#since.delete(id);
    return since === undefined ? undefined : now - since;
  }
}
