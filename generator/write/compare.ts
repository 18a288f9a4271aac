/** What differs between the rendered files and the output folder. Reads, and changes nothing. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isGenerated } from "../header.js";
import type { Expectation } from "../plan/planned-file.js";
import type { RenderedFile } from "../render/render.js";
import { UserError } from "../user-error.js";
import { findStale } from "./find-stale.js";

/** All paths are below the output folder, with `/`. */
export interface Changes {
  readonly toWrite: readonly RenderedFile[];
  readonly toRemove: readonly string[];
  readonly unchanged: number;
  /** What the user should know about files that are theirs; each begins with the file's name. */
  readonly notes: readonly string[];
}

/** @throws UserError when a file that is not the generator's stands where a generated one belongs */
export function compare(files: readonly RenderedFile[], out: string): Changes {
  const toWrite: RenderedFile[] = [];
  const notes: string[] = [];
  for (const file of files) {
    const path = join(out, file.path);
    const existing = readIfThere(path);
    if (existing === undefined) toWrite.push(file);
    else if (file.owner === "user") notes.push(...unmet(file.expects, existing).map((note) => `${path}: ${note}`));
    else if (!isGenerated(existing)) throw inTheWay(path);
    else if (existing !== file.text) toWrite.push(file);
  }
  const stale = findStale(files, out);
  const abandoned = stale.abandoned.map(
    (path) => `${join(out, path)}: no function is made of it any more; the file is yours and stays`,
  );
  return {
    toWrite,
    toRemove: stale.generated,
    unchanged: files.length - toWrite.length,
    notes: [...notes, ...abandoned],
  };
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new UserError(`cannot read ${path}: ${message}`);
  }
}

/** A search for words: the generator cannot parse what the user has written, and the compiler will. A version has dots. */
function unmet(expects: readonly Expectation[], text: string): readonly string[] {
  const words = new Set(text.match(/[\w$-]+/g));
  const isThere = (word: string): boolean => words.has(word) || (word.includes(".") && text.includes(word));
  return expects.filter(({ word }) => !isThere(word)).map(({ note }) => note);
}

function inTheWay(path: string): UserError {
  return new UserError(`${path} is in the way: thrift-faas has not generated it. Move it, or choose another folder`);
}
