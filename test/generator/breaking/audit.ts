/** Apache's own comparison of two IDLs: `thrift --audit OLD NEW`. */

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What it calls failures, without the places. @throws Error if it does not accept one of the files */
export function audit(old: string, next: string): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), "thrift-faas-audit-"));
  try {
    const [before, after] = [join(folder, "old.thrift"), join(folder, "new.thrift")];
    writeFileSync(before, old);
    writeFileSync(after, next);
    // The new file comes last, as `thrift --help` says.
    const { status, stderr } = spawnSync("thrift", ["--audit", before, after], { encoding: "utf8" });
    if (status !== 0 && status !== 2) throw new Error(`thrift --audit: ${stderr}\n${old}\n-----\n${next}`);
    return stderr.split("\n").flatMap((line) => /^\[Thrift Audit Failure:[^\]]*\] (.*?)\s*$/.exec(line)?.[1] ?? []);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
