/** Brings the output folder up to date, each file in one step: a reader sees the old file or the new one. */

import { mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { RenderedFile } from "../render/render.js";
import { UserError } from "../user-error.js";
import type { Changes } from "./compare.js";

/** @throws UserError when a file cannot be written */
export function applyChanges({ toWrite, toRemove }: Changes, out: string): void {
  const staged = stage(toWrite, out);
  try {
    for (const { from, to } of staged) renameSync(from, to);
    for (const path of toRemove) removeWithFolder(path, out);
  } catch (error) {
    for (const { from } of staged) rmSync(from, { force: true });
    throw new UserError(`cannot replace all files in ${out}: ${reason(error)}. Generate again when that is mended`);
  }
}

interface Staged {
  readonly from: string;
  readonly to: string;
}

/** Writes every file under a temporary name beside its own; when one cannot be written, all are taken back. */
function stage(files: readonly RenderedFile[], out: string): readonly Staged[] {
  const made: string[] = [];
  const folders = new Set<string>();
  const staged: Staged[] = [];
  try {
    for (const { path, text } of files) {
      const to = join(out, path);
      const folder = dirname(to);
      if (!folders.has(folder)) {
        const first = mkdirSync(folder, { recursive: true });
        if (first !== undefined) made.push(first);
        folders.add(folder);
      }
      const from = join(folder, `.${basename(to)}.${process.pid}.tmp`);
      staged.push({ from, to });
      writeFileSync(from, text, { flag: "wx" });
    }
    return staged;
  } catch (error) {
    for (const path of [...staged.map(({ from }) => from), ...made]) rmSync(path, { recursive: true, force: true });
    throw new UserError(`cannot write to ${out}: ${reason(error)}. Nothing was changed`);
  }
}

function removeWithFolder(path: string, out: string): void {
  unlinkSync(join(out, path));
  // `.` is the output folder, which stays.
  for (let folder = dirname(path); folder !== "."; folder = dirname(folder)) {
    if (readdirSync(join(out, folder)).length > 0) return;
    rmdirSync(join(out, folder));
  }
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
