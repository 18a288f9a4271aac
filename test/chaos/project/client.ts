/**
 * A client of the chaos tests in a process of its own, that may be killed at any moment and started again: it appends to a
 * file what it is about to ask and what it was answered, and goes on from there, under the same IDs.
 *
 * Its argument is a JSON object, see `Errand`.
 */

import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { type Connection, connect, DeliveryError } from "thrift-faas";
import { OrderService, OrderServiceClient } from "./gen/order/order-service.js";
import type { Receipt } from "./gen/order/types.js";

interface Errand {
  readonly gateway: string;
  /** What is asked and answered goes there, a JSON object a line. */
  readonly diary: string;
  /** Places orders until SIGTERM, places these, or attaches to these. */
  readonly kind: "keep placing" | "place" | "attach";
  /** Orders; for `keep placing` lanes: each places one order after the other, with a number behind its name. */
  readonly names: readonly string[];
  /** How long each call is tried, in milliseconds: one after the other of these. */
  readonly patience: readonly number[];
}

interface Entry {
  readonly order: string;
  readonly answer?: string;
}

const { gateway, diary, kind, names, patience } = JSON.parse(process.argv[2] ?? "") as Errand;

let stopped = false;
process.on("SIGTERM", () => (stopped = true));

/** How many milliseconds the order with this number is tried. */
const patienceFor = (number: number): number => patience[number % patience.length] ?? 0;

/** A receipt's numbers, or why there is none; in words that the judge knows. */
async function ask(order: string, timeoutMs: number, how: (connection: Connection) => Promise<Receipt>): Promise<void> {
  const connection = connect(gateway, { timeoutMs });
  let answer: string;
  try {
    const receipt = await how(connection);
    answer = `receipt ${receipt.order} ${receipt.reservation} ${receipt.payment} ${receipt.shipment}`;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    if (error instanceof DeliveryError) answer = `gave up: ${text}`;
    else answer = kind === "attach" && text.includes("has no invocation") ? "unknown" : `error: ${text}`;
  } finally {
    connection.close();
  }
  write({ order, answer });
}

function place(order: string, timeoutMs: number): Promise<void> {
  return ask(order, timeoutMs, (connection) => new OrderServiceClient(connection.withId(order)).Place(order));
}

function attach(order: string, timeoutMs: number): Promise<void> {
  const method = OrderService.methods.get("Place");
  if (method === undefined) throw new Error("OrderService has Place");
  return ask(order, timeoutMs, async (connection) => (await connection.attach(OrderService, method, order)) as Receipt);
}

function write(entry: Entry): void {
  // One call, one line: what the process that died before wrote last may end anywhere, so this one begins a new line.
  appendFileSync(diary, `\n${JSON.stringify(entry)}\n`);
}

/** The orders that a lane has been answered, by all processes that ever ran it. */
function answered(): Set<string> {
  const lines = existsSync(diary) ? readFileSync(diary, "utf8").split("\n") : [];
  const entries = lines.filter((line) => line.endsWith("}")).map((line) => JSON.parse(line) as Entry);
  return new Set(entries.filter(({ answer }) => answer !== undefined).map(({ order }) => order));
}

async function keepPlacing(lane: string, before: ReadonlySet<string>): Promise<void> {
  for (let number = 1; !stopped; number++) {
    const order = `${lane}-${number}`;
    if (before.has(order)) continue;
    write({ order });
    await place(order, patienceFor(number));
  }
}

async function main(): Promise<void> {
  if (kind === "keep placing") {
    const before = answered();
    await Promise.all(names.map((lane) => keepPlacing(lane, before)));
  } else if (kind === "attach") {
    await Promise.all(names.map((order, number) => attach(order, patienceFor(number))));
  } else {
    // One after the other: all of them write to the same counters.
    for (const [number, order] of names.entries()) await place(order, patienceFor(number));
  }
}

void main();
