/** Files as they are at some commit, read from git without touching the working copy. */

import { execFileSync } from "node:child_process";
import { readFileSync, realpathSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { UserError } from "../generator/user-error.js";

const MAX_FILE = 256 * 1024 * 1024;

/**
 * Reads by paths relative to the working directory; undefined for what the commit does not have. What lies outside of the
 * repository has no versions, and is read from the disk.
 * @throws UserError outside of a repository, and for a name that git does not know
 */
export function readAtCommit(ref: string): (path: string) => string | undefined {
  const root = git("rev-parse", "--show-toplevel")?.trimEnd();
  if (root === undefined) throw new UserError("--against git:... needs a git repository, and this folder is in none");
  if (ref.startsWith("-") || git("rev-parse", "--verify", "--quiet", `${ref}^{commit}`) === undefined)
    throw new UserError(`git knows no commit called ${ref}; a branch that is not here may have to be fetched`);
  // git follows links in the root's name.
  const here = realpathSync(".");
  return (path) => {
    const inside = relative(root, resolve(here, path));
    if (inside.startsWith("..")) return readFromDisk(path);
    return git("-C", root, "cat-file", "blob", `${ref}:${inside.split(sep).join("/")}`);
  };
}

function git(...args: readonly string[]): string | undefined {
  try {
    return execFileSync("git", args, { encoding: "utf8", maxBuffer: MAX_FILE, stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    return undefined;
  }
}

function readFromDisk(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
