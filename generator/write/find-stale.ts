/** Generated files that no service or module stands behind any more. */

import { open, readdir } from "node:fs/promises";
import { join, posix } from "node:path";
import { isGenerated } from "../header.js";
import type { RenderedFile } from "../render/render.js";

export interface Stale {
  /** To be removed. Each begins with the header line: nothing else is ever removed. */
  readonly generated: readonly string[];
  /** Files of the user's that stand beside one of them in a function's folder, and handlers that no function takes. */
  readonly abandoned: readonly string[];
}

const HANDLER = /[/.]handler\.ts$/;

/** Looks where the generator writes, `<folder>/` and `functions/<folder>/`, and nowhere deeper. */
export async function findStale(files: readonly RenderedFile[], out: string): Promise<Stale> {
  const wanted = new Set(files.map((file) => file.path));
  const generated: string[] = [];
  const abandoned: string[] = [];
  const functions = (await folders(out, "functions")).map((name) => posix.join("functions", name));
  for (const folder of [...(await folders(out, ".")), ...functions]) {
    const unwanted = (await sources(out, folder)).filter((path) => !wanted.has(path));
    const stale: string[] = [];
    for (const path of unwanted) if (await hasHeader(join(out, path))) stale.push(path);
    generated.push(...stale);
    if (!functions.includes(folder)) continue;
    const kept = unwanted.filter((path) => !stale.includes(path));
    // A service that has come to share its function, or has ceased to, has its handler in another file of the same folder.
    abandoned.push(...(stale.length > 0 ? kept : kept.filter((path) => HANDLER.test(path))));
  }
  return { generated, abandoned };
}

async function folders(out: string, folder: string): Promise<readonly string[]> {
  return (await entries(join(out, folder))).filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

async function sources(out: string, folder: string): Promise<readonly string[]> {
  const files = (await entries(join(out, folder))).filter((entry) => entry.isFile() && entry.name.endsWith(".ts"));
  return files.map((entry) => posix.join(folder, entry.name));
}

/** None of a folder that is not there. */
async function entries(folder: string) {
  const found = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function hasHeader(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(128), 0, 128, 0);
    return isGenerated(buffer.toString("utf8", 0, bytesRead));
  } finally {
    await file.close();
  }
}
