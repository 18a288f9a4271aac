/** A copy of the compiled package in which one mutant lives. */

import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Mutant } from "./mutants.js";

const runtime = (root: string): string => join(root, "dist", "runtime");

/** How often the text that a mutant replaces occurs in the compiled runtime: once, or the mutant has rotted. */
export function countOccurrences(root: string, { file, find }: Mutant): number {
  return readFileSync(join(runtime(root), file), "utf8").split(find).length - 1;
}

/** @returns a folder with `dist/`, and everything that it needs to run; to be removed with `removeCopy` */
export function copyPackage(root: string): string {
  const copy = mkdtempSync(join(tmpdir(), "thrift-faas-mutant-"));
  for (const part of ["runtime", "test"])
    cpSync(join(root, "dist", part), join(copy, "dist", part), { recursive: true });
  cpSync(join(root, "package.json"), join(copy, "package.json"));
  for (const linked of ["node_modules", "idl-examples", "templates"])
    symlinkSync(join(root, linked), join(copy, linked));
  return copy;
}

export function removeCopy(copy: string): void {
  rmSync(copy, { recursive: true, force: true });
}

/** @throws Error if the text to replace is not there exactly once */
export function mutate(copy: string, mutant: Mutant): void {
  const times = countOccurrences(copy, mutant);
  if (times !== 1) throw new Error(`mutant "${mutant.name}": its text occurs ${times} times in ${mutant.file}`);
  const path = join(runtime(copy), mutant.file);
  // A function, because a string would have its dollar signs read.
  writeFileSync(
    path,
    readFileSync(path, "utf8").replace(mutant.find, () => mutant.replace),
  );
}
