/**
 * The entries of a sorted set, in pages, so that a change touches one or two of them and the directory. Works on a
 * directory that the caller has read and will write: `insert` and `remove` change it.
 */

import { type Cells, damaged } from "./cells.js";
import type { StoredType } from "./descriptor.js";
import { directoryType, type Entry, type PageInfo, pageType, type Rank } from "./sorted-page-types.js";

/** A page with more entries than this is split in two. */
export const PAGE_SIZE = 128;

export interface SortedPages<T, S> {
  readDirectory(): Promise<PageInfo<S>[]>;
  writeDirectory(directory: readonly PageInfo<S>[]): Promise<void>;
  insert(directory: PageInfo<S>[], entry: Entry<T, S>): Promise<void>;
  remove(directory: PageInfo<S>[], rank: Rank<S>): Promise<void>;
  /** The entries at the positions from `from` up to `to`. */
  read(directory: readonly PageInfo<S>[], from: number, to: number): Promise<Entry<T, S>[]>;
}

export function openSortedPages<T, S extends number | bigint>(
  cells: Cells,
  value: StoredType<T>,
  score: StoredType<S>,
): SortedPages<T, S> {
  const directoryOf = directoryType(score);
  const page = pageType(value, score);
  const rankOf = (entry: Entry<T, S>): Rank<S> => ({ score: entry.score, text: cells.keyText(value, entry.value) });

  async function readPage({ id, count }: PageInfo<S>): Promise<Entry<T, S>[]> {
    const entries = await cells.readPart(`page/${id}`, page);
    if (entries.length !== count) throw damaged(`page ${id} has ${entries.length} entries and ought to have ${count}`);
    return [...entries];
  }

  function writePage(id: number, entries: readonly Entry<T, S>[]): Promise<void> {
    return cells.write(`page/${id}`, entries.length === 0 ? undefined : cells.encode(page, entries));
  }

  /** The first position whose entry does not come before this rank. */
  function positionIn(entries: readonly Entry<T, S>[], rank: Rank<S>): number {
    let [low, high] = [0, entries.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      const entry = entries[middle];
      if (entry !== undefined && compareRanks(rankOf(entry), rank) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    readDirectory: async () => [...((await cells.read("pages", directoryOf)) ?? [])],

    writeDirectory: (directory) =>
      cells.write("pages", directory.length === 0 ? undefined : cells.encode(directoryOf, directory)),

    async insert(directory, entry) {
      const rank = rankOf(entry);
      const at = pageFor(directory, rank);
      const info = directory[at] ?? { ...rank, id: 0, count: 0 };
      const entries = info.count === 0 ? [] : await readPage(info);
      entries.splice(positionIn(entries, rank), 0, entry);
      const upper = entries.length > PAGE_SIZE ? entries.splice(PAGE_SIZE / 2) : [];
      directory.splice(at, 1, { ...info, count: entries.length });
      await writePage(info.id, entries);
      const [lowest] = upper;
      if (lowest === undefined) return;
      const id = Math.max(...directory.map((each) => each.id)) + 1;
      directory.splice(at + 1, 0, { ...rankOf(lowest), id, count: upper.length });
      await writePage(id, upper);
    },

    async remove(directory, rank) {
      const at = pageFor(directory, rank);
      const info = directory[at];
      if (info === undefined) throw damaged(`"${rank.text}" has a score, and there are no pages`);
      const entries = await readPage(info);
      const [removed] = entries.splice(positionIn(entries, rank), 1);
      if (removed === undefined || compareRanks(rankOf(removed), rank) !== 0)
        throw damaged(`"${rank.text}" has a score, and is not in page ${info.id}`);
      directory.splice(at, 1, ...(entries.length === 0 ? [] : [{ ...info, count: entries.length }]));
      await writePage(info.id, entries);
    },

    async read(directory, from, to) {
      let before = 0;
      const parts: Promise<Entry<T, S>[]>[] = [];
      for (const info of directory) {
        const [start, end] = [from - before, to - before];
        before += info.count;
        if (start >= info.count || end <= 0 || start >= end) continue;
        parts.push(readPage(info).then((entries) => entries.slice(Math.max(0, start), end)));
      }
      return (await Promise.all(parts)).flat();
    },
  };
}

function compareRanks<S extends number | bigint>(a: Rank<S>, b: Rank<S>): number {
  if (a.score !== b.score) return a.score < b.score ? -1 : 1;
  return a.text < b.text ? -1 : a.text > b.text ? 1 : 0;
}

/** The page that a rank belongs in: the last one that does not begin after it, or the first. */
function pageFor<S extends number | bigint>(directory: readonly PageInfo<S>[], rank: Rank<S>): number {
  return Math.max(
    0,
    directory.findLastIndex((each) => compareRanks(each, rank) <= 0),
  );
}
