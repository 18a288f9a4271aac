/**
 * Numbers the steps of one line of execution: the handler's, or one of the branches of `invocation.all`. A step's path
 * is unique in the invocation: `3`, or `2.1.3` for step 3 in branch 1 of step 2.
 */
export class Scope {
  readonly path: string;
  #steps = 0;
  #entries = 0;
  /** Steps taken here that have not come to their end. */
  underWay = 0;

  /** @param path of the branch, such as `2.1`; empty for the handler itself */
  constructor(path = "") {
    this.path = path;
  }

  next(): string {
    this.#steps++;
    return this.path === "" ? String(this.#steps) : `${this.path}.${this.#steps}`;
  }

  /** The next operation on state that other branches may touch as well; no step's path reads like this. */
  nextEntry(): string {
    this.#entries++;
    return `${this.path}+${this.#entries}`;
  }
}
