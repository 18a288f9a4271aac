/**
 * What each service of the chaos tests does: it adds one line to its own append-only ledger, and counts it. All use of
 * durable state is here.
 */

import { randomUUID } from "node:crypto";
import type { Invocation } from "thrift-faas";
import { LinesCodec } from "../order/codecs.js";

/**
 * Resolves to the line's number, from 1. Its key says all there is to it: the order, the number and who wrote it. That is
 * another one for every run of the handler, against all rules, so that a second run which counts leaves a line of its own.
 */
export async function append(invocation: Invocation, order: string): Promise<bigint> {
  const counter = invocation.map("counter", LinesCodec);
  const count = ((await counter.get("lines"))?.count ?? 0n) + 1n;
  await counter.put("lines", { count });
  await invocation.map("lines", LinesCodec).put(`${order} ${count} ${randomUUID()}`, { count });
  return count;
}
