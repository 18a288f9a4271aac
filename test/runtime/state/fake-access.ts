/** State in a Map, which counts what is asked of it and takes its time to answer, as a store does. */

import type { StateAccess } from "../../../runtime/state/access.js";
import { createGates } from "../../../runtime/state/gate.js";
import { type Cells, openCells } from "../../../runtime/state/cells.js";

export class FakeAccess implements StateAccess {
  /** By `collection/key`. */
  readonly values = new Map<string, Uint8Array>();
  reads = 0;
  writes = 0;
  /** Makes the next read take far longer than all that follow it. */
  slow = false;

  async read(collection: string, key: string): Promise<Uint8Array | undefined> {
    this.reads++;
    // The value is that of now; what follows meanwhile runs before the answer is there.
    const value = this.values.get(`${collection}/${key}`);
    const turns = this.slow ? 500 : 5;
    this.slow = false;
    for (let turn = 0; turn < turns; turn++) await Promise.resolve();
    return value;
  }

  write(collection: string, key: string, value: Uint8Array | undefined): Promise<void> {
    this.writes++;
    if (value === undefined) this.values.delete(`${collection}/${key}`);
    else this.values.set(`${collection}/${key}`, value);
    return Promise.resolve();
  }

  /** What an operation reads and writes. */
  async count(operation: () => Promise<unknown>): Promise<{ reads: number; writes: number }> {
    const [reads, writes] = [this.reads, this.writes];
    await operation();
    return { reads: this.reads - reads, writes: this.writes - writes };
  }

  cells(collection = "things"): Cells {
    return openCells(this, createGates(), collection);
  }
}
