/** After a storm: waits until nothing is under way, asks what became of what was given up, and reads what is left. */

import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { openStore } from "../../runtime/store/open.js";
import type { Store } from "../../runtime/store/store.js";
import { SERVICES, type Answer, type Line, type Remains, type Service } from "./judge.js";

/** How long what is unfinished may take to be finished, in calm. */
const SETTLE_MS = 30_000;

/** The functions run on, and the network is good. */
export interface Calm extends Pick<Remains, "mayGiveUp"> {
  readonly exactlyOnce: boolean;
  /** The store's URL. */
  readonly store: string;
  /** What the clients were answered during the storm. */
  readonly told: readonly Answer[];
  /** Orders that a client had asked for when it was ended. */
  readonly open: readonly string[];
  /** The file that labels are printed to. */
  readonly labels: string;
  /** What the functions have printed so far. */
  readonly log: () => readonly string[];
  /** Attaches to these orders, or places them, as a patient client. */
  readonly ask: (kind: "attach" | "place", orders: readonly string[]) => Promise<readonly Answer[]>;
  /** Ends the functions. */
  readonly stop: () => Promise<void>;
}

export async function settle({ exactlyOnce, told, open, mayGiveUp, ask, ...calm }: Calm): Promise<Remains> {
  const store = await openStore(calm.store);
  try {
    const givenUp = told.filter(({ text }) => text.startsWith("gave up")).map(({ order }) => order);
    await untilFinished(store);
    const attached = exactlyOnce ? await ask("attach", [...new Set([...open, ...givenUp])]) : [];
    // Of those that never began, every other one is placed after all. The last order finds counters without a gap.
    const unknown = attached.filter(({ text }) => text === "unknown").map(({ order }) => order);
    const placed = await ask("place", [...unknown.filter((_, at) => at % 2 === 0), "last"]);
    const unfinished = await untilFinished(store);
    await calm.stop();
    return {
      answers: [...told, ...placed],
      mayGiveUp,
      attached,
      ledgers: new Map(await Promise.all(SERVICES.map(async (one) => [one, await readLedger(store, one)] as const))),
      labels: readLabels(calm.labels),
      unfinished: [...unfinished, ...(await readDeadLetters(store))],
      alarms: exactlyOnce ? calm.log().filter((line) => ALARM.test(line)) : [],
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
