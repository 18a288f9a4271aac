/**
 * What each service of the chaos tests does: it adds one line to its own append-only ledger, and counts it. All use of
 * durable state is here.
 */

import { randomUUID } from "node:crypto";
import type { DurableMap, DurableValue, Invocation } from "thrift-faas";

/** The state that all these services have. */
interface Ledger {
  readonly count: DurableValue<bigint, bigint>;
  readonly lines: DurableMap<string, bigint>;
}

/**
 * Resolves to the line's number, from 1. Its key says all there is to it: the order, the number and who wrote it. That is
 * another one for every run of the handler, against all rules, so that a second run which counts leaves a line of its own.
 */
export async function append({ state }: Invocation<Ledger>, order: string): Promise<bigint> {
  const count = await state.count.update((before) => before + 1n);
  await state.lines.put(`${order} ${count} ${randomUUID()}`, count);
  return count;
}
