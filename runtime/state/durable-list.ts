/** A durable list: its elements are stored under their indices, its length beside them. */

import type { Cells } from "./cells.js";
import type { StoredType } from "./descriptor.js";
import { sliceBounds } from "./slice-bounds.js";
import { stored } from "./stored-types.js";

export interface DurableList<T> {
  length(): Promise<number>;
  /** Undefined where the list has no such index. */
  get(index: number): Promise<T | undefined>;
  /** Appends, and resolves to the new length. */
  push(...values: readonly T[]): Promise<number>;
  /** @throws RangeError when the list has no such index */
  set(index: number, value: T): Promise<void>;
  /** Positions as those of an array's `slice`: `slice(-10)` is the last ten. */
  slice(start?: number, end?: number): Promise<readonly T[]>;
}

/** No index reads like this. */
const LENGTH = "length";

export function openDurableList<T>(cells: Cells, type: StoredType<T>): DurableList<T> {
  const gate = cells.gate("");
  const length = async (): Promise<number> => (await cells.read(LENGTH, stored.i32)) ?? 0;
  return {
    length: () => gate.read(length),
    get: (index) => gate.read(() => cells.read(String(index), type)),
    async push(...values) {
      const encoded = values.map((value) => cells.encode(type, value));
      return gate.write(async () => {
        const before = await length();
        const after = before + encoded.length;
        await Promise.all(encoded.map((bytes, index) => cells.write(String(before + index), bytes)));
        await cells.write(LENGTH, cells.encode(stored.i32, after));
        return after;
      });
    },
    async set(index, value) {
      const bytes = cells.encode(type, value);
      await gate.write(async () => {
        const size = await length();
        if (!Number.isInteger(index) || index < 0 || index >= size)
          throw new RangeError(`The list has ${size} elements, none at ${index}: \`push\` appends one`);
        await cells.write(String(index), bytes);
      });
    },
    slice: (start = 0, end = Infinity) =>
      gate.read(async () => {
        const [from, to] = sliceBounds(start, end, await length());
        const indices = Array.from({ length: to - from }, (_, offset) => from + offset);
        return Promise.all(indices.map((index) => cells.readPart(String(index), type)));
      }),
  };
}
