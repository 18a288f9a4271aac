/** Folders for LMDB stores, removed after the test. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export async function makeFolder(): Promise<{ readonly path: string; readonly remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "thrift-faas-store.test-"));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
