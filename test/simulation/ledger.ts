/**
 * What the services' state holds: how often each effect has been applied, how many there were in all, and what each root
 * has answered, written with its last effect. So state alone tells whether everything happened once.
 */

import type { Invocation } from "../../runtime/invocation/invocation.js";
import type { StateDescriptor } from "../../runtime/state/descriptor.js";
import type { DurableMap } from "../../runtime/state/durable-map.js";
import { decodeStored } from "../../runtime/state/encoding.js";
import { stored } from "../../runtime/state/stored-types.js";
import type { Store } from "../../runtime/store/store.js";

type Texts = DurableMap<string, string>;

const TEXTS = { kind: "map", key: stored.string, value: stored.string } as const;

/** The state of every service that is simulated. */
export const LEDGER_STATE: StateDescriptor = new Map([
  ["ledger", TEXTS],
  ["total", TEXTS],
  ["answers", TEXTS],
]);

function stateOf(invocation: Invocation): { readonly ledger: Texts; readonly total: Texts; readonly answers: Texts } {
  return invocation.state as ReturnType<typeof stateOf>;
}

/** What a method returns: the effects that it and all its callees have applied, and something that depends on timing. */
export interface Answer {
  readonly effects: readonly string[];
  readonly total: number;
}

export const readAnswer = (text: string): Answer => JSON.parse(text) as Answer;

/**
 * Applies one effect: counts it, twice over in one commit, and counts all effects of the service. A second application, half
 * of one and a lost update all show.
 */
export async function apply(invocation: Invocation, effect: string): Promise<Answer> {
  const ledger = stateOf(invocation).ledger;
  const times = String(Number((await ledger.get(effect)) ?? 0) + 1);
  await ledger.put(effect, times);
  await ledger.put(`${effect}'`, times);
  const total = (await readTotal(invocation)) + 1;
  const totals = stateOf(invocation).total;
  await totals.put("effects", String(total));
  await totals.put("twin", String(total));
  return { effects: [effect], total };
}

/** Both of the numbers that every commit makes equal; `torn` if they were not seen so. */
export async function readTwins(invocation: Invocation): Promise<string> {
  const totals = stateOf(invocation).total;
  const [total, twin] = [await totals.get("effects"), await totals.get("twin")];
  return total === twin ? (total ?? "0") : "torn";
}

async function readTotal(invocation: Invocation): Promise<number> {
  return Number((await stateOf(invocation).total.get("effects")) ?? 0);
}

/** Ends a root: its answer stands in its service's state as well, so that nobody need have heard it. */
export async function conclude(invocation: Invocation, root: string, parts: readonly Answer[]): Promise<string> {
  const own = await apply(invocation, `${root}/root`);
  const effects = [...parts.flatMap((part) => part.effects), ...own.effects].toSorted();
  const answer = JSON.stringify({ effects, total: own.total } satisfies Answer);
  await stateOf(invocation).answers.put(root, answer);
  return answer;
}

/** State as a judge sees it. */
export interface Ledger {
  /** By effect, how often; over all services. */
  readonly applied: ReadonlyMap<string, number>;
  /** By partition, how many effects its total says. */
  readonly totals: ReadonlyMap<string, number>;
  readonly counted: ReadonlyMap<string, number>;
  /** By root. */
  readonly answers: ReadonlyMap<string, string>;
}

export async function readLedger(store: Store, partitions: Iterable<string>): Promise<Ledger> {
  const applied = new Map<string, number>();
  const totals = new Map<string, number>();
  const counted = new Map<string, number>();
  const answers = new Map<string, string>();
  for (const partition of partitions) {
    let count = 0;
    for await (const { key, value } of store.scan(partition, "ledger")) {
      const times = Number(decodeStored(stored.string, value, "the ledger"));
      applied.set(key, (applied.get(key) ?? 0) + times);
      if (!key.endsWith("'")) count += times;
    }
    counted.set(partition, count);
    totals.set(partition, 0);
    for await (const { value } of store.scan(partition, "total"))
      totals.set(partition, Number(decodeStored(stored.string, value, "the ledger")));
    for await (const { key, value } of store.scan(partition, "answers"))
      answers.set(key, decodeStored(stored.string, value, "the ledger"));
  }
  return { applied, totals, counted, answers };
}
