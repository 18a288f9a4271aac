/** Asks Apache's compiler, Debian's `thrift` 0.17, what it thinks of an IDL. */

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export type Verdict =
  | { readonly kind: "accepted" }
  /** `syntax` is what its grammar refuses, `meaning` what it finds wrong behind that. */
  | { readonly kind: "syntax" | "meaning"; readonly message: string };

/** A folder in which the compiler is asked, one file at a time. */
export class Apache {
  readonly #folder = mkdtempSync(join(tmpdir(), "thrift-faas-apache-"));

  /** @param files by name; the first is compiled */
  judge(files: Readonly<Record<string, string>>, ...options: string[]): Verdict {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(this.#folder, name), text);
    const [main = ""] = Object.keys(files);
    const args = [...options, "--gen", "js:node,ts", "-o", this.#folder, main];
    const { status, stdout, stderr, error } = spawnSync("thrift", args, {
      cwd: this.#folder,
      encoding: "utf8",
      timeout: 30_000,
    });
    // It hangs, crashes or cannot be run: in no case it has accepted.
    if (status === null) throw error ?? new Error(`thrift was killed by a signal:\n${Object.values(files).join("\n")}`);
    if (status === 0) return { kind: "accepted" };
    const message = `${stdout}${stderr}`.split("\n").find((line) => /ERROR|FAILURE/.test(line)) ?? `${stdout}${stderr}`;
    return { kind: message.includes("ERROR") ? "syntax" : "meaning", message };
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
