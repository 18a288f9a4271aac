/**
 * Makes a folder ready to be opened by LMDB, and finds out what would go wrong: the driver (3.5) crashes the process
 * with a segmentation fault instead of throwing when the data file is not one of LMDB's.
 */

import { access, constants, mkdir, open } from "node:fs/promises";
import { join } from "node:path";
import { StoreError } from "./store.js";

/** How a data file begins, after a page header: LMDB's magic number and the version of the format, as this CPU has them. */
const SIGNATURE = Buffer.from(Uint32Array.of(0xbeefc0de, 2).buffer);
const PAGE_HEADER_AT_MOST = 24;

/** @throws the file system's error, or StoreError if there is a data file that LMDB cannot read */
export async function prepareFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true });
  await access(path, constants.R_OK | constants.W_OK);
  const head = await readHead(join(path, "data.mdb"));
  if (head.length === 0 || head.includes(SIGNATURE)) return;
  throw new StoreError(
    `The LMDB store at ${path} could not be opened: data.mdb is not a file of this store, or its beginning was ` +
      "overwritten. Restore the folder from a backup, or name an empty folder to start afresh.",
  );
}

/** The file's first bytes; none if it is empty, as it is while another process makes it, or does not exist. */
async function readHead(file: string): Promise<Buffer> {
  const handle = await open(file, constants.O_RDWR | constants.O_CREAT);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(PAGE_HEADER_AT_MOST + SIGNATURE.length), 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
