/**
 * The queue and its worker, as NATS Streaming and nats-queue-worker were seen to behave: every message is delivered at least
 * once, its result goes to the callback URL once, and nobody looks at what became of either. Kept in memory.
 */

import type { Timing } from "../timing.js";
import { deliver } from "./deliver.js";
import type { Message, Result } from "./message.js";
import { postCallback } from "./post-callback.js";

export interface QueueOptions {
  /** The gateway's URL, asked for when something is delivered. */
  readonly gateway: () => string;
  readonly timing: Pick<Timing, "ackWaitMs">;
  /** Whether a message, by its number, is to be delivered a second time. */
  readonly duplicates?: (message: number) => boolean;
  readonly onLine: (line: string) => void;
}

/** How many messages a worker has under way, as helm and faasd install it. */
const MAX_INFLIGHT = 1;

export class Queue {
  readonly #options: QueueOptions;
  readonly #waiting: Message[] = [];
  readonly #underway = new Map<Message, NodeJS.Timeout>();
  #worker = new AbortController();
  #count = 0;

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  publish(message: Message): void {
    this.#waiting.push(message);
    const number = this.#count++;
    if (this.#options.duplicates?.(number) === true) {
      this.#options.onLine(`chaos: message ${number}, to ${message.name}: delivered twice`);
      // A message of its own: the first one's acknowledgement does not stop it.
      this.#waiting.push({ ...message });
    }
    this.#pump();
  }

  /** What happens when the worker dies: it has acknowledged nothing, so the next one gets the messages it had. */
  restartWorker(): void {
    this.#worker.abort();
    this.#worker = new AbortController();
    for (const [message, timer] of this.#underway) {
      clearInterval(timer);
      this.#deliver(message);
    }
  }

  close(): void {
    this.#waiting.length = 0;
    for (const timer of this.#underway.values()) clearInterval(timer);
    this.#underway.clear();
    this.#worker.abort();
  }

  #pump(): void {
    while (this.#underway.size < MAX_INFLIGHT) {
      const message = this.#waiting.shift();
      if (message === undefined) return;
      this.#deliver(message);
    }
  }

  /** And again whenever it is not acknowledged in time: the queue does not know that the worker is at it. */
  #deliver(message: Message): void {
    const { signal } = this.#worker;
    const { timing, onLine } = this.#options;
    const again = setInterval(() => {
      onLine(`the call to ${message.name} is not acknowledged after ${timing.ackWaitMs} ms: delivered again`);
      void this.#work(message, signal);
    }, timing.ackWaitMs);
    this.#underway.set(message, again);
    void this.#work(message, signal);
  }

  /** Never rejects. The result goes out before the message is acknowledged. */
  async #work(message: Message, worker: AbortSignal): Promise<void> {
    const { gateway, onLine } = this.#options;
    const begun = performance.now();
    let result: Result;
    try {
      result = await deliver(gateway(), message, worker);
    } catch (error) {
      result = { status: 503, headers: [], body: Buffer.from(String(error)) };
    }
    if (worker.aborted) return;
    onLine(`the call to ${message.name} ended with ${result.status}`);
    if (message.callbackUrl !== undefined) {
      const seconds = (performance.now() - begun) / 1_000;
      const problem = await postCallback(message.callbackUrl, message, result, seconds, worker);
      if (problem !== undefined) onLine(`the callback to ${message.callbackUrl} is lost: ${problem}`);
    }
    if (worker.aborted) return;
    clearInterval(this.#underway.get(message));
    this.#underway.delete(message);
    this.#pump();
  }
}
