/**
 * One storm: real functions, a real Redis and real clients, all of them killed again and again while a bad network lies
 * between them; then calm, until nothing is under way. What is left is for the judge.
 */

import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startDev, type Dev } from "../../emulator/dev.js";
import { openStore } from "../../runtime/store/open.js";
import type { Store } from "../../runtime/store/store.js";
import { startRedis, type RedisServer } from "../support/redis-server.js";
import { readDiary, runClient, startClient, type Errand } from "./client-process.js";
import { startCutProxy } from "./cut-proxy.js";
import { BAD_NETWORK, startFaultProxy } from "./fault-proxy.js";
import { SERVICES, type Answer, type Line, type Remains, type Service } from "./judge.js";
import { scheduleRound, type Blow } from "./schedule.js";
import { seededRandom } from "./seeded-random.js";

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
/** How long what is unfinished may take to be finished, in calm. */
const SETTLE_MS = 30_000;
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
      execTimeoutMs: 5_000,
      cronMs: 700,
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
    const settled = {
      ...options,
      gateway: dev.url,
      folder,
      redis,
      told: told.flatMap(({ answers }) => answers),
      open: told.flatMap(({ open }) => open),
    };
    const remains = await settle(settled, dev, labels, () => log);
    return { remains, summary: summary() };
  } finally {
    for (const close of closing.toReversed()) await close();
  }
}

interface Calm {
  readonly client: string;
  readonly exactlyOnce: boolean;
  readonly gateway: string;
  readonly folder: string;
  readonly redis: RedisServer;
  /** What the clients were answered during the storm. */
  readonly told: readonly Answer[];
  /** Orders that a client had asked for when it was ended. */
  readonly open: readonly string[];
}

/** Waits until everything is finished, asks what became of the orders that were given up, and reads the ledgers. */
async function settle(
  { client, exactlyOnce, gateway, folder, redis, told, open }: Calm,
  dev: Dev,
  labels: string,
  log: () => readonly string[],
): Promise<Remains> {
  const store = await openStore(redis.url);
  try {
    const run = async (kind: "attach" | "place", names: readonly string[]): Promise<readonly Answer[]> => {
      const diary = join(folder, `diary-${kind}`);
      await runClient(client, { gateway, diary, kind, names, patience: PATIENT_MS });
      return readDiary(diary).answers;
    };
    const givenUp = [
      ...new Set([...open, ...told.filter(({ text }) => text.startsWith("gave up")).map(({ order }) => order)]),
    ];
    await untilFinished(store);
    const attached = exactlyOnce ? await run("attach", givenUp) : [];
    // Of those that never began, every other one is placed after all. The last order finds counters without a gap.
    const unknown = attached.filter(({ text }) => text === "unknown").map(({ order }) => order);
    const placed = await run("place", [...unknown.filter((_, at) => at % 2 === 0), "last"]);
    const unfinished = await untilFinished(store);
    await dev.close();
    return {
      answers: [...told, ...placed],
      mayGiveUp: (order) => order.startsWith(CLIENTS.at(-1)?.[0] ?? ""),
      attached,
      ledgers: new Map(await Promise.all(SERVICES.map(async (one) => [one, await readLedger(store, one)] as const))),
      labels: readLabels(labels),
      unfinished: [...unfinished, ...(await readDeadLetters(store))],
      alarms: exactlyOnce ? log().filter((line) => ALARM.test(line)) : [],
    };
  } finally {
    await store.close();
  }
}

/** What a function says when it meets what the protocol rules out. */
const ALARM =
  /diverged at step|depends on timing|belongs to another call|carries no token|lost acknowledged|has expired/;

/** Waits for the collectors in the functions; resolves to what they have not finished in time. */
async function untilFinished(store: Store): Promise<string[]> {
  const deadline = Date.now() + SETTLE_MS;
  for (;;) {
    const open: string[] = [];
    for (const service of SERVICES) {
      for await (const { key, intent, result } of store.scanInvocations(service))
        if (intent !== undefined && result === undefined) open.push(`${service} ${key.id}`);
    }
    if (open.length === 0 || Date.now() > deadline) return open;
    await sleep(200);
  }
}

async function readLedger(store: Store, service: Service): Promise<Line[]> {
  const lines: Line[] = [];
  for await (const { key } of store.scan(service, "lines")) {
    const [order = "", number] = key.split(" ");
    lines.push({ order, number: Number(number) });
  }
  return lines;
}

async function readDeadLetters(store: Store): Promise<string[]> {
  const letters: string[] = [];
  for await (const { key } of store.deadLetters()) letters.push(`${key.partition} ${key.id}`);
  return letters;
}

function readLabels(file: string): Remains["labels"] {
  const lines = readFileSync(file, "utf8").trimEnd().split("\n");
  return lines
    .filter((line) => line !== "")
    .map((line) => {
      const [order = "", effect = ""] = line.split(" ");
      return { order, effect };
    });
}
