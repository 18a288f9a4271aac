/** The clients of a storm, each a process of project/client.ts that keeps a diary. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { dirname, basename } from "node:path";
import { bundleFunction } from "../../bundler/bundle-function.js";
import type { Answer } from "./judge.js";

/** What client.ts gets as its argument; it says what each means. */
export interface Errand {
  readonly gateway: string;
  readonly diary: string;
  readonly kind: "keep placing" | "place" | "attach";
  readonly names: readonly string[];
  readonly patience: readonly number[];
}

export interface ClientProcess {
  /** Kills it with -9 and starts it again; does nothing if it has been told to stop. */
  killAndRestart(): Promise<void>;
  /** Has it finish what it has begun; resolves when it has ended. */
  stop(): Promise<void>;
  /** Ends it, whatever it does. */
  kill(): void;
}

/** Makes the program; resolves to its path. */
export async function buildClient(source: string, program: string): Promise<string> {
  const entry = `import "./${basename(source)}";\n`;
  await bundleFunction({ folder: dirname(source), outfile: program, entry, isLocal: true });
  return program;
}

/** Starts a client that goes on until it is stopped. */
export function startClient(program: string, errand: Errand): ClientProcess {
  let child = launch(program, errand);
  let stopping = false;
  return {
    async killAndRestart() {
      if (stopping) return;
      await end(child, "SIGKILL");
      child = launch(program, errand);
    },
    async stop() {
      stopping = true;
      await end(child, "SIGTERM");
      // Killed by SIGTERM: it had just been started again, and had begun nothing.
      if (child.exitCode !== 0 && child.signalCode !== "SIGTERM")
        throw new Error(`a client ended with ${child.signalCode ?? child.exitCode}`);
    },
    kill: () => void child.kill("SIGKILL"),
  };
}

/** Runs one errand to its end. */
export async function runClient(program: string, errand: Errand): Promise<void> {
  const child = launch(program, errand);
  const [code] = (await once(child, "exit")) as [number | null];
  if (code !== 0) throw new Error(`a client that was to ${errand.kind} ended with ${code}`);
}

/** What a client was answered, and the orders that it never heard of again. */
export function readDiary(diary: string): { readonly answers: readonly Answer[]; readonly open: readonly string[] } {
  const lines = existsSync(diary) ? readFileSync(diary, "utf8").split("\n") : [];
  const entries = lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Entry);
  const answers = entries.flatMap(({ order, answer }) => (answer === undefined ? [] : [{ order, text: answer }]));
  const answered = new Set(answers.map(({ order }) => order));
  return { answers, open: [...new Set(entries.map(({ order }) => order))].filter((order) => !answered.has(order)) };
}

interface Entry {
  readonly order: string;
  readonly answer?: string;
}

function launch(program: string, errand: Errand): ChildProcess {
  return spawn(process.execPath, ["--enable-source-maps", program, JSON.stringify(errand)], {
    stdio: ["ignore", "inherit", "inherit"],
  });
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill(signal);
  await exit;
}
