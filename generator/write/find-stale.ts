/** Generated files that no service or module stands behind any more. */

import { closeSync, openSync, readdirSync, readSync, type Dirent } from "node:fs";
import { join, posix } from "node:path";
import { HEADER_LENGTH, isGenerated } from "../header.js";
import type { RenderedFile } from "../render/render.js";

export interface Stale {
  /** To be removed. Each begins with the header line: nothing else is ever removed. */
  readonly generated: readonly string[];
  /** Files of the user's that stand beside one of them in a function's folder, and handlers that no function takes. */
  readonly abandoned: readonly string[];
}

const HANDLER = /[/.]handler\.ts$/;

/** Looks where the generator writes, `<folder>/` and `functions/<folder>/`, and nowhere deeper. */
export function findStale(files: readonly RenderedFile[], out: string): Stale {
  const wanted = new Set(files.map((file) => file.path));
  const generated: string[] = [];
  const abandoned: string[] = [];
  const functions = folders(out, "functions").map((name) => posix.join("functions", name));
  for (const folder of [...folders(out, "."), ...functions]) {
    const unwanted = filesIn(out, folder).filter((path) => !wanted.has(path));
    const stale = unwanted.filter((path) => hasHeader(join(out, path)));
    generated.push(...stale);
    if (!functions.includes(folder)) continue;
    const kept = unwanted.filter((path) => path.endsWith(".ts") && !stale.includes(path));
    // A service that has come to share its function, or has ceased to, has its handler in another file of the same folder.
    abandoned.push(...(stale.length > 0 ? kept : kept.filter((path) => HANDLER.test(path))));
  }
  return { generated, abandoned };
}

function folders(out: string, folder: string): readonly string[] {
  return entries(join(out, folder))
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map((entry) => entry.name);
}

function filesIn(out: string, folder: string): readonly string[] {
  const files = entries(join(out, folder)).filter((entry) => entry.isFile() && !entry.name.startsWith("."));
  return files.map((entry) => posix.join(folder, entry.name));
}

/** None of a folder that is not there. */
function entries(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}

/** What cannot be read is none of ours. */
function hasHeader(path: string): boolean {
  let file;
  try {
    file = openSync(path, "r");
  } catch {
    return false;
  }
  try {
    const buffer = Buffer.alloc(HEADER_LENGTH);
    return isGenerated(buffer.toString("utf8", 0, readSync(file, buffer, 0, buffer.length, 0)));
  } finally {
    closeSync(file);
  }
}
