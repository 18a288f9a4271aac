/** Brings the output folder up to date, each file in one step: a reader sees the old file or the new one. */

import { mkdir, rename, rm, rmdir, unlink, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { RenderedFile } from "../render/render.js";
import { UserError } from "../user-error.js";
import type { Changes } from "./compare.js";

/** @throws UserError when a file cannot be written */
export async function applyChanges({ toWrite, toRemove }: Changes, out: string): Promise<void> {
  const staged = await stage(toWrite, out);
  try {
    for (const { from, to } of staged) await rename(from, to);
    for (const path of toRemove) await removeWithFolder(path, out);
  } catch (error) {
    for (const { from } of staged) await rm(from, { force: true });
    throw new UserError(`cannot replace all files in ${out}: ${reason(error)}. Generate again when that is mended`);
  }
}

interface Staged {
  readonly from: string;
  readonly to: string;
}

/** Writes every file under a temporary name beside its own; when one cannot be written, all are taken back. */
async function stage(files: readonly RenderedFile[], out: string): Promise<readonly Staged[]> {
  const made: string[] = [];
  const staged: Staged[] = [];
  try {
    for (const { path, text } of files) {
      const to = join(out, path);
      const folder = await mkdir(dirname(to), { recursive: true });
      if (folder !== undefined) made.push(folder);
      const from = join(dirname(to), `.${basename(to)}.${process.pid}.tmp`);
      staged.push({ from, to });
      await writeFile(from, text, { flag: "wx" });
    }
    return staged;
  } catch (error) {
    for (const path of [...staged.map(({ from }) => from), ...made]) await rm(path, { recursive: true, force: true });
    throw new UserError(`cannot write to ${out}: ${reason(error)}. Nothing was changed`);
  }
}

async function removeWithFolder(path: string, out: string): Promise<void> {
  await unlink(join(out, path));
  // `.` is the output folder, which stays.
  for (let folder = dirname(path); folder !== "."; folder = dirname(folder)) {
    if (!(await rmdir(join(out, folder)).then(() => true, () => false))) return; // prettier-ignore
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
