/** Says in the store's words what LMDB could not do, and what to do about it. */

import { StoreError } from "./store.js";

/** Parts of the messages of LMDB and the operating system, and what helps. The first that fits counts. */
const ADVICE: readonly (readonly [pattern: RegExp, advice: string])[] = [
  [
    // A write that the full disk cut short is an input/output error to LMDB.
    /no space left|file too large|disk quota|input\/output error/i,
    "Free space on the disk if it is full, and check that it works: calls go on by themselves once it does.",
  ],
  [
    /permission denied|operation not permitted|read-only file system/i,
    "Give this process the right to write there, or choose another folder.",
  ],
  [/not a directory|on a directory|file already exists/i, "Something else is in the way: choose another folder."],
  [
    /MDB_CORRUPTED|MDB_PAGE_NOTFOUND|MDB_PANIC/i,
    "Restore the folder from a backup, or move it away to start with an empty store.",
  ],
  [/readers_full|too many open files/i, "Too many processes use this store at once: start fewer."],
  [/closed/i, "Open the store again to use it."],
];

/** @param doing what the store could not do: `commit`, `be opened` */
export async function toStoreError(error: unknown, doing: string, path: string): Promise<StoreError> {
  if (error instanceof StoreError) return error;
  const reason = await rootReason(error);
  const advice = ADVICE.find(([pattern]) => pattern.test(reason))?.[1];
  return new StoreError(
    `The LMDB store at ${path} could not ${doing}: ${reason}.${advice === undefined ? "" : ` ${advice}`}`,
  );
}

/** The driver rejects a failed commit with a general message, and keeps the reason in a promise that rejects too. */
async function rootReason(error: unknown): Promise<string> {
  if (!(error instanceof Error)) return String(error);
  if ("commitError" in error) {
    try {
      await error.commitError;
    } catch (reason) {
      return rootReason(reason);
    }
  }
  return error.message.replace(/\.$/, "");
}
