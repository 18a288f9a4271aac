/** What a whole process takes, as the system counts it. */

import { spawn } from "node:child_process";

export interface Measured {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly peakMiB: number;
}

/**
 * GNU time says what its child has used; it puts its line last.
 * @throws Error when the process fails, with what it said
 */
export async function measure(command: string, args: readonly string[], cwd: string): Promise<Measured> {
  const child = spawn("/usr/bin/time", ["-f", "%e %U %S %M", command, ...args], {
    cwd,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  const begun = performance.now();
  const status = await new Promise<number | null>((resolve, reject) =>
    child.once("error", reject).once("close", resolve),
  );
  const wallMs = performance.now() - begun;
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed:\n${said}`);
  const [, user = 0, system = 0, kilobytes = 0] = said.trimEnd().split("\n").at(-1)?.split(" ").map(Number) ?? [];
  return { wallMs, cpuMs: 1000 * (user + system), peakMiB: kilobytes / 1024 };
}
