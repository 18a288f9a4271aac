/**
 * One replica: a function's process behind of-watchdog in `mode=http`, on a port of its own. What a client of the port and
 * the function can observe of a watchdog is as the real one was seen to behave.
 */

import { Agent, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { findFreePort } from "../free-port.js";
import { listen, type Listening } from "../http/listen.js";
import { sendEmpty, sendText } from "../http/send-text.js";
import { fork, type Forked } from "./fork.js";
import { invoke } from "./invoke.js";
import { readSettings, type WatchdogSettings } from "./settings.js";

export interface WatchdogOptions {
  /** The module to run. */
  readonly file: string;
  /** The function's; the watchdog's settings are in it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** URLs of modules that are loaded into the function's process first. */
  readonly preload?: readonly string[];
  readonly onLine: (line: string) => void;
}

/** Between a function's end and the watchdog's: what is under way gets its 500, or breaks off. */
const LAST_WORDS_MS = 50;

export class Watchdog {
  readonly port: number;
  readonly #settings: WatchdogSettings;
  readonly #listening: Listening;
  readonly #forked: Forked;
  readonly #functionPort: number;
  readonly #onLine: (line: string) => void;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #underway = new Set<Promise<void>>();
  #inFlight = 0;
  #accepting = true;
  #ended = false;
  #exit: (code: number) => void = () => {};
  /** Resolves to the watchdog's exit code when it is gone, its port and its function with it. */
  readonly exited = new Promise<number>((resolve) => (this.#exit = resolve));

  static async start(options: WatchdogOptions): Promise<Watchdog> {
    return new Watchdog(options, await listen(0), await findFreePort());
  }

  private constructor(
    { file, env, preload = [], onLine }: WatchdogOptions,
    listening: Listening,
    functionPort: number,
  ) {
    this.#settings = readSettings(env);
    this.#listening = listening;
    this.port = listening.port;
    this.#functionPort = functionPort;
    this.#onLine = onLine;
    listening.server.on("request", (request, response) => this.#serve(request, response));
    const { logBufferSize } = this.#settings;
    this.#forked = fork({ file, port: functionPort, env, preload, onLine, logBufferSize });
    void this.#watch();
  }

  /** The function's process. */
  get pid(): number | undefined {
    return this.#forked.process.pid;
  }

  /** Resolves when the function's process has ended. */
  get ended(): Promise<unknown> {
    return this.#forked.ended;
  }

  /** Sends a signal to the function, past the watchdog. */
  signal(signal: NodeJS.Signals): boolean {
    return this.#forked.process.kill(signal);
  }

  /** What SIGTERM does to a watchdog: it lets calls in for a while, answers what is under way, and goes. */
  async terminate(): Promise<void> {
    if (!this.#accepting) return;
    this.#accepting = false;
    this.#forked.process.kill("SIGTERM");
    await sleep(this.#settings.healthcheckIntervalMs, undefined, { ref: false });
    this.#listening.server.close();
    this.#listening.server.closeIdleConnections();
    const drained = Promise.all(this.#underway);
    await Promise.race([drained, sleep(this.#settings.writeTimeoutMs, undefined, { ref: false })]);
    this.#end(0);
  }

  /** What SIGKILL does to a container. */
  async kill(): Promise<void> {
    this.#end(137);
    await this.#forked.ended;
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? "/";
    const work = this.#answer(request, response, path).finally(() => this.#underway.delete(work));
    this.#underway.add(work);
  }

  async #answer(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const [bare] = path.split("?");
    if (bare === "/_/health") return this.#answerHealth(request, response);
    if (bare === "/_/ready") return this.#answerReady(request, response);
    const { maxInflight } = this.#settings;
    if (maxInflight > 0 && this.#inFlight >= maxInflight)
      return sendText(response, 429, `Concurrent request limit exceeded. Max concurrent requests: ${maxInflight}\n`, [
        "X-OpenFaaS-Internal",
        "faas-middleware",
      ]);
    this.#inFlight++;
    try {
      await this.#invoke(request, response, path);
    } finally {
      this.#inFlight--;
    }
  }

  #answerHealth({ method }: IncomingMessage, response: ServerResponse): void {
    if (method !== "GET") sendEmpty(response, 405);
    else if (this.#accepting) response.end("OK");
    else sendEmpty(response, 503);
  }

  #answerReady(request: IncomingMessage, response: ServerResponse): void | Promise<void> {
    const { maxInflight, readyPath } = this.#settings;
    if (request.method !== "GET") return sendEmpty(response, 405);
    if (!this.#accepting) return sendEmpty(response, 503);
    if (maxInflight > 0 && this.#inFlight >= maxInflight) return sendEmpty(response, 429);
    // Past the limit of calls in flight.
    return readyPath === "" ? sendEmpty(response, 200) : this.#invoke(request, response, readyPath);
  }

  #invoke(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    return invoke({
      request,
      response,
      path,
      functionPort: this.#functionPort,
      settings: this.#settings,
      agent: this.#agent,
      onLine: this.#onLine,
    });
  }

  async #watch(): Promise<void> {
    const { clean, how } = await this.#forked.ended;
    // A watchdog takes exit code 0 for no reason to go: it reports itself healthy and answers every call with 500.
    if (clean) {
      if (this.#accepting)
        this.#onLine(`the function has ended (${how}), its watchdog lives on: every call is a 500 now`);
      return;
    }
    if (this.#ended) return;
    await Promise.race([Promise.all(this.#underway), sleep(LAST_WORDS_MS, undefined, { ref: false })]);
    this.#onLine(`the function has ended (${how})`);
    this.#end(1);
  }

  #end(code: number): void {
    this.#accepting = false;
    this.#ended = true;
    this.#listening.close();
    this.#agent.destroy();
    this.#forked.process.kill("SIGKILL");
    this.#exit(code);
  }
}
