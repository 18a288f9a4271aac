/**
 * Work that goes on after a reply, off anybody's critical path: nudges, callbacks to other partitions. Nothing depends on
 * it but time, so its failures are nobody's: what it leaves undone, a collector does (E9).
 */
export class Background {
  readonly #underWay = new Set<Promise<void>>();

  start(work: Promise<unknown>): void {
    const done = work.then(
      () => {},
      () => {},
    );
    this.#underWay.add(done);
    void done.finally(() => this.#underWay.delete(done));
  }

  /** Resolves when nothing is under way any more. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }
}
