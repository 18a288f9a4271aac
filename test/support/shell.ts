import { execFile } from "node:child_process";

/** Runs lines in a shell that stops at the first error; resolves to what they printed, rejects with all of it. */
export function runShell(lines: string, cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile("bash", ["-euo", "pipefail", "-c", lines], { cwd }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${lines}\n${stdout}\n${stderr}`));
    });
  });
}
