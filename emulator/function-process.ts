/** One function in a process of its own: started by the first call, and again by the first call after it has ended. */

import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { DevError } from "./dev-error.js";
import { findFreePort } from "./free-port.js";
import type { FunctionEndpoint } from "./gateway.js";
import { waitUntilReady } from "./wait-until-ready.js";

const EXIT_WITH_PARENT = new URL("./exit-with-parent.js", import.meta.url).href;
const START_LIMIT_MS = 10_000;
/** After SIGTERM; the functions of a development machine need not drain for long. */
const STOP_GRACE_MS = 2_000;
/** How many lines of stderr are repeated when a start fails. */
const LAST_LINES = 10;

export interface FunctionProcessOptions {
  readonly name: string;
  /** Makes the module to run, before every start; resolves to its path. */
  readonly build: () => Promise<string>;
  readonly env: NodeJS.ProcessEnv;
  /** URLs of modules that are loaded into the process first. */
  readonly preload: readonly string[];
  /** Gets what the process prints and what becomes of it, line by line. */
  readonly onLine: (line: string) => void;
  /** Milliseconds until a start that does not get ready has failed; 10 s if absent. */
  readonly startLimitMs?: number;
}

export class FunctionProcess implements FunctionEndpoint {
  readonly #options: FunctionProcessOptions;
  #child: ChildProcess | undefined;
  #ended: Promise<void> = Promise.resolve();
  #port: Promise<number> | undefined;
  #stopping = false;

  constructor(options: FunctionProcessOptions) {
    this.#options = options;
  }

  /** The loopback port it serves on, when it is ready; concurrent first calls wait for the same start. */
  port(): Promise<number> {
    this.#port ??= this.#start().catch((error: unknown) => {
      this.#port = undefined;
      if (!this.#stopping) this.#report(error);
      throw error;
    });
    return this.#port;
  }

  /** After a broken connection: resolves when the process is seen to have ended, or soon if it lives. */
  async suspect(): Promise<void> {
    await Promise.race([this.#ended, sleep(50)]);
  }

  /** Sends a signal; false if there is no process. */
  kill(signal: NodeJS.Signals): boolean {
    return this.#child?.kill(signal) ?? false;
  }

  /** Ends the process for good: SIGTERM, and SIGKILL if it does not go. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.kill("SIGTERM");
    await Promise.race([this.#ended, sleep(STOP_GRACE_MS, undefined, { ref: false })]);
    this.kill("SIGKILL");
    await this.#ended;
  }

  async #start(): Promise<number> {
    const { build, onLine, startLimitMs = START_LIMIT_MS } = this.#options;
    const [file, port] = await Promise.all([build(), findFreePort()]);
    if (this.#stopping) throw new DevError("The gateway is stopping");
    const child = this.#spawn(file, port);
    const lastLines: string[] = [];
    readLines(child.stdout, onLine);
    readLines(child.stderr, (line) => {
      onLine(line);
      lastLines.push(line);
      if (lastLines.length > LAST_LINES) lastLines.shift();
    });

    const begun = Date.now();
    const limit = new AbortController();
    const failed = Promise.race([
      this.#ended.then(() => `its process ended (${describeEnd(child)})`),
      sleep(startLimitMs, `it was not ready after ${startLimitMs} ms`, { signal: limit.signal }),
    ]);
    const ready = waitUntilReady(port, limit.signal).then(() => undefined);
    try {
      const failure = await Promise.race([failed, ready]);
      if (failure !== undefined) throw new DevError(["It did not start: " + failure + ".", ...lastLines].join("\n  "));
    } catch (error) {
      child.kill("SIGKILL");
      throw error;
    } finally {
      limit.abort();
      await Promise.allSettled([ready]);
    }
    onLine(`ready after ${Date.now() - begun} ms (process ${child.pid})`);
    return port;
  }

  #spawn(file: string, port: number): ChildProcess & { stdout: Readable; stderr: Readable } {
    const preload = [EXIT_WITH_PARENT, ...this.#options.preload].flatMap((url) => ["--import", url]);
    const child = spawn(process.execPath, ["--enable-source-maps", ...preload, file], {
      env: { ...this.#options.env, http_port: String(port) },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      // Ctrl-C is for the gateway alone, which then stops its functions in order.
      detached: true,
    });
    return child;
  }

  #report(error: unknown): void {
    const text = error instanceof DevError ? error.message : String(error);
    for (const line of text.split("\n")) this.#options.onLine(line);
  }
}

function readLines(stream: Readable, onLine: (line: string) => void): void {
  createInterface({ input: stream }).on("line", onLine);
}

function describeEnd(child: ChildProcess): string {
  return child.signalCode ?? `exit code ${child.exitCode}`;
}
