/** Reads which modules a source file imports; type-only imports count. */

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** The package's root; this file runs as dist/test/support/imports.js. */
export const PACKAGE = fileURLToPath(new URL("../../..", import.meta.url));

export interface SourceFile {
  /** Relative to the package's root, such as `runtime/store/lmdb.ts`. */
  readonly path: string;
  /** Files of the project, by path, and packages, by name. */
  readonly imports: readonly string[];
}

export function readSources(...folders: string[]): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(PACKAGE, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.name.endsWith(".d.ts"))
      .map((entry) => relative(PACKAGE, join(entry.parentPath, entry.name)))
      .map((path) => ({ path, imports: importsOf(path, readFileSync(join(PACKAGE, path), "utf8")) })),
  );
}

const IMPORT = /(?:\bfrom|^import|\bimport\()\s*"([^"]+)"/gm;

function importsOf(path: string, text: string): string[] {
  return [...text.matchAll(IMPORT)].map(([, specifier = ""]) =>
    specifier.startsWith(".") ? normalize(join(dirname(path), specifier)).replace(/\.js$/, ".ts") : specifier,
  );
}

/** The first import cycle found, as a list of paths that begins and ends with the same one. */
export function findCycle(sources: readonly SourceFile[]): string[] | undefined {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const finished = new Set<string>();
  const visit = (path: string, trail: readonly string[]): string[] | undefined => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (finished.has(path)) return undefined;
    for (const next of byPath.get(path)?.imports ?? []) {
      const cycle = byPath.has(next) ? visit(next, [...trail, path]) : undefined;
      if (cycle !== undefined) return cycle;
    }
    finished.add(path);
    return undefined;
  };
  for (const { path } of sources) {
    const cycle = visit(path, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
