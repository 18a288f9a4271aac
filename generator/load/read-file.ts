/** Reads .thrift files from the file system, and tells a missing file from one that cannot be read. */
import { readFileSync } from "node:fs";

export type ReadResult =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "missing" }
  /** `reason` ends the sentence "cannot read x: ...". */
  | { readonly kind: "unreadable"; readonly reason: string };

export type ReadFile = (path: string) => ReadResult;

/** Bytes that are not UTF-8 become U+FFFD; they do no harm in comments, where they occur. */
export const readFromDisk: ReadFile = (path) => {
  try {
    return { kind: "text", text: readFileSync(path, "utf8") };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ENOTDIR") return { kind: "missing" };
    if (code === "EISDIR") return { kind: "unreadable", reason: "it is a folder" };
    if (code === "EACCES" || code === "EPERM") return { kind: "unreadable", reason: "permission denied" };
    return { kind: "unreadable", reason: error instanceof Error ? error.message : String(error) };
  }
};
