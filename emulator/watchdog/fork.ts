/** The process of a function, as its watchdog forks it. */

import { spawn, type ChildProcess } from "node:child_process";
import { forwardLines } from "./forward-lines.js";

const EXIT_WITH_PARENT = new URL("./exit-with-parent.js", import.meta.url).href;

export interface ForkOptions {
  /** The module to run. */
  readonly file: string;
  /** The loopback port it is to serve on. */
  readonly port: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** URLs of modules that are loaded into the process first. */
  readonly preload: readonly string[];
  /** Gets what the process prints, line by line. */
  readonly onLine: (line: string) => void;
  /** The longest line, in bytes. */
  readonly logBufferSize: number;
}

export interface Forked {
  readonly process: ChildProcess;
  /** Resolves when the process has ended, to how: `exit code 1`, or a signal's name. */
  readonly ended: Promise<{ readonly clean: boolean; readonly how: string }>;
}

export function fork({ file, port, env, preload, onLine, logBufferSize }: ForkOptions): Forked {
  const imports = [EXIT_WITH_PARENT, ...preload].flatMap((url) => ["--import", url]);
  const child = spawn(process.execPath, ["--enable-source-maps", ...imports, file], {
    env: { ...env, http_port: String(port) },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    // Ctrl-C is for the gateway alone, which then stops its functions in order.
    detached: true,
  });
  forwardLines(child.stdout, "stdout", logBufferSize, onLine);
  forwardLines(child.stderr, "stderr", logBufferSize, onLine);
  const ended = new Promise<{ clean: boolean; how: string }>((resolve) => {
    child.once("exit", (code, signal) => resolve({ clean: code === 0, how: signal ?? `exit code ${code}` }));
    child.once("error", (error) => resolve({ clean: false, how: error.message }));
  });
  return { process: child, ended };
}
