/**
 * One storm: real functions, a real Redis and real clients, all of them killed again and again while a bad network lies
 * between them; then calm, until nothing is under way. What is left is for the judge.
 */

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startDev } from "../../emulator/dev.js";
import { startRedis } from "../support/redis-server.js";
import { readDiary, runClient, startClient, type Errand } from "./client-process.js";
import { startCutProxy } from "./cut-proxy.js";
import { BAD_NETWORK, startFaultProxy } from "./fault-proxy.js";
import type { Remains } from "./judge.js";
import { scheduleRound, type Blow } from "./schedule.js";
import { seededRandom } from "./seeded-random.js";
import { settle } from "./settle.js";

export interface StormOptions {
  /** What `thrift-faas gen` has written for project/order.thrift. */
  readonly genDir: string;
  /** The built client. */
  readonly client: string;
  /** A new one is made there for what this storm leaves. */
  readonly workDir: string;
  readonly seed: number;
  readonly exactlyOnce: boolean;
  /** Whether another round of blows follows, asked after each. */
  readonly goOn: (round: number) => boolean;
  readonly onLine?: (line: string) => void;
}

/** How much there was of everything. */
export type Summary = Readonly<Record<string, number>>;

const FUNCTIONS = ["order-service", "stock-service", "payment-service", "shipping-service", "mail-service"];
/** Share of Redis's answers that are lost. */
const CUTS = 0.004;
/** Of the clients' names; they place orders in lanes, at once. The last client does not wait long. */
const CLIENTS = [["ann", "bea"], ["cid", "dot"], ["eve"]] as const;
const PATIENT_MS = [60_000];
const IMPATIENT_MS = [120, 1_000, 300, 3_000];
/** How long nobody may be answered during a storm. */
const STUCK_MS = 60_000;

export async function storm(options: StormOptions): Promise<{ remains: Remains; summary: Summary }> {
  const { genDir, seed, exactlyOnce } = options;
  const [forSchedule, forNetwork, forStore] = [1, 2, 3].map((use) => seededRandom(seed * 4 + use));
  if (!forSchedule || !forNetwork || !forStore) throw new Error("three were made");
  const folder = join(options.workDir, `${seed}-${exactlyOnce ? "on" : "off"}`);
  const labels = join(folder, "labels");
  await mkdir(folder, { recursive: true });
  await writeFile(labels, "");
  const log: string[] = [];
  const tally = new Map<string, number>();
  const count = (what: string): void => void tally.set(what, (tally.get(what) ?? 0) + 1);

  const closing: (() => unknown)[] = [];
  try {
    const redis = await startRedis({ appendonly: "yes", appendfsync: "always" });
    closing.push(() => redis.stop());
    const cutProxy = await startCutProxy(redis.port, forStore, CUTS);
    closing.push(() => cutProxy.close());
    const gateway = { url: "" };
    const faultProxy = await startFaultProxy(() => gateway.url, forNetwork, BAD_NETWORK);
    closing.push(() => faultProxy.close());
    const dev = await startDev({
      genDir,
      workDir: join(folder, "work"),
      port: 0,
      timing: { everyMinuteMs: 700 },
      onLine: (line) => {
        log.push(line);
        options.onLine?.(line);
      },
      env: {
        THRIFT_FAAS_STORE: `redis://127.0.0.1:${cutProxy.port}/0`,
        THRIFT_FAAS_GATEWAY: faultProxy.url,
        THRIFT_FAAS_EXACTLY_ONCE: exactlyOnce ? "on" : "off",
        THRIFT_FAAS_SUSPEND_AFTER: "400ms",
        THRIFT_FAAS_COLLECT_AFTER: "1s",
        exec_timeout: "5s",
        CHAOS_LABELS: labels,
      },
    });
    closing.push(() => dev.close());
    gateway.url = dev.url;

    const diaries = CLIENTS.map((_, client) => join(folder, `diary-${client}`));
    const errands = CLIENTS.map((names, client): Errand => ({
      gateway: faultProxy.url,
      diary: diaries[client] ?? "",
      kind: "keep placing",
      names,
      patience: client === CLIENTS.length - 1 ? IMPATIENT_MS : PATIENT_MS,
    }));
    const clients = errands.map((errand) => startClient(options.client, errand));
    closing.push(() => clients.forEach((client) => client.kill()));
    const answered = (): number =>
      diaries.reduce(
        (sum, diary) => sum + readDiary(diary).answers.filter(({ text }) => text.startsWith("receipt")).length,
        0,
      );

    const strike = async (blow: Blow): Promise<void> => {
      if (blow.kind === "kill function") {
        if (dev.kill(blow.name, "SIGKILL")) count("functions killed");
      } else if (blow.kind === "stop function") {
        if (!dev.kill(blow.name, "SIGSTOP")) return;
        count("functions stopped");
        await sleep(blow.forMs);
        dev.kill(blow.name, "SIGCONT");
      } else if (blow.kind === "kill client") {
        count("clients killed");
        await clients[blow.client]?.killAndRestart();
      } else {
        count("redis restarted");
        await redis.kill("SIGKILL");
        await sleep(blow.forMs);
        await redis.restart();
      }
    };
    for (let round = 1; round === 1 || options.goOn(round); round++) {
      for (const { afterMs, blow } of scheduleRound(forSchedule, FUNCTIONS, CLIENTS.length)) {
        // Not before somebody was answered since: what is struck faster than it gets up shows nothing.
        const before = answered();
        await sleep(afterMs);
        const deadline = Date.now() + STUCK_MS;
        while (answered() === before) {
          if (Date.now() > deadline)
            throw new Error(`nobody has been answered for ${STUCK_MS} ms, before: ${blow.kind}`);
          await sleep(20);
        }
        await strike(blow);
      }
    }

    await Promise.all(clients.map((client) => client.stop()));
    cutProxy.calm();
    await faultProxy.calm();
    const told = diaries.map(readDiary);
    const summary = (): Summary => ({
      "orders answered": answered(),
      "orders given up": told.flatMap(({ answers }) => answers.filter(({ text }) => text.startsWith("gave up"))).length,
      ...Object.fromEntries(tally),
      "redis connections cut": cutProxy.cuts(),
      ...faultProxy.counts,
    });
    const remains = await settle({
      exactlyOnce,
      store: redis.url,
      told: told.flatMap(({ answers }) => answers),
      open: told.flatMap(({ open }) => open),
      mayGiveUp: (order) => order.startsWith(CLIENTS.at(-1)?.[0] ?? ""),
      labels,
      log: () => log,
      ask: async (kind, names) => {
        const diary = join(folder, `diary-${kind}`);
        await runClient(options.client, { gateway: dev.url, diary, kind, names, patience: PATIENT_MS });
        return readDiary(diary).answers;
      },
      stop: () => dev.close(),
    });
    return { remains, summary: summary() };
  } finally {
    for (const close of closing.toReversed()) await close();
  }
}
