/**
 * A durable set in the order of its scores. To add a value touches its score, a page and the directory of pages; the
 * newest ten are in the directory and a page or two, however many there are.
 */

import type { Cells } from "./cells.js";
import type { StoredType } from "./descriptor.js";
import { decodeStored } from "./encoding.js";
import { sliceBounds } from "./slice-bounds.js";
import type { Entry } from "./sorted-page-types.js";
import { openSortedPages } from "./sorted-pages.js";

export interface DurableSortedSet<T, S> {
  /** Undefined when the value is not in the set. */
  score(value: T): Promise<S | undefined>;
  /** Adds the value, or gives it another score; resolves to whether it is new. */
  add(value: T, score: S): Promise<boolean>;
  /** Resolves to whether it was there. */
  delete(value: T): Promise<boolean>;
  size(): Promise<number>;
  /** By ascending score, equal scores by the text of their values; positions as those of an array's `slice`. */
  range(start?: number, end?: number): Promise<readonly Entry<T, S>[]>;
  /** The same from the other end: `rangeDescending(0, 10)` is the newest ten of a timeline. */
  rangeDescending(start?: number, end?: number): Promise<readonly Entry<T, S>[]>;
}

export function openDurableSortedSet<T, S extends number | bigint>(
  cells: Cells,
  type: StoredType<T>,
  scoreType: StoredType<S>,
): DurableSortedSet<T, S> {
  const gate = cells.gate("");
  const pages = openSortedPages(cells, type, scoreType);
  const scoreUnder = (text: string): Promise<S | undefined> => cells.read(`score/${text}`, scoreType);
  const writeScore = (text: string, score: Uint8Array | undefined): Promise<void> =>
    cells.write(`score/${text}`, score);

  return {
    async score(value) {
      const text = cells.keyText(type, value);
      return gate.read(() => scoreUnder(text));
    },

    async add(value, score) {
      if (Number.isNaN(score)) throw new RangeError("A score has a place among others, and NaN has none");
      const text = cells.keyText(type, value);
      const encoded = cells.encode(scoreType, score);
      // The handler may change its object before this one's turn comes.
      const copy = decodeStored(type, cells.encode(type, value), "");
      return gate.write(async () => {
        const [known, directory] = await Promise.all([scoreUnder(text), pages.readDirectory()]);
        if (known === score) return false;
        if (known !== undefined) await pages.remove(directory, { score: known, text });
        await pages.insert(directory, { value: copy, score });
        await pages.writeDirectory(directory);
        await writeScore(text, encoded);
        return known === undefined;
      });
    },

    async delete(value) {
      const text = cells.keyText(type, value);
      return gate.write(async () => {
        const [known, directory] = await Promise.all([scoreUnder(text), pages.readDirectory()]);
        if (known === undefined) return false;
        await pages.remove(directory, { score: known, text });
        await pages.writeDirectory(directory);
        await writeScore(text, undefined);
        return true;
      });
    },

    size: () => gate.read(async () => sizeOf(await pages.readDirectory())),

    range: (start = 0, end = Infinity) =>
      gate.read(async () => {
        const directory = await pages.readDirectory();
        return pages.read(directory, ...sliceBounds(start, end, sizeOf(directory)));
      }),

    rangeDescending: (start = 0, end = Infinity) =>
      gate.read(async () => {
        const directory = await pages.readDirectory();
        const total = sizeOf(directory);
        const [from, to] = sliceBounds(start, end, total);
        return (await pages.read(directory, total - to, total - from)).reverse();
      }),
  };
}

function sizeOf(directory: readonly { readonly count: number }[]): number {
  return directory.reduce((total, { count }) => total + count, 0);
}
