/** Python's codecs in one process that lives as long as the test: a line of JSON for each question and each answer. */

import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Plain } from "./plain.js";
import type { PythonPeer } from "./python-peer.js";

export interface Question {
  readonly module: string;
  readonly struct: string;
  readonly protocol: string;
  readonly value: Plain;
  /** Of the same struct, as hex. */
  readonly bytes: string;
}

export interface Answer {
  /** What Python writes for the value. */
  readonly written: string;
  /** The same of its library in C; by itself where that has no such protocol. */
  readonly writtenInC: string;
  /** What it writes for what it has read from the bytes. */
  readonly again: string;
}

export class PythonCodec {
  readonly #process: ChildProcess;
  readonly #waiting: ((line: string) => void)[] = [];

  constructor(python: PythonPeer) {
    this.#process = python.run("codec.py");
    this.#process.stderr!.pipe(process.stderr);
    createInterface(this.#process.stdout!).on("line", (line) => this.#waiting.shift()?.(line));
  }

  /** @throws Error with Python's own, if it cannot write the value or read the bytes */
  async ask(question: Question): Promise<Answer> {
    const line = await new Promise<string>((resolve) => {
      this.#waiting.push(resolve);
      this.#process.stdin!.write(`${JSON.stringify(question)}\n`);
    });
    const answer = JSON.parse(line) as Answer & { readonly failed?: string };
    if (answer.failed !== undefined) throw new Error(`Python: ${answer.failed}`);
    return answer;
  }

  async close(): Promise<void> {
    this.#process.stdin!.end();
    await once(this.#process, "exit");
  }
}
