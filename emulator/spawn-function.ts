/** A function's process: how it is started, when it is ready, what it printed when it was not. */

import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { DevError } from "./dev-error.js";
import { waitUntilReady } from "./wait-until-ready.js";

const EXIT_WITH_PARENT = new URL("./exit-with-parent.js", import.meta.url).href;
/** How many lines of stderr are repeated when a start fails. */
const LAST_LINES = 10;

export interface SpawnOptions {
  /** The module to run. */
  readonly file: string;
  /** The loopback port it is to serve on. */
  readonly port: number;
  readonly env: NodeJS.ProcessEnv;
  /** URLs of modules that are loaded into the process first. */
  readonly preload: readonly string[];
  /** Gets what the process prints, line by line. */
  readonly onLine: (line: string) => void;
}

export interface SpawnedFunction {
  readonly child: ChildProcess;
  /** Resolves when the process has ended, to how: a signal's name or `exit code 1`. */
  readonly ended: Promise<string>;
  /**
   * Resolves when the function answers.
   * @throws DevError when it ends before, or is not ready in time; the process is dead then
   */
  ready(limitMs: number): Promise<void>;
}

export function spawnFunction({ file, port, env, preload, onLine }: SpawnOptions): SpawnedFunction {
  const imports = [EXIT_WITH_PARENT, ...preload].flatMap((url) => ["--import", url]);
  const child = spawn(process.execPath, ["--enable-source-maps", ...imports, file], {
    env: { ...env, http_port: String(port) },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    // Ctrl-C is for the gateway alone, which then stops its functions in order.
    detached: true,
  });
  const lastLines: string[] = [];
  const printed = Promise.all([
    forwardLines(child.stdout, onLine),
    forwardLines(child.stderr, (line) => {
      onLine(line);
      lastLines.push(line);
      if (lastLines.length > LAST_LINES) lastLines.shift();
    }),
  ]);
  const ended = new Promise<string>((resolve) => {
    child.once("exit", (code, signal) => resolve(signal ?? `exit code ${code}`));
    child.once("error", (error) => resolve(error.message));
  });

  return {
    child,
    ended,
    async ready(limitMs) {
      const giveUp = new AbortController();
      const timer = setTimeout(() => giveUp.abort(`was not ready after ${limitMs} ms`), limitMs);
      void ended.then((how) => giveUp.abort(`ended before it was ready (${how})`));
      try {
        await waitUntilReady(port, giveUp.signal);
      } catch {
        child.kill("SIGKILL");
        await printed;
        throw new DevError([`${giveUp.signal.reason}`, ...lastLines.map((line) => `  ${line}`)].join("\n"));
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** Resolves when the stream has ended and every line is forwarded. */
function forwardLines(stream: Readable | null, onLine: (line: string) => void): Promise<void> {
  if (stream === null) return Promise.resolve(); // The process could not even be made.
  return new Promise((resolve) => createInterface({ input: stream }).on("line", onLine).on("close", resolve));
}
