/**
 * What the services' state holds: how often each effect has been applied, how many there were in all, and what each root
 * has answered, written with its last effect. So state alone tells whether everything happened once.
 */

import type { Invocation } from "../../runtime/invocation/invocation.js";
import { decodeState } from "../../runtime/invocation/state-codec.js";
import { type StructCodec, TType } from "../../runtime/protocol/protocol.js";
import type { Store } from "../../runtime/store/store.js";

const TextCodec: StructCodec<string> = {
  name: "Text",
  read(input) {
    let text = "";
    input.readStructBegin();
    while (input.readFieldBegin()) {
      text = input.readString();
      input.readFieldEnd();
    }
    input.readStructEnd();
    return text;
  },
  write(output, text) {
    output.writeStructBegin("Text");
    output.writeFieldBegin("text", TType.STRING, 1);
    output.writeString(text);
    output.writeFieldEnd();
    output.writeStructEnd();
  },
};

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
  const ledger = invocation.map("ledger", TextCodec);
  const times = String(Number((await ledger.get(effect)) ?? 0) + 1);
  await ledger.put(effect, times);
  await ledger.put(`${effect}'`, times);
  const total = (await readTotal(invocation)) + 1;
  const totals = invocation.map("total", TextCodec);
  await totals.put("effects", String(total));
  await totals.put("twin", String(total));
  return { effects: [effect], total };
}

/** Both of the numbers that every commit makes equal; `torn` if they were not seen so. */
export async function readTwins(invocation: Invocation): Promise<string> {
  const totals = invocation.map("total", TextCodec);
  const [total, twin] = [await totals.get("effects"), await totals.get("twin")];
  return total === twin ? (total ?? "0") : "torn";
}

async function readTotal(invocation: Invocation): Promise<number> {
  return Number((await invocation.map("total", TextCodec).get("effects")) ?? 0);
}

/** Ends a root: its answer stands in its service's state as well, so that nobody need have heard it. */
export async function conclude(invocation: Invocation, root: string, parts: readonly Answer[]): Promise<string> {
  const own = await apply(invocation, `${root}/root`);
  const effects = [...parts.flatMap((part) => part.effects), ...own.effects].toSorted();
  const answer = JSON.stringify({ effects, total: own.total } satisfies Answer);
  await invocation.map("answers", TextCodec).put(root, answer);
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
      const times = Number(decodeState(TextCodec, value));
      applied.set(key, (applied.get(key) ?? 0) + times);
      if (!key.endsWith("'")) count += times;
    }
    counted.set(partition, count);
    totals.set(partition, 0);
    for await (const { value } of store.scan(partition, "total"))
      totals.set(partition, Number(decodeState(TextCodec, value)));
    for await (const { key, value } of store.scan(partition, "answers"))
      answers.set(key, decodeState(TextCodec, value));
  }
  return { applied, totals, counted, answers };
}
